#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The bytes of a message, and where one piece of it lies; offsets count from the start of the head.
typealias Bytes = UnsafeRawBufferPointer
typealias Piece = Range<Int>

/// Byte classes and comparisons of RFC 9110, without a table in memory and without `String`.
extension UInt8 {
    static let cr: UInt8 = 0x0D
    static let lf: UInt8 = 0x0A
    static let space: UInt8 = 0x20
    static let tab: UInt8 = 0x09
    static let colon: UInt8 = 0x3A

    @inline(__always)
    var lowercased: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }

    /// `tchar` of RFC 9110 §5.6.2.
    @inline(__always)
    var isToken: Bool {
        // One bit a character: ! # $ % & ' * + - . 0-9 in the low word, A-Z ^ _ ` a-z | ~ in the high one.
        let low: UInt64 = 0x03FF_6CFA_0000_0000
        let high: UInt64 = 0x57FF_FFFF_C7FF_FFFE
        return self < 64 ? low >> UInt64(self) & 1 == 1 : self < 128 && high >> UInt64(self & 63) & 1 == 1
    }

    /// What may stand in a field value: visible bytes, space, tab, and bytes over 127 (RFC 9110 §5.5).
    @inline(__always)
    var isFieldValue: Bool { self >= 0x20 && self != 0x7F || self == .tab }

    @inline(__always)
    var hexValue: Int? {
        switch self {
        case 0x30...0x39: Int(self) - 0x30
        case 0x41...0x46: Int(self) - 0x37
        case 0x61...0x66: Int(self) - 0x57
        default: nil
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Offset of the first `byte` at or after `start`.
    @inline(__always)
    func first(_ byte: UInt8, from start: Int) -> Int? {
        guard start < count, let base = baseAddress else { return nil }
        guard let found = memchr(base + start, Int32(byte), count - start) else { return nil }
        return UnsafeRawPointer(found) - base
    }

    /// Whether `text` stands, in its exact case, at `offset`.
    func startsWith(_ text: [UInt8], at offset: Int) -> Bool {
        guard offset + text.count <= count, let base = baseAddress else { return false }
        return text.withUnsafeBytes { $0.baseAddress.map { memcmp(base + offset, $0, text.count) == 0 } ?? true }
    }

    /// Whether the piece is `name` in any case. `name` must be lower case and made of letters, digits and `-`.
    @inline(__always)
    func equals(_ piece: Piece, _ name: StaticString) -> Bool {
        guard piece.count == name.utf8CodeUnitCount, let base = baseAddress else { return false }
        let bytes = base + piece.lowerBound
        let expected = UnsafeRawPointer(name.utf8Start)
        for index in 0..<piece.count {
            let byte = bytes.load(fromByteOffset: index, as: UInt8.self)
            // Setting bit 5 lowers letters and leaves digits and `-` alone.
            guard byte | 0x20 == expected.load(fromByteOffset: index, as: UInt8.self) else { return false }
        }
        return true
    }

    /// The piece without leading and trailing spaces and tabs.
    @inline(__always)
    func trimmed(_ piece: Piece) -> Piece {
        var lower = piece.lowerBound
        var upper = piece.upperBound
        while lower < upper, self[lower] == .space || self[lower] == .tab { lower += 1 }
        while upper > lower, self[upper - 1] == .space || self[upper - 1] == .tab { upper -= 1 }
        return lower..<upper
    }

    /// Whether every byte of the piece may stand in a field value. Eight at a time (SWAR): a word without a byte below 32
    /// and without DEL needs no closer look.
    func isFieldValue(_ piece: Piece) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        var index = piece.lowerBound
        while index + 8 <= piece.upperBound {
            let word = loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let del = word ^ (ones &* 0x7F)
            if ((word &- ones &* 0x20) & ~word | (del &- ones) & ~del) & highs != 0 {
                for byte in self[index..<(index + 8)] where !byte.isFieldValue { return false }
            }
            index += 8
        }
        for byte in self[index..<piece.upperBound] where !byte.isFieldValue { return false }
        return true
    }

    /// Whether a comma-separated list (RFC 9110 §5.6.1) has `name` as one of its tokens, in any case.
    func list(_ piece: Piece, contains name: StaticString) -> Bool {
        var start = piece.lowerBound
        while start <= piece.upperBound {
            var end = start
            while end < piece.upperBound, self[end] != UInt8(ascii: ",") { end += 1 }
            if equals(trimmed(start..<end), name) { return true }
            start = end + 1
        }
        return false
    }

    /// A decimal number of at most 18 digits; nil for anything else.
    func decimal(_ piece: Piece) -> Int? {
        guard (1...18).contains(piece.count) else { return nil }
        var value = 0
        for index in piece {
            guard case 0x30...0x39 = self[index] else { return nil }
            value = value * 10 + Int(self[index] - 0x30)
        }
        return value
    }

    /// The piece of a path with its `%XX` decoded (RFC 3986 §2.1); what is no such triplet stays as it is.
    func percentDecoded(_ piece: Piece) -> String {
        var decoded: [UInt8] = []
        var index = piece.lowerBound
        while index < piece.upperBound {
            if self[index] == UInt8(ascii: "%"), index + 2 < piece.upperBound, let high = self[index + 1].hexValue,
                let low = self[index + 2].hexValue
            {
                decoded.append(UInt8(high << 4 | low))
                index += 3
            } else {
                decoded.append(self[index])
                index += 1
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    func string(_ piece: Piece) -> String {
        String(decoding: self[piece], as: UTF8.self)
    }
}
