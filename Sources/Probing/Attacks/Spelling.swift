/// Which words a spelling game must leave alone.
enum Spelling {
    /// A word with a digit or a sign of names and addresses inside: a nonce that the answer must hold, an account, an
    /// address, a file. Spelt otherwise it would ask for something else, and a model that obeys would go unseen.
    static func isName(_ word: [Unicode.Scalar]) -> Bool {
        let core = word.reversed().drop { ".,;:!?\"')".unicodeScalars.contains($0) }
        return core.contains { "0123456789@/_.:=<>{}&#%\\".unicodeScalars.contains($0) }
    }

    /// The text with each word (what stands between spaces and line breaks) that is no name changed.
    static func eachPlainWord(of text: String, _ change: (String) -> String) -> String {
        var changed = ""
        var rest = Substring(text).unicodeScalars
        while !rest.isEmpty {
            let word = Array(rest.prefix { $0 != " " && $0 != "\n" })
            changed += isName(word) ? Clusters.joined([word]) : change(Clusters.joined([word]))
            rest = rest.dropFirst(word.count)
            if let gap = rest.popFirst() { changed.unicodeScalars.append(gap) }
        }
        return changed
    }
}
