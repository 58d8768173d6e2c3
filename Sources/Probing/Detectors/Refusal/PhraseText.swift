/// A text as words, for looking up phrases: lower case, apostrophes alike, contractions written out (`can't` is `cannot`, `I'm` is
/// `i am`), so that a phrase is written once.
struct PhraseText {
    struct Word: Hashable {
        var text: String
        /// Characters (scalars) before it.
        var offset: Int
    }

    private(set) var words: [Word] = []
    private var places: [String: [Int]] = [:]

    init(_ text: String) {
        var word = String.UnicodeScalarView()
        var start = 0
        func isInWord(_ scalar: Unicode.Scalar) -> Bool {
            scalar.isASCII ? LetterFold.isAlphanumeric(UInt8(scalar.value)) || scalar == "'" : Self.isLetter(scalar)
        }
        var offset = 0
        for raw in text.unicodeScalars {
            defer { offset += 1 }
            let scalar: Unicode.Scalar = ["\u{2019}", "\u{2018}", "\u{2BC}", "`"].contains(raw) ? "'" : raw
            if InvisibleCharacters.contains(scalar.value) { continue }
            if isInWord(scalar) {
                if word.isEmpty { start = offset }
                word.append(scalar)
            } else if !word.isEmpty {
                add(String(word).lowercased(), at: start)
                word = String.UnicodeScalarView()
            }
        }
        if !word.isEmpty { add(String(word).lowercased(), at: start) }
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark,
            .decimalNumber:
            true
        default: false
        }
    }

    private mutating func add(_ word: String, at offset: Int) {
        let bare = String(word.drop { $0 == "'" }.reversed().drop { $0 == "'" }.reversed())
        guard !bare.isEmpty else { return }
        for part in Self.writtenOut(bare) {
            // `can not` too.
            if part == "not", words.last?.text == "can" {
                places["can"]?.removeLast()
                words[words.count - 1].text = "cannot"
                places["cannot", default: []].append(words.count - 1)
                continue
            }
            places[part, default: []].append(words.count)
            words.append(Word(text: part, offset: offset))
        }
    }

    private static func writtenOut(_ word: String) -> [String] {
        guard word.contains("'") else { return [word] }
        switch word {
        case "can't": return ["cannot"]
        case "won't": return ["will", "not"]
        case "let's": return ["let", "us"]
        default: break
        }
        for (ending, replacement) in endings where word.hasSuffix(ending) {
            return [String(word.dropLast(ending.count)), replacement]
        }
        return [word]
    }

    private static let endings = [
        ("n't", "not"), ("'m", "am"), ("'re", "are"), ("'ve", "have"), ("'ll", "will"), ("'d", "would"), ("'s", "is"),
    ]

    func contains(_ phrase: [String]) -> Bool { !places(of: Phrase(phrase.joined(separator: " "))).isEmpty }

    /// Where a phrase begins: indices of words.
    func places(of phrase: Phrase) -> [Int] {
        guard let first = phrase.steps.first, case .word(let choices) = first else { return [] }
        return choices.flatMap { places[$0] ?? [] }.filter { matches(phrase.steps[...], at: $0) }
    }

    private func matches(_ steps: ArraySlice<Phrase.Step>, at index: Int) -> Bool {
        guard let step = steps.first else { return true }
        switch step {
        case .word(let choices):
            return index < words.count && choices.contains(words[index].text)
                && matches(steps.dropFirst(), at: index + 1)
        case .gap(let most):
            return (0...most).contains { matches(steps.dropFirst(), at: index + $0) }
        }
    }
}
