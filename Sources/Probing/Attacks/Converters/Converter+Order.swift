/// The text's own signs, in another order or at another distance. Letters keep their marks (`Clusters`).
extension Converter {
    /// A text comes back unless it begins with a mark, which then hangs on another letter.
    package static let reverse = Converter(
        id: "reverse",
        name: "mirror writing",
        reading: "the whole text stands back to front",
        fidelity: .ordinary,
        reach: .everyText,
        forward: { text, _ in Clusters.reversed(text) },
        backward: Clusters.reversed
    )

    package static let charSpace = Converter(
        id: "char-space",
        name: "spaced letters",
        reading: "a space after every letter, three between words",
        fidelity: .exact,
        reach: .everyText,
        style: .disguise,
        forward: { text, _ in Clusters.joined(Array(Clusters.split(text).map { [$0] }.joined(separator: [[" "]]))) },
        backward: { text in
            var kept = String.UnicodeScalarView()
            var scalars = Array(text.unicodeScalars)[...]
            while let scalar = scalars.popFirst() {
                guard !kept.isEmpty, !Clusters.hangsOn(scalar) else {
                    kept.append(scalar)
                    continue
                }
                guard scalar == " ", let next = scalars.popFirst() else { return nil }
                kept.append(next)
            }
            return String(kept)
        }
    )

    /// Each line back to front between RIGHT-TO-LEFT OVERRIDE and POP DIRECTIONAL FORMATTING (Unicode UAX #9), so that it
    /// is shown in the right order and stored in the wrong one.
    package static let bidi = Converter(
        id: "bidi",
        name: "text with direction marks",
        reading: "each line is stored back to front and shown in its right order",
        fidelity: .ordinary,
        reach: .everyText,
        forward: { text, _ in
            lines(of: text).map { "\u{202E}" + Clusters.reversed($0) + "\u{202C}" }.joined(separator: "\n")
        },
        backward: { text in
            var kept: [String] = []
            for line in lines(of: text) {
                let inner = line.unicodeScalars.dropFirst().dropLast()
                guard line.unicodeScalars.first == "\u{202E}", line.unicodeScalars.last == "\u{202C}" else {
                    return nil
                }
                kept.append(Clusters.reversed(String(Substring(inner))))
            }
            return kept.joined(separator: "\n")
        }
    )

    private static func lines(of text: String) -> [String] {
        text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String(Substring($0)) }
    }
}
