/// Four bytes as five signs from `!` to `u`, `z` for four zero bytes, between `<~` and `~>` (Adobe, "PostScript Language
/// Reference", third edition, ASCII85Encode filter).
enum Ascii85 {
    static func encode(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var signs: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 4) {
            let group = bytes[start..<min(start + 4, bytes.count)]
            var value: UInt32 = 0
            for index in start..<(start + 4) { value = value << 8 | UInt32(index < bytes.count ? bytes[index] : 0) }
            if value == 0, group.count == 4 {
                signs.append(UInt8(ascii: "z"))
                continue
            }
            var five: [UInt8] = []
            for _ in 0..<5 {
                five.append(UInt8(value % 85) + first)
                value /= 85
            }
            signs += five.reversed().prefix(group.count + 1)
        }
        return "<~" + String(decoding: signs, as: UTF8.self) + "~>"
    }

    static func decode(_ text: String) -> String? {
        guard text.hasPrefix("<~"), text.hasSuffix("~>"), text.utf8.count >= 4 else { return nil }
        var bytes: [UInt8] = []
        var five: [UInt8] = []
        for sign in text.utf8.dropFirst(2).dropLast(2) {
            switch sign {
            case UInt8(ascii: "z"):
                guard five.isEmpty else { return nil }
                bytes += [0, 0, 0, 0]
            case first...UInt8(ascii: "u"):
                five.append(sign - first)
                guard five.count == 5 else { continue }
                guard let group = group(five) else { return nil }
                bytes += group
                five = []
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"): continue
            default: return nil
            }
        }
        if !five.isEmpty {
            // A last group of n signs stands for n − 1 bytes and is filled up with the highest sign.
            let filling = [UInt8](repeating: 84, count: 5 - five.count)
            guard five.count > 1, let group = group(five + filling) else { return nil }
            bytes += group.prefix(five.count - 1)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static let first = UInt8(ascii: "!")

    private static func group(_ five: [UInt8]) -> [UInt8]? {
        let value = five.reduce(UInt64(0)) { $0 * 85 + UInt64($1) }
        guard value <= UInt64(UInt32.max) else { return nil }
        return stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> UInt64($0)) }
    }
}
