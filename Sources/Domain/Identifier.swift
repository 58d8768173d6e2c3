/// A 128-bit identifier that sorts by the time it was made: 48 bits of Unix milliseconds, then 80 random bits
/// (the layout of a ULID), written as 26 characters of Crockford's base 32 in lower case.
package struct Identifier: Sendable, Hashable, Comparable {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// - Parameter milliseconds: since 1970, UTC; only its low 48 bits are kept.
    package init(milliseconds: UInt64, random: UInt64, moreRandom: UInt64) {
        high = milliseconds << 16 | random & 0xFFFF
        low = moreRandom
    }

    /// The earliest identifier of a millisecond: the lower bound of a search by time.
    package static func first(ofMillisecond milliseconds: UInt64) -> Identifier {
        Identifier(high: milliseconds << 16, low: 0)
    }

    package var milliseconds: UInt64 { high >> 16 }

    package static func < (left: Identifier, right: Identifier) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }

    package var text: String {
        String(unsafeUninitializedCapacity: Self.length) { buffer in
            write(into: UnsafeMutableRawBufferPointer(buffer))
            return Self.length
        }
    }

    package static let length = 26

    /// Writes the 26 ASCII characters; the buffer must hold at least that many bytes.
    package func write(into buffer: UnsafeMutableRawBufferPointer) {
        var high = high
        var low = low
        let alphabet = Self.alphabet.utf8Start
        for index in stride(from: Self.length - 1, through: 0, by: -1) {
            buffer[index] = alphabet[Int(low & 31)]
            low = low >> 5 | high << 59
            high >>= 5
        }
    }

    /// Reads what `text` gives; nil for another length, a foreign character or a value over 128 bits.
    package init?(_ text: some StringProtocol) {
        let bytes = text.utf8
        guard bytes.count == Self.length, let first = bytes.first, first <= UInt8(ascii: "7") else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for byte in bytes {
            guard let value = (0..<32).first(where: { Self.alphabet.utf8Start[$0] == byte }) else { return nil }
            high = high << 5 | low >> 59
            low = low << 5 | UInt64(value)
        }
        self.init(high: high, low: low)
    }

    private static var alphabet: StaticString { "0123456789abcdefghjkmnpqrstvwxyz" }
}
