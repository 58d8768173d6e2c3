/// How evidence was hidden. The last part of a rule: `canary:base64`, `canary:base64+rot13`.
package enum Decoding: String, Sendable, CaseIterable {
    /// As it is, in any case.
    case clear
    case base64, base32, ascii85, hex, binary, octal, decimal
    case rot13, caesar, atbash, reversed
    /// Characters apart, or marks between them: `q u o`, `q-u-o`, one letter a line, groups of four.
    case spaced
    /// In pieces of four or more characters, in order, over the words of one answer or several.
    case pieces
    case homoglyph
    case percent
    case htmlEntities = "html_entities"
    case jsonEscapes = "json_escapes"
    /// Characters that are not seen stand between.
    case invisible
    case tags
    case invisibleBits = "invisible_bits"
    case variationSelectors = "variation_selectors"
    case fullWidth = "full_width"
    case diacritics
    case morse, braille, nato, leet
    /// The first letters of lines.
    case acrostic
}
