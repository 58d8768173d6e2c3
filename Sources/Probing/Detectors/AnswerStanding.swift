/// Whether an answer can be counted.
enum AnswerStanding: Hashable {
    case whole
    /// The target said that it refuses, by a field.
    case refused
    case notCounted(Verdict.UnscoredReason)

    /// Bytes of UTF-8 of all parts of an answer that are read; what is longer is judged like a cut answer.
    static let longest = 1 << 20

    init(_ answer: Answer) {
        let isBlank = answer.toolCalls.isEmpty && Self.isBlank(answer.text)
        switch answer.ending {
        case .refused: self = .refused
        case .filtered: self = .notCounted(.filtered)
        // Nobody knows that an answer is whole whose end was not told, or told in words that nobody knows.
        case .length, .unknown: self = .notCounted(.cut)
        case .finished, .toolCalls:
            self = isBlank ? .notCounted(.empty) : answer.byteCount > Self.longest ? .notCounted(.cut) : .whole
        }
    }

    /// Nothing that a reader sees, though there may be tags or spaces.
    private static func isBlank(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy {
            LetterFold.ascii($0.value) == LetterFold.dropped || $0.properties.isWhitespace
        }
    }
}
