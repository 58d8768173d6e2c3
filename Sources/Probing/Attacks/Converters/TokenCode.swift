/// Writing in which each letter becomes a word of its own: words stand apart by a space, and `/` stands for a space.
/// What the table does not have is left as it is, a run of it as one word.
struct TokenCode: Sendable {
    private let tokens: [Unicode.Scalar: String]
    private let scalars: [String: Unicode.Scalar]

    /// - Parameter tokens: by lower-case letter, digit or sign; with an entry for `/`, and none for a space.
    init(_ tokens: [Unicode.Scalar: String]) {
        self.tokens = tokens
        scalars = Dictionary(tokens.map { ($1, $0) }) { first, _ in first }
    }

    func encode(_ text: String) -> String {
        var words: [String] = []
        var run = ""
        for scalar in text.unicodeScalars {
            let lower = ("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value) + 0x20) : scalar
            guard let token = scalar == " " ? "/" : tokens[lower] else {
                run.unicodeScalars.append(scalar)
                continue
            }
            if !run.isEmpty { words.append(run) }
            run = ""
            words.append(token)
        }
        if !run.isEmpty { words.append(run) }
        return words.joined(separator: " ")
    }

    func decode(_ text: String) -> String {
        var decoded = String.UnicodeScalarView()
        for word in text.unicodeScalars.split(separator: " ") {
            let word = String(Substring(word))
            if word == "/" {
                decoded.append(" ")
            } else if let scalar = scalars[word] {
                decoded.append(scalar)
            } else {
                decoded.append(contentsOf: word.unicodeScalars)
            }
        }
        return String(decoded)
    }
}
