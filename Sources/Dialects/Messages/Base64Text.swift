/// Text files come as base64; Messages wants their text.
enum Base64Text {
    /// nil: not base64 (RFC 4648 §4, padding optional, line ends passed over), or not UTF-8.
    static func decode(_ base64: String) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(base64.utf8.count / 4 * 3)
        var (pending, bits): (UInt32, Int) = (0, 0)
        for byte in base64.utf8 where byte != 0x0A && byte != 0x0D {
            let value: UInt8
            switch byte {
            case 0x41...0x5A: value = byte - 0x41
            case 0x61...0x7A: value = byte - 0x61 + 26
            case 0x30...0x39: value = byte - 0x30 + 52
            case UInt8(ascii: "+"), UInt8(ascii: "-"): value = 62
            case UInt8(ascii: "/"), UInt8(ascii: "_"): value = 63
            case UInt8(ascii: "="): continue
            default: return nil
            }
            pending = pending << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: pending >> UInt32(bits)))
                pending &= (1 << UInt32(bits)) - 1
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
