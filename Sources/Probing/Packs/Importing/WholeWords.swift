/// Finds a text only where it is a word of its own: no letter and no digit goes on at its ends.
enum WholeWords {
    /// nil where it does not stand so.
    static func replaced(_ word: String, by other: String, in text: String) -> String? {
        var result = ""
        var rest = text[...]
        var isFound = false
        while let range = rest.firstRange(of: word) {
            let before = range.lowerBound > text.startIndex ? text[text.index(before: range.lowerBound)] : nil
            let after = range.upperBound < text.endIndex ? text[range.upperBound] : nil
            guard !isJoined(before, word.first), !isJoined(word.last, after) else {
                // One character further: the next one may overlap it.
                let next = text.index(after: range.lowerBound)
                result += text[rest.startIndex..<next]
                rest = text[next...]
                continue
            }
            isFound = true
            result += rest[..<range.lowerBound] + other
            rest = text[range.upperBound...]
        }
        return isFound ? result + rest : nil
    }

    /// Whether two characters side by side belong to one word. Scripts that write no spaces do not join.
    private static func isJoined(_ one: Character?, _ other: Character?) -> Bool {
        guard let one, let other else { return false }
        return isInWord(one) && isInWord(other)
    }

    private static func isInWord(_ character: Character) -> Bool {
        guard character.isLetter || character.isNumber, let scalar = character.unicodeScalars.first?.value else {
            return false
        }
        switch scalar {
        // Thai, Lao, Myanmar, Khmer; kana and Han.
        case 0xE00...0xEFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF:
            return false
        default: return true
        }
    }
}
