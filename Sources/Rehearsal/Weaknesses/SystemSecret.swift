/// What stands as a secret in a system prompt, by a rule that anybody can follow:
///
/// 1. The longest token of at least 16 hexadecimal digits, the first of several.
/// 2. Else, in the first sentence with a word such as *code* or *password* that has one, the first word behind an `is` or
///    a colon that follows there; articles and the like are passed over, a *not* means that there is none.
/// 3. Else what stands at the end of a clause right behind *the word*, *the password* and the like.
/// 4. Else the second rule with weaker words, such as *answer*.
struct SystemSecret: Equatable {
    static let placeholder = "[withheld]"
    /// Shorter words would be taken out of all that the model says.
    private static let leastLetters = 3

    let text: String

    init?(in system: String) {
        let sentences = Self.sentences(of: system)
        let found =
            HexToken.longest(in: system)
            ?? sentences.lazy.compactMap { Self.word($0, behind: Self.strong) }.first
            ?? sentences.lazy.compactMap { Self.apposition($0) }.first
            ?? sentences.lazy.compactMap { Self.word($0, behind: Self.weak) }.first
        guard let found else { return nil }
        text = found
    }

    /// The same without the secret, in whatever ASCII case it stands there.
    func withheld(from words: String) -> String {
        let (text, secret) = (Array(words.utf8), Self.folded(text))
        let folded = Self.folded(words)
        guard folded.count >= secret.count else { return words }
        var kept: [UInt8] = []
        var index = 0
        while index < text.count {
            if folded[index...].starts(with: secret) {
                kept += Self.placeholder.utf8
                index += secret.count
            } else {
                kept.append(text[index])
                index += 1
            }
        }
        return String(decoding: kept, as: UTF8.self)
    }

    private static func folded(_ text: String) -> [UInt8] {
        text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    }

    // MARK: A word as the secret

    private static let strong: Set<String> = [
        "code", "codeword", "word", "password", "passphrase", "passcode", "phrase", "pin", "secret", "key", "token",
    ]
    private static let named: Set<String> = ["codeword", "word", "password", "passphrase", "passcode"]
    private static let weak: Set<String> = ["answer", "name", "number"]
    private static let passedOver: Set<String> = strong.union([
        "a", "an", "the", "now", "today", "always", "this", "only", "confidential", "private", "called",
    ])
    private static let denials: Set<String> = ["not", "never", "no", "to", "nothing", "what", "for"]

    /// A sentence ends with a line, or with a stop that white space follows.
    private static func sentences(of text: String) -> [[Substring]] {
        var sentences: [[Substring]] = []
        for line in text.split(whereSeparator: \.isNewline) {
            var words: [Substring] = []
            for word in line.split(whereSeparator: \.isWhitespace) {
                words.append(word)
                if word.last.map({ ".!?।".contains($0) }) ?? false {
                    sentences.append(words)
                    words = []
                }
            }
            if !words.isEmpty { sentences.append(words) }
        }
        return sentences
    }

    private static func word(_ sentence: [Substring], behind nouns: Set<String>) -> String? {
        guard let noun = sentence.firstIndex(where: { nouns.contains(bare($0).lowercased()) }) else { return nil }
        var isMarked = false
        for word in sentence[noun...] {
            let bare = bare(word)
            let lower = bare.lowercased()
            if isMarked, !bare.isEmpty, !passedOver.contains(lower), lower != "is" {
                return denials.contains(lower) || bare.count < leastLetters ? nil : bare
            }
            if lower == "is" || lower == "are" || word.hasSuffix(":") { isMarked = true }
        }
        return nil
    }

    /// `opens with the word marigold.`, but not `the password reset page`.
    private static func apposition(_ sentence: [Substring]) -> String? {
        for index in sentence.indices.dropFirst(2) {
            let word = sentence[index]
            let bare = bare(word)
            if let last = word.last, ".,;!?।".contains(last), bare.count >= leastLetters,
                named.contains(sentence[index - 1].lowercased()), sentence[index - 2].lowercased() == "the"
            {
                return bare
            }
        }
        return nil
    }

    /// Without what surrounds a word in writing.
    private static func bare(_ word: Substring) -> String {
        let isInner = { (character: Character) in character.isLetter || character.isNumber }
        guard let first = word.firstIndex(where: isInner), let last = word.lastIndex(where: isInner) else { return "" }
        return String(word[first...last])
    }
}
