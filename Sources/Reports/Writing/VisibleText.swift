/// Foreign text made fit to be shown: what a reader cannot see, or what would reorder or end the text around it, stands
/// there as a mark. What has a meaning in ordinary writing stays, the joiners of Indic scripts and emoji among it.
///
/// What comes out holds only characters that XML 1.0 (§2.2) allows.
package enum VisibleText {
    /// - Parameter most: characters (scalars) of the text that are shown; how many are left out is said behind them.
    package static func of(_ text: String, most: Int = .max) -> String {
        let scalars = text.unicodeScalars
        let end = scalars.index(scalars.startIndex, offsetBy: most, limitedBy: scalars.endIndex) ?? scalars.endIndex
        let left = scalars.distance(from: end, to: scalars.endIndex)
        guard left > 0 || scalars.contains(where: isMarked) else { return text }
        var shown = String.UnicodeScalarView()
        for scalar in scalars[..<end] {
            if isMarked(scalar) { shown.append(contentsOf: mark(scalar).unicodeScalars) } else { shown.append(scalar) }
        }
        return String(shown) + (left > 0 ? "… (\(left) more characters)" : "")
    }

    private static func isMarked(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0x00...0x1F, 0x7F...0x9F: true
        // Soft hyphen, Arabic letter mark, Mongolian vowel separator.
        case 0xAD, 0x61C, 0x180E: true
        // Zero-width space, direction marks and overrides, line and paragraph separators.
        case 0x200B, 0x200E, 0x200F, 0x2028...0x202E: true
        // Invisible operators, isolates, deprecated format characters.
        case 0x2060...0x206F: true
        case 0xFEFF, 0xFFF9...0xFFFB: true
        // Tags, and the variation selectors that no ordinary text holds.
        case 0xE0000...0xE007F, 0xE0100...0xE01EF: true
        case 0xFDD0...0xFDEF: true
        default: scalar.value & 0xFFFE == 0xFFFE
        }
    }

    /// `⟨U+202E⟩`. Not the control pictures of Unicode: many fonts have none.
    private static func mark(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "⟨U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "⟩"
    }
}
