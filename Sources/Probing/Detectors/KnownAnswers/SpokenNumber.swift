/// Numbers as people write them: digits of any script, grouped by commas, spaces or low lines in any way (1,23,456), a sign, a point
/// with decimals. A comma is never a decimal mark.
struct SpokenNumber: Hashable {
    /// Without groups, without noughts that mean nothing: `-123456.5`.
    var text: String
    /// Indices into the folded text.
    var range: Range<Int>

    static func all(in text: FoldedText) -> [SpokenNumber] {
        let bytes = text.bytes
        func isDigit(_ index: Int) -> Bool { bytes.indices.contains(index) && (0x30...0x39).contains(bytes[index]) }
        var numbers: [SpokenNumber] = []
        var index = 0
        while index < bytes.count {
            guard isDigit(index) else {
                index += 1
                continue
            }
            var end = index
            var digits: [UInt8] = []
            var hasPoint = false
            while end < bytes.count {
                if isDigit(end) {
                    digits.append(bytes[end])
                } else if bytes[end] == UInt8(ascii: "."), !hasPoint, isDigit(end + 1) {
                    hasPoint = true
                    digits.append(bytes[end])
                } else if !hasPoint, isSeparator(bytes, end) {
                    // A group goes on.
                } else {
                    break
                }
                end += 1
            }
            let isPartOfWord =
                index > 0 && isLetter(bytes[index - 1])
                || end < bytes.count && isLetter(bytes[end]) && !isUnit(bytes, end)
            let isNegative =
                index > 0 && bytes[index - 1] == UInt8(ascii: "-")
                && (index == 1 || !LetterFold.isAlphanumeric(bytes[index - 2]) && bytes[index - 2] != 0x29)
            if !isPartOfWord { numbers.append(SpokenNumber(text: plain(digits, isNegative), range: index..<end)) }
            index = max(end, index + 1)
        }
        return numbers
    }

    /// Between groups: a comma or low line before two or three digits, a space before exactly three.
    private static func isSeparator(_ bytes: [UInt8], _ index: Int) -> Bool {
        let digits = bytes[(index + 1)...].prefix { (0x30...0x39).contains($0) }.prefix(4).count
        switch bytes[index] {
        case UInt8(ascii: ","), UInt8(ascii: "_"): return digits == 2 || digits == 3
        case UInt8(ascii: "'"), 0x20: return digits == 3 && index > 0 && (0x30...0x39).contains(bytes[index - 1])
        default: return false
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }

    /// `12kg`: at most three letters after a number are its unit, not a word that begins with it.
    private static func isUnit(_ bytes: [UInt8], _ index: Int) -> Bool {
        bytes[index...].prefix { LetterFold.isAlphanumeric($0) }.prefix(4).count <= 3
    }

    private static func plain(_ digits: [UInt8], _ isNegative: Bool) -> String {
        let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let whole = (parts.first ?? []).drop { $0 == 0x30 }
        var decimals = parts.count > 1 ? Array(parts[1]) : []
        while decimals.last == 0x30 { decimals.removeLast() }
        var text = whole.isEmpty ? "0" : String(decoding: whole, as: UTF8.self)
        if !decimals.isEmpty { text += "." + String(decoding: decimals, as: UTF8.self) }
        return isNegative && text != "0" ? "-" + text : text
    }
}
