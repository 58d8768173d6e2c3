/// What a string that was passed says.
extension JSONReader {
    /// The decoded text of a span.
    package func decoded(_ span: Span) -> String {
        guard span.hasEscapes else { return String(decoding: text[span.start..<span.end], as: UTF8.self) }
        return String(decoding: decodedBytes(span), as: UTF8.self)
    }

    /// Bytes of the decoded text.
    @inlinable @inline(__always)
    package func length(_ span: Span) -> Int {
        span.hasEscapes ? decodedBytes(span).count : span.end &- span.start
    }

    /// Whether the decoded span is exactly `name`.
    @inlinable @inline(__always)
    package func span(_ span: Span, is name: StaticString) -> Bool {
        guard !span.hasEscapes else { return decoded(span) == "\(name)" }
        let count = name.utf8CodeUnitCount
        guard span.end &- span.start == count, let base = text.baseAddress else { return false }
        let bytes = base + span.start
        let expected = UnsafeRawPointer(name.utf8Start)
        for index in 0..<count
        where bytes.load(fromByteOffset: index, as: UInt8.self) != expected.load(fromByteOffset: index, as: UInt8.self)
        {
            return false
        }
        return true
    }

    /// The bytes a checked span stands for.
    package func decodedBytes(_ span: Span) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(span.end - span.start)
        var index = span.start
        while index < span.end {
            guard text[index] == UInt8(ascii: "\\") else {
                bytes.append(text[index])
                index += 1
                continue
            }
            switch text[index + 1] {
            case UInt8(ascii: "b"): bytes.append(0x08)
            case UInt8(ascii: "f"): bytes.append(0x0C)
            case UInt8(ascii: "n"): bytes.append(0x0A)
            case UInt8(ascii: "r"): bytes.append(0x0D)
            case UInt8(ascii: "t"): bytes.append(0x09)
            case UInt8(ascii: "u"):
                var scalar = hex(at: index + 2)
                if scalar & 0xFC00 == 0xD800, let low = lowSurrogate(at: index + 6, before: span.end) {
                    scalar = 0x10000 + (scalar & 0x3FF) << 10 + (low & 0x3FF)
                    index += 6
                }
                // Half a pair, which strict reading does not let through, is no character.
                let character = Unicode.Scalar(scalar) ?? "\u{FFFD}"
                bytes.append(contentsOf: Array(String(character).utf8))
                index += 4
            case let other: bytes.append(other)
            }
            index += 2
        }
        return bytes
    }

    private func lowSurrogate(at index: Int, before end: Int) -> UInt32? {
        guard index + 6 <= end, text[index] == UInt8(ascii: "\\"), text[index + 1] == UInt8(ascii: "u") else {
            return nil
        }
        let value = hex(at: index + 2)
        return value & 0xFC00 == 0xDC00 ? value : nil
    }

    private func hex(at index: Int) -> UInt32 {
        var value: UInt32 = 0
        for byte in text[index..<(index + 4)] {
            value = value << 4 | UInt32(byte <= 0x39 ? byte - 0x30 : (byte | 0x20) - 0x57)
        }
        return value
    }
}
