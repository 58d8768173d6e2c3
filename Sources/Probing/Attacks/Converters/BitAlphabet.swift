/// Bytes as digits of a power of two: the shape that RFC 4648 gives base 64, base 32 and base 16.
struct BitAlphabet: Sendable {
    /// How many bits one digit carries.
    let bits: Int
    let digits: [UInt8]
    /// Digits come in groups of that many, filled up with `=`; 1: no filling.
    let group: Int

    static let base64 = BitAlphabet(
        bits: 6,
        digits: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
        group: 4
    )
    static let base32 = BitAlphabet(bits: 5, digits: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", group: 8)
    static let base16 = BitAlphabet(bits: 4, digits: "0123456789abcdef", group: 1)

    private init(bits: Int, digits: String, group: Int) {
        self.bits = bits
        self.digits = Array(digits.utf8)
        self.group = group
    }

    func encode(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        var buffer = 0
        var held = 0
        for byte in bytes {
            buffer = buffer << 8 | Int(byte)
            held += 8
            while held >= bits {
                held -= bits
                text.append(digits[buffer >> held & (1 << bits - 1)])
            }
            buffer &= 1 << held - 1
        }
        if held > 0 { text.append(digits[buffer << (bits - held) & (1 << bits - 1)]) }
        while text.count % group != 0 { text.append(Self.filling) }
        return String(decoding: text, as: UTF8.self)
    }

    /// nil for a foreign digit, for filling that is missing or too much, and for bits left over that are not zero: one
    /// text for one value (RFC 4648, section 3.5).
    func decode(_ text: String) -> [UInt8]? {
        let signs = Array(text.utf8)
        guard signs.count % group == 0 else { return nil }
        let end = signs.lastIndex { $0 != Self.filling }.map { $0 + 1 } ?? 0
        guard signs.count - end < group else { return nil }
        var bytes: [UInt8] = []
        var buffer = 0
        var held = 0
        for sign in signs[..<end] {
            guard let value = digits.firstIndex(of: sign) else { return nil }
            buffer = buffer << bits | value
            held += bits
            if held >= 8 {
                held -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> held))
            }
            buffer &= 1 << held - 1
        }
        guard held < bits, buffer == 0 else { return nil }
        return bytes
    }

    private static let filling = UInt8(ascii: "=")
}
