/// The ways to break up a word that only a search for whole words must undo: a token is found through any of them anyway.
enum LetterPuzzles {
    /// `quo-kka`, `**quo**kka`, `q.u.o.k.k.a`: marks inside a word taken out.
    static func hyphenated(_ needle: Needle, in text: FoldedText) -> (Decoding, Range<Int>)? {
        let bytes = text.lowercased
        var joined: [UInt8] = []
        var places: [Int] = []
        joined.reserveCapacity(bytes.count)
        places.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            var end = index
            while end < bytes.count, isJoint(bytes[end]) { end += 1 }
            let isInside =
                end > index && index > 0 && end < bytes.count && LetterFold.isAlphanumeric(bytes[index - 1])
                && LetterFold.isAlphanumeric(bytes[end])
            if end == index { end += 1 }
            if !isInside {
                joined += bytes[index..<end]
                places += index..<end
            }
            index = end
        }
        guard joined.count < bytes.count else { return nil }
        let found = needle.patterns.first(in: joined) { range in
            (range.lowerBound == 0 || !LetterFold.isAlphanumeric(joined[range.lowerBound - 1]))
                && (range.upperBound == joined.count || !LetterFold.isAlphanumeric(joined[range.upperBound]))
        }
        return found.map {
            answer(needle, $0.pattern, text, places[$0.range.lowerBound], places[$0.range.upperBound - 1])
        }
    }

    private static func isJoint(_ byte: UInt8) -> Bool { "-_*.~`'|\\+=:".utf8.contains(byte) }

    /// Most marks and spaces between two single letters that are read together: `",` and the indent of a list in JSON.
    static let widestGap = 16

    /// Single letters with nothing but marks or spaces between them, five or more in a row, read together.
    static func spelled(_ needle: Needle, in text: FoldedText) -> (Decoding, Range<Int>)? {
        let bytes = text.lowercased
        var joined: [UInt8] = []
        var places: [Int] = []
        var last = -9
        for index in bytes.indices where LetterFold.isAlphanumeric(bytes[index]) {
            let isAlone =
                (index == 0 || !LetterFold.isAlphanumeric(bytes[index - 1]))
                && (index + 1 == bytes.count || !LetterFold.isAlphanumeric(bytes[index + 1]))
            guard isAlone else { continue }
            if index - last > widestGap + 1 {
                joined.append(0x0A)
                places.append(index)
            }
            joined.append(bytes[index])
            places.append(index)
            last = index
        }
        guard let (pattern, range) = needle.patterns.first(in: joined) else { return nil }
        return answer(needle, pattern, text, places[range.lowerBound], places[range.upperBound - 1])
    }

    /// `qu0kk4`, `$ch1$t`: whole, and with at least one sign or digit for a letter.
    static func leet(_ needle: Needle, in text: FoldedText) -> (Decoding, Range<Int>)? {
        let bytes = text.lowercased
        func isInWord(_ byte: UInt8) -> Bool { LetterFold.isAlphanumeric(byte) || LeetFold.isSign(byte) }
        func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
        let found = PatternSet([needle.leet]).first(in: bytes.map(LeetFold.fold)) { range in
            // A mark of exclamation may also end a sentence.
            (range.lowerBound == 0 || !isInWord(bytes[range.lowerBound - 1]))
                && (range.upperBound == bytes.count || !LetterFold.isAlphanumeric(bytes[range.upperBound]))
                && !bytes[range].allSatisfy(isLetter)
        }
        return found.map { (.leet, text.origin(of: $0.range)) }
    }

    /// The first letters or digits of lines.
    static func acrostic(_ needle: Needle, in text: FoldedText) -> (Decoding, Range<Int>)? {
        var initials: [UInt8] = []
        var places: [Int] = []
        var isFresh = true
        for (index, byte) in text.lowercased.enumerated() {
            if byte == 0x0A {
                isFresh = true
            } else if isFresh, LetterFold.isAlphanumeric(byte) {
                initials.append(byte)
                places.append(index)
                isFresh = false
            }
        }
        guard let (_, range) = PatternSet([needle.text]).first(in: initials) else { return nil }
        return (.acrostic, text.origin(of: places[range.lowerBound]..<(places[range.upperBound - 1] + 1)))
    }

    /// Tables and lists of single characters: a token in any row of them; a word as the whole of a numbered one, forwards or backwards.
    static func listed(_ needle: Needle, in text: FoldedText) -> (Decoding, Range<Int>)? {
        let listed = ListedCharacters(text.lowercased)
        if needle.isToken {
            let rows = listed.rows + listed.numbered
            for row in rows {
                if let (_, range) = needle.patterns.first(in: row.bytes) {
                    return (
                        .listed, text.origin(of: row.places[range.lowerBound]..<(row.places[range.upperBound - 1] + 1))
                    )
                }
            }
            return nil
        }
        let whole = [needle.text, needle.text.reversed()]
        return listed.numbered.first { whole.contains($0.bytes) }.map { row in
            (.listed, text.origin(of: (row.places.first ?? 0)..<((row.places.last ?? 0) + 1)))
        }
    }

    private static func answer(
        _ needle: Needle,
        _ pattern: Int,
        _ text: FoldedText,
        _ first: Int,
        _ last: Int
    ) -> (Decoding, Range<Int>) {
        let decoding = needle.decoding(pattern)
        return (decoding == .clear ? .spaced : decoding, text.origin(of: first..<(last + 1)))
    }
}
