/// Texts in which a sign announces a byte as two hexadecimal digits.
enum Escapes {
    /// Every byte of the text, each as `sign` and two digits in capitals (RFC 3986, section 2.1; RFC 2045, section 6.7).
    static func escaped(_ text: String, sign: String) -> [String] {
        text.utf8.map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            return sign + (byte < 16 ? "0" : "") + digits
        }
    }

    /// Bytes without a sign before them stand for themselves.
    /// - Parameter breaks: whether the sign at the end of a line takes the line break away.
    /// - Returns: nil where digits are missing, or where the bytes are no UTF-8.
    static func unescaped(_ text: String, sign: UInt8, breaks: Bool) -> String? {
        let signs = Array(text.utf8)
        var bytes: [UInt8] = []
        var index = 0
        while index < signs.count {
            guard signs[index] == sign else {
                bytes.append(signs[index])
                index += 1
                continue
            }
            if breaks, let length = lineBreak(signs[(index + 1)...]) {
                index += 1 + length
                continue
            }
            guard index + 2 < signs.count, let high = digit(signs[index + 1]), let low = digit(signs[index + 2]) else {
                return nil
            }
            bytes.append(high << 4 | low)
            index += 3
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func lineBreak(_ rest: ArraySlice<UInt8>) -> Int? {
        if rest.first == UInt8(ascii: "\n") { return 1 }
        return rest.starts(with: [UInt8(ascii: "\r"), UInt8(ascii: "\n")]) ? 2 : nil
    }

    private static func digit(_ sign: UInt8) -> UInt8? {
        switch sign {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): sign - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): sign - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): sign - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
