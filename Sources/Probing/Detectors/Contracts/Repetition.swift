/// A unit of text said again and again: what a model does that has lost the thread, or that was made to run up a bill.
///
/// A unit is up to 64 words, or up to 32 characters without regard to words (for scripts that do not space them). Lines drawn with
/// marks (`-----`) may be longer, up to `longestRule` marks. Work is linear: each length of a unit is one pass.
enum Repetition {
    static let longestRule = 200

    /// What repeats, if something stands more than `most` times in a row.
    static func first(in text: String, most: Int) -> String? {
        let words = text.split(whereSeparator: \.isWhitespace)
        if let range = first(in: words, longestUnit: 64, most: most, isRule: { $0.allSatisfy(isMark) }) {
            return words[range].joined(separator: " ")
        }
        let scalars = text.unicodeScalars.map(\.value).filter { $0 > 0x20 }
        guard
            let range = first(
                in: scalars,
                longestUnit: 32,
                most: most,
                isRule: { $0 < 0x80 && !LetterFold.isAlphanumeric(UInt8($0)) }
            )
        else { return nil }
        return Excerpt.around(range, of: scalars)
    }

    private static func isMark(_ character: Character) -> Bool { !character.isLetter && !character.isNumber }

    /// The unit (once) and nothing of its repetitions.
    private static func first<Item: Hashable>(
        in items: [Item],
        longestUnit: Int,
        most: Int,
        isRule: (Item) -> Bool
    ) -> Range<Int>? {
        guard most > 0, items.count > most else { return nil }
        for unit in 1...longestUnit where items.count > unit {
            var equal = 0
            for index in unit..<items.count {
                equal = items[index] == items[index - unit] ? equal + 1 : 0
                // `n` repetitions are `n - 1` units equal to the ones before them.
                guard equal >= unit * most else { continue }
                let start = index + 1 - unit
                if items[start...index].allSatisfy(isRule), equal < longestRule { continue }
                return start..<(index + 1)
            }
        }
        return nil
    }
}
