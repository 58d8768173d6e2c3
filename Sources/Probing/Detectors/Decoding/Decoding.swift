/// How evidence was hidden. The last part of a rule: `canary:base64`, `canary:base64+rot13`.
package enum Decoding: String, Sendable, CaseIterable {
    /// As it is, in any case.
    case clear
    case base64, base32, ascii85, hex, binary, octal, decimal
    case rot13, caesar, atbash, reversed
    /// Characters apart, or marks between them: `q u o`, `q-u-o`, one letter a line, groups of four.
    case spaced
    /// One by one, with places, letters or words between: tables, numbered lists, "the first is 3, the second is f".
    case listed
    /// With marks of form between: `<b>q</b><b>u</b>`.
    case markup
    /// In pieces of four or more characters, in any order, over the words of one answer or several and what they decode to.
    case pieces
    /// Not quite whole: twenty characters in a row of a random token, or two of them wrong, missing or too many.
    case near
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
