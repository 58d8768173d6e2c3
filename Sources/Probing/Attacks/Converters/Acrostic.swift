import Domain

/// A text that stands in the first signs of lines: a word for each letter, the sign itself for anything else, an empty
/// line for a space. A line of `¶` alone is a line break.
enum Acrostic {
    static func encode(_ text: String, _ random: inout SeededRandom) -> String {
        var lines: [String] = []
        for scalar in text.unicodeScalars {
            switch scalar {
            case " ": lines.append("")
            case "\n": lines.append("¶")
            case "¶": lines.append("¶ sign")
            default:
                let isCapital = ("A"..."Z").contains(scalar)
                let lower = isCapital ? Unicode.Scalar(UInt8(scalar.value) + 0x20) : scalar
                guard let words = Vocabulary.byInitial[lower] else {
                    lines.append(String(Character(scalar)))
                    continue
                }
                let word = random.pick(words)
                lines.append(isCapital ? String(Character(scalar)) + word.dropFirst() : word)
            }
        }
        return lines.joined(separator: "\n")
    }

    static func decode(_ text: String) -> String? {
        guard !text.isEmpty else { return "" }
        var decoded = String.UnicodeScalarView()
        for line in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.elementsEqual(["¶"]) {
                decoded.append("\n")
            } else {
                decoded.append(line.first ?? " ")
            }
        }
        return String(decoded)
    }
}
