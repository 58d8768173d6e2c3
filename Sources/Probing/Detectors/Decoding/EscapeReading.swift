/// Undoes escapes where they stand, the text around them kept. Empty where there are none.
enum EscapeReading {
    /// RFC 3986, section 2.1; bytes of UTF-8 in a row are read together.
    static func percent(_ bytes: [UInt8]) -> [UInt32] {
        read(bytes, UInt8(ascii: "%")) { rest in
            var octets: [UInt8] = []
            var used = 0
            while let octet = octet(rest.dropFirst(used)) {
                octets.append(octet)
                used += 3
            }
            guard used > 0 else { return nil }
            return (String(decoding: octets, as: UTF8.self).unicodeScalars.map(\.value), used)
        }
    }

    private static func octet(_ rest: ArraySlice<UInt8>) -> UInt8? {
        let start = rest.startIndex
        guard rest.count >= 3, rest[start] == UInt8(ascii: "%"), let high = NumberReading.hexDigit(rest[start + 1]),
            let low = NumberReading.hexDigit(rest[start + 2])
        else { return nil }
        return high << 4 | low
    }

    /// Numeric references, and the few names that matter here (HTML, section 13.5).
    static func htmlEntities(_ bytes: [UInt8]) -> [UInt32] {
        read(bytes, UInt8(ascii: "&")) { rest in
            let body = rest.dropFirst().prefix(12)
            if body.first == UInt8(ascii: "#") { return numeric(body.dropFirst()) }
            guard let end = body.firstIndex(of: UInt8(ascii: ";")),
                let scalar = names[String(decoding: body[..<end], as: UTF8.self)]
            else { return nil }
            return ([scalar], end - rest.startIndex + 1)
        }
    }

    private static let names: [String: UInt32] = [
        "amp": 0x26, "lt": 0x3C, "gt": 0x3E, "quot": 0x22, "apos": 0x27, "nbsp": 0x20, "colon": 0x3A, "sol": 0x2F,
        "period": 0x2E, "quest": 0x3F, "equals": 0x3D, "num": 0x23, "percnt": 0x25, "Tab": 0x09, "NewLine": 0x0A,
        "shy": 0xAD, "lowbar": 0x5F, "hyphen": 0x2D, "commat": 0x40,
    ]

    /// - Parameter body: what follows `&#`.
    private static func numeric(_ body: ArraySlice<UInt8>) -> ([UInt32], Int)? {
        let isHex = body.first == 0x78 || body.first == 0x58
        let radix: UInt32 = isHex ? 16 : 10
        var value: UInt32 = 0
        var digits = 0
        for byte in body.dropFirst(isHex ? 1 : 0) {
            guard let digit = NumberReading.hexDigit(byte), digit < radix, digits < 8 else { break }
            value = value &* radix &+ UInt32(digit)
            digits += 1
        }
        guard digits > 0, Unicode.Scalar(value) != nil else { return nil }
        let used = 2 + (isHex ? 1 : 0) + digits
        let next = body.dropFirst(used - 2).first
        return ([value], used + (next == UInt8(ascii: ";") ? 1 : 0))
    }

    /// RFC 8259, section 7, and the `\xHH` and `\u{…}` of programming languages.
    static func jsonEscapes(_ bytes: [UInt8]) -> [UInt32] {
        read(bytes, UInt8(ascii: "\\")) { rest in
            let body = rest.dropFirst()
            guard let kind = body.first else { return nil }
            switch kind {
            case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"): return ([0x20], 2)
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return ([UInt32(kind)], 2)
            case UInt8(ascii: "u"): return hexadecimal(body.dropFirst(), 4)
            case UInt8(ascii: "x"): return hexadecimal(body.dropFirst(), 2)
            default: return nil
            }
        }
    }

    private static func hexadecimal(_ body: ArraySlice<UInt8>, _ count: Int) -> ([UInt32], Int)? {
        let isBraced = body.first == UInt8(ascii: "{")
        let digits = (isBraced ? body.dropFirst() : body).prefix(isBraced ? 6 : count).prefix {
            NumberReading.hexDigit($0) != nil
        }
        guard isBraced ? !digits.isEmpty : digits.count == count else { return nil }
        let value = digits.reduce(UInt32(0)) { $0 << 4 | UInt32(NumberReading.hexDigit($1) ?? 0) }
        return ([Unicode.Scalar(value) == nil ? 0xFFFD : value], 2 + digits.count + (isBraced ? 2 : 0))
    }

    /// - Parameter decode: what an escape at the start of the rest stands for, and how many bytes it takes.
    private static func read(
        _ bytes: [UInt8],
        _ mark: UInt8,
        _ decode: (ArraySlice<UInt8>) -> ([UInt32], Int)?
    ) -> [UInt32] {
        guard bytes.contains(mark) else { return [] }
        var scalars: [UInt32] = []
        scalars.reserveCapacity(bytes.count)
        var isChanged = false
        var index = 0
        while index < bytes.count {
            if bytes[index] == mark, let (decoded, used) = decode(bytes[index...]) {
                scalars += decoded
                index += used
                isChanged = true
            } else {
                scalars.append(bytes[index] == LetterFold.other ? 0xFFFD : UInt32(bytes[index]))
                index += 1
            }
        }
        return isChanged ? scalars : []
    }
}
