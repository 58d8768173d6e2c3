/// Reads what is hidden in characters that are not seen.
enum InvisibleReading {
    /// Unicode's tag characters, which repeat ASCII at U+E0000.
    static func tags(_ scalars: [UInt32]) -> [UInt32] {
        scalars.compactMap { (0xE0020...0xE007E).contains($0) ? $0 - 0xE0000 : nil }
    }

    /// A byte for each variation selector: the first sixteen for 0–15, the others for 16–255.
    static func variationSelectors(_ scalars: [UInt32]) -> [UInt32] {
        var found = PrintableRuns()
        for scalar in scalars {
            switch scalar {
            case 0xFE00...0xFE0F: found.append(UInt8(scalar - 0xFE00))
            case 0xE0100...0xE01EF: found.append(UInt8(scalar - 0xE0100 + 16))
            default: break
            }
        }
        found.end()
        return found.scalars
    }

    /// Two characters of no width for the two binary digits, eight to a byte: the pairs that tools use, each way round.
    static func bits(_ scalars: [UInt32]) -> [UInt32] {
        var found = PrintableRuns()
        for (zero, one): (UInt32, UInt32) in [(0x200B, 0x200C), (0x200C, 0x200D), (0x200B, 0x200D), (0x2062, 0x2064)] {
            let digits = scalars.compactMap { $0 == zero ? UInt8(0) : $0 == one ? UInt8(1) : nil }
            guard digits.count >= 32 else { continue }
            for flip: UInt8 in [0, 1] {
                for shift in 0..<8 {
                    var value: UInt8 = 0
                    for (place, digit) in digits.dropFirst(shift).enumerated() {
                        value = value << 1 | (digit ^ flip)
                        if place % 8 == 7 { found.append(value) }
                    }
                    found.end()
                }
            }
        }
        return found.scalars
    }
}
