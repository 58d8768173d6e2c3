/// The part of an answer that states the result: what follows the last "answer is" in any of our languages, or else the last line
/// that says something.
struct FinalStatement {
    var text: String
    /// Whether a word said that this is the answer.
    var isMarked: Bool

    init(_ answer: String) {
        let scalars = Array(answer.unicodeScalars)
        let lowered = scalars.map { $0.properties.lowercaseMapping.unicodeScalars.first ?? $0 }
        if let end = Self.markEnd(in: lowered) {
            let rest = scalars[end...].drop { $0.properties.isWhitespace || Self.marks.contains($0) }
            let line = rest.prefix { $0 != "\n" }
            if line.contains(where: { $0.properties.isAlphabetic || $0.properties.numericType != nil }) {
                text = String(String.UnicodeScalarView(line))
                isMarked = true
                return
            }
        }
        let lines = answer.split(separator: "\n").filter { $0.contains { $0.isLetter || $0.isNumber } }
        text = String(lines.last ?? "")
        isMarked = false
    }

    private static let marks: Set<Unicode.Scalar> = [
        ":", "*", "_", "=", "-", "–", "—", ">", "#", "\"", "'", "`", "$", "≈", "।",
    ]

    /// Mostly the noun; what stands between it and the answer ("is", "to the question is") is passed by whoever reads.
    private static let words = [
        "final answer", "correct answer", "the answer", "answer is", "answer:", "answer**", "####", "\\boxed{",
        "result is", "total is",
        "correct option", "correct choice", "उत्तर", "जवाब", "उत्तर है", "উত্তর", "பதில்", "விடை", "సమాధానం", "జవాబు",
    ].map { Array($0.unicodeScalars) }

    private static func markEnd(in text: [Unicode.Scalar]) -> Int? {
        var best: Int?
        for word in words where text.count >= word.count {
            for start in stride(from: text.count - word.count, through: 0, by: -1) where text[start] == word[0] {
                guard text[start..<(start + word.count)].elementsEqual(word) else { continue }
                best = max(best ?? 0, start + word.count)
                break
            }
        }
        return best
    }
}
