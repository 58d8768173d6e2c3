extension Converter {
    /// In the order in which packs and reports list them.
    package static let all: [Converter] = [
        base64, base32, hex, rot13, caesar(3), atbash, morse, braille, nato, leet, reverse, charSpace, homoglyph,
        diacritics, fullWidth, zeroWidth, bidi, unicodeTags, variationSelectors, ascii85, acrostic, pigLatin, binary,
        percent, htmlEntities, quotedPrintable,
    ]

    package static func named(_ id: String) -> Converter? { all.first { $0.id == id } }
}
