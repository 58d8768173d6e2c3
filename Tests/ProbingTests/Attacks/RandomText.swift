import Domain
import Probing

/// Texts of random Unicode for properties: every plane, marks at random places, controls and line breaks among them.
struct RandomText {
    /// Scalars that must not occur.
    var without: @Sendable (Unicode.Scalar) -> Bool = { _ in false }
    /// No mark at the beginning of a line.
    var isOrderly = false

    func make(_ random: inout SeededRandom) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<random.below(40) {
            let scalar = scalar(&random)
            let isMark = [.nonspacingMark, .spacingMark, .enclosingMark].contains(scalar.properties.generalCategory)
            let hangs = isMark || scalar == "\u{200C}" || scalar == "\u{200D}" || scalar.properties.isEmojiModifier
            let isAtStart = text.last.map { $0 == "\n" } ?? true
            if without(scalar) || (isOrderly && isAtStart && hangs) { continue }
            text.append(scalar)
        }
        return String(text)
    }

    private func scalar(_ random: inout SeededRandom) -> Unicode.Scalar {
        let ranges: [ClosedRange<UInt32>] = [
            0x20...0x7E, 0x20...0x7E, 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x00...0x1F, 0x20...0x20, 0x0A...0x0A,
            0x80...0x24F, 0x300...0x36F, 0x400...0x52F, 0x900...0x97F, 0x900...0x97F, 0x980...0x9FF, 0xB80...0xBFF,
            0x200B...0x200F, 0x2028...0x202E, 0x2800...0x28FF, 0x3000...0x30FF, 0xFE00...0xFE0F, 0xFF01...0xFF5E,
            0x1F300...0x1F64F, 0xE0000...0xE01EF, 0x00...0xD7FF, 0xE000...0x10FFFF,
        ]
        let range = random.pick(ranges)
        let value = range.lowerBound + UInt32(random.below(range.count))
        return Unicode.Scalar(value) ?? " "
    }
}

extension String {
    /// Compares by scalars: `==` takes canonically equivalent texts for the same.
    func isSame(as other: String?) -> Bool { other.map { unicodeScalars.elementsEqual($0.unicodeScalars) } ?? false }

    var asciiLowercased: String {
        var scalars = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            scalars.append(("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value) + 0x20) : scalar)
        }
        return String(scalars)
    }
}
