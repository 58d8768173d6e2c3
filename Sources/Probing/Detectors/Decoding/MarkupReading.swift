import Reports

/// Takes marks of form out of a text, so that what they stand between is one again: `<b>q</b><b>u</b>`, `[i]q[/i]`, `\text{q}`.
enum MarkupReading {
    /// Longest tag that is taken out, in bytes; what is longer is no tag between two characters.
    static let longestTag = 512

    /// Empty where there is none. A tag that parts (a cell, an item, a paragraph) leaves a line's end, any other nothing.
    static func text(_ bytes: [UInt8]) -> [UInt32] {
        var scalars: [UInt32] = []
        scalars.reserveCapacity(bytes.count)
        var isChanged = false
        var index = 0
        while index < bytes.count {
            if let (end, parts) = mark(bytes, at: index) {
                if parts { scalars.append(0x0A) }
                index = end
                isChanged = true
            } else {
                scalars.append(bytes[index] == LetterFold.other ? 0xFFFD : UInt32(bytes[index]))
                index += 1
            }
        }
        return isChanged ? scalars : []
    }

    /// Where the mark that begins here ends, and whether it parts what stands on its two sides.
    private static func mark(_ bytes: [UInt8], at start: Int) -> (end: Int, parts: Bool)? {
        switch bytes[start] {
        case UInt8(ascii: "<"): tag(bytes, at: start, closing: UInt8(ascii: ">"), isKnown: { _ in true })
        case UInt8(ascii: "["): tag(bytes, at: start, closing: UInt8(ascii: "]"), isKnown: boardCodes.contains)
        case UInt8(ascii: "\\"): command(bytes, at: start)
        default: nil
        }
    }

    /// Looks no further than the next opening of the same kind, so that a row of openings costs no more than its length.
    private static func tag(
        _ bytes: [UInt8],
        at start: Int,
        closing: UInt8,
        isKnown: (String) -> Bool
    ) -> (end: Int, parts: Bool)? {
        let isEnd = start + 1 < bytes.count && bytes[start + 1] == UInt8(ascii: "/")
        let first = start + (isEnd ? 2 : 1)
        guard first < bytes.count, isLetter(bytes[first]) || bytes[first] == UInt8(ascii: "!") else { return nil }
        let limit = min(bytes.count, start + longestTag)
        var end = first
        while end < limit, bytes[end] != closing, bytes[end] != bytes[start] { end += 1 }
        guard end < limit, bytes[end] == closing else { return nil }
        let name = String(
            decoding: bytes[first..<end].prefix(10).prefix(while: isLetter).map(LetterFold.lower),
            as: UTF8.self
        )
        return isKnown(name) ? (end + 1, partingTags.contains(name)) : nil
    }

    /// `\name`, and the brace after it; one letter is an escape of JSON.
    private static func command(_ bytes: [UInt8], at start: Int) -> (end: Int, parts: Bool)? {
        var end = start + 1
        while end < bytes.count, end - start <= 24, isLetter(bytes[end]) { end += 1 }
        guard end < bytes.count, bytes[end] == UInt8(ascii: "{"), end - start > 2 else { return nil }
        return (end + 1, false)
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) }

    /// Of bulletin boards.
    private static let boardCodes: Set<String> = [
        "b", "i", "u", "s", "color", "colour", "size", "font", "code", "quote",
    ]

    private static let partingTags: Set<String> = [
        "br", "td", "th", "tr", "li", "ul", "ol", "dl", "dt", "dd", "p", "div", "hr", "table", "pre", "section", "h",
    ]
}
