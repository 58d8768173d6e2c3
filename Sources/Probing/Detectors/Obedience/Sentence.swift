/// The words of one sentence, as `PhraseText` writes them out, and where clauses end.
struct Sentence {
    struct Word {
        var text: String
        /// Scalars of the text before it.
        var offset: Int
        /// A comma, colon, semicolon, dash, bracket or the sentence's end follows.
        var endsClause: Bool
    }

    /// Words after which a sentence without an end is parted: what is said of it further away is not meant.
    static let longest = 120

    private(set) var words: [Word] = []

    /// A sentence ends with a line, and with a point, a question or exclamation mark that a space, a quote or the end follows.
    static func all(in text: String) -> [Sentence] {
        let scalars = Array(text.unicodeScalars)
        let words = PhraseText(text).words
        var sentences: [Sentence] = []
        var sentence = Sentence()
        for (index, word) in words.enumerated() {
            let next = index + 1 < words.count ? words[index + 1].offset : scalars.count
            let (isClause, isSentence) = marks(in: scalars, from: word.offset, to: next)
            let isLast = isSentence || index + 1 == words.count || sentence.words.count + 1 == longest
            sentence.words.append(Word(text: word.text, offset: word.offset, endsClause: isClause || isLast))
            if isLast {
                sentences.append(sentence)
                sentence = Sentence()
            }
        }
        return sentences
    }

    private static func marks(in scalars: [Unicode.Scalar], from start: Int, to end: Int) -> (
        clause: Bool, sentence: Bool
    ) {
        var isClause = false
        for index in start..<end {
            switch scalars[index] {
            case "\n", "\r", "\u{2028}", "\u{2029}", "।", "。": return (true, true)
            case ".", "!", "?", "…":
                let next = index + 1 < scalars.count ? scalars[index + 1] : " "
                if next.properties.isWhitespace || "\"'”’*_)`.!?".unicodeScalars.contains(next) { return (true, true) }
            case ",", ";", ":", "(", ")", "–", "—", "[", "]", "=", ">": isClause = true
            case "-": isClause = isClause || index > 0 && scalars[index - 1].properties.isWhitespace
            default: break
            }
        }
        return (isClause, false)
    }

    /// Indices of words that are this one.
    func places(of word: String) -> [Int] { words.indices.filter { words[$0].text == word } }

    /// The first index from `start` whose word is none of these, after at most `most` of them.
    func skip(_ fillers: Set<String>, from start: Int, most: Int) -> Int {
        var index = start
        while index < words.count, index - start < most, fillers.contains(words[index].text) { index += 1 }
        return index
    }

    func has(_ choices: Set<String>, in range: Range<Int>) -> Bool {
        words[range.clamped(to: 0..<words.count)].contains { choices.contains($0.text) }
    }

    func text(at index: Int) -> String { words.indices.contains(index) ? words[index].text : "" }
}
