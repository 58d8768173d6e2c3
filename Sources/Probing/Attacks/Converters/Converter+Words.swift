/// Writing that puts words, dots or cells in the place of letters.
extension Converter {
    package static let morse = Converter(
        id: "morse",
        name: "Morse code",
        reading: "a space between letters, a slash between words",
        fidelity: .caseless,
        reach: .latin,
        forward: { text, _ in TokenCode.morse.encode(text) },
        backward: { TokenCode.morse.decode($0) }
    )

    package static let nato = Converter(
        id: "nato",
        name: "the radio spelling alphabet",
        reading: "each word stands for its first letter, a slash for a space",
        fidelity: .caseless,
        reach: .latin,
        forward: { text, _ in TokenCode.spelling.encode(text) },
        backward: { TokenCode.spelling.decode($0) }
    )

    package static let braille = Converter(
        id: "braille",
        name: "braille",
        reading: "uncontracted English braille, one cell for each letter",
        fidelity: .ordinary,
        reach: .latin,
        forward: { text, _ in Braille.encode(text) },
        backward: Braille.decode
    )

    package static let acrostic = Converter(
        id: "acrostic",
        name: "an acrostic",
        reading: "the first signs of the lines, read downwards; an empty line is a space",
        fidelity: .exact,
        reach: .everyText,
        forward: { Acrostic.encode($0, &$1) },
        backward: Acrostic.decode
    )

    package static let pigLatin = Converter(
        id: "pig-latin",
        name: "Pig Latin",
        reading: "what stands between hyphen and \"ay\" goes back to the front of its word",
        fidelity: .exact,
        reach: .latin,
        forward: { text, _ in PigLatin.encode(text) },
        backward: PigLatin.decode
    )
}
