/// Text that is not shown at all.
extension Converter {
    /// What ASCII prints, as the invisible twins in Unicode's tag block (U+E0020 to U+E007E).
    package static let unicodeTags = Converter(
        id: "unicode-tags",
        name: "Unicode tag characters",
        reading: "each letter is its invisible twin in the block from U+E0000",
        fidelity: .ordinary,
        reach: .latin,
        forward: { text, _ in
            shifted(text) { (0x20...0x7E).contains($0) ? $0 + 0xE0000 : $0 }
        },
        backward: { text in
            shifted(text) { (0xE0020...0xE007E).contains($0) ? $0 - 0xE0000 : $0 }
        }
    )

    /// Each byte of the text as one of the 256 variation selectors, behind one visible sign: U+FE00 to U+FE0F for bytes
    /// up to 15, then U+E0100 to U+E01EF.
    package static let variationSelectors = Converter(
        id: "variation-selectors",
        name: "variation selectors",
        reading: "each byte of UTF-8 text is one of the 256 selectors behind the envelope",
        fidelity: .exact,
        reach: .everyText,
        forward: { text, _ in
            var scalars = String.UnicodeScalarView([envelope])
            scalars.append(
                contentsOf: text.utf8.compactMap { Unicode.Scalar(UInt32($0) + ($0 < 16 ? 0xFE00 : 0xE0100 - 16)) }
            )
            return String(scalars)
        },
        backward: { text in
            guard text.unicodeScalars.first == envelope else { return nil }
            var bytes: [UInt8] = []
            for scalar in text.unicodeScalars.dropFirst() {
                switch scalar.value {
                case 0xFE00...0xFE0F: bytes.append(UInt8(scalar.value - 0xFE00))
                case 0xE0100...0xE01EF: bytes.append(UInt8(scalar.value - 0xE0100 + 16))
                default: return nil
                }
            }
            return String(validating: bytes, as: UTF8.self)
        }
    )

    private static let envelope: Unicode.Scalar = "✉"

    private static func shifted(_ text: String, _ move: (UInt32) -> UInt32) -> String {
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: text.unicodeScalars.map { Unicode.Scalar(move($0.value)) ?? $0 })
        return String(scalars)
    }
}
