/// W3C Trace Context, level 1: the position of a request in a trace that somebody else began.
package struct TraceParent: Sendable, Equatable {
    package var traceHigh: UInt64
    package var traceLow: UInt64
    package var span: UInt64
    package var flags: UInt8

    /// Reads `version-traceid-parentid-flags`; nil for whatever the recommendation calls invalid (§3.2.2).
    package init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= 55, bytes[2] == UInt8(ascii: "-"), bytes[35] == UInt8(ascii: "-"),
            bytes[52] == UInt8(ascii: "-"),
            let version = Self.hex(bytes, 0..<2), version != 0xFF, version != 0 || bytes.count == 55,
            bytes.count == 55 || bytes[55] == UInt8(ascii: "-"), let high = Self.hex(bytes, 3..<19),
            let low = Self.hex(bytes, 19..<35), high | low != 0, let span = Self.hex(bytes, 36..<52), span != 0,
            let flags = Self.hex(bytes, 53..<55)
        else { return nil }
        traceHigh = high
        traceLow = low
        self.span = span
        self.flags = UInt8(flags)
    }

    /// The same trace, one step further in.
    package func child(randomSpan: UInt64) -> TraceParent {
        var child = self
        child.span = max(randomSpan, 1)
        // Level 1 defines one flag and wants all others to be zero in what it writes (§3.2.2.5).
        child.flags &= 1
        return child
    }

    package var traceID: String { Self.text(traceHigh) + Self.text(traceLow) }

    package var text: String {
        let two = String(flags, radix: 16)
        return "00-\(traceID)-\(Self.text(span))-\(two.count == 1 ? "0" : "")\(two)"
    }

    /// Lower case only, as the recommendation demands.
    private static func hex(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> UInt64? {
        var value: UInt64 = 0
        for byte in bytes[range] {
            switch byte {
            case 0x30...0x39: value = value << 4 | UInt64(byte - 0x30)
            case 0x61...0x66: value = value << 4 | UInt64(byte - 0x57)
            default: return nil
            }
        }
        return value
    }

    private static func text(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
