/// The escapes of the web and of mail, used on every sign, so that nothing of the text is left in clear.
extension Converter {
    package static let percent = Converter(
        id: "percent",
        name: "percent-encoding",
        reading: "as in web addresses, each byte of UTF-8 as % and two digits",
        fidelity: .exact,
        reach: .everyText,
        forward: { text, _ in Escapes.escaped(text, sign: "%").joined() },
        backward: { Escapes.unescaped($0, sign: UInt8(ascii: "%"), breaks: false) }
    )

    package static let htmlEntities = Converter(
        id: "html-entities",
        name: "HTML character references",
        reading: "each sign by its number in Unicode",
        fidelity: .exact,
        reach: .everyText,
        forward: { text, _ in CharacterReferences.encode(text) },
        backward: CharacterReferences.decode
    )

    /// RFC 2045, section 6.7, rules 1 and 5: any byte may be escaped, and no line is longer than 76 signs.
    package static let quotedPrintable = Converter(
        id: "quoted-printable",
        name: "quoted-printable",
        reading: "as in mail, each byte of UTF-8 as = and two digits, a = at the end of a line joins the lines",
        fidelity: .exact,
        reach: .everyText,
        forward: { text, _ in
            let bytes = Escapes.escaped(text, sign: "=")
            return stride(from: 0, to: bytes.count, by: 25)
                .map { bytes[$0..<min($0 + 25, bytes.count)].joined() }
                .joined(separator: "=\n")
        },
        backward: { Escapes.unescaped($0, sign: UInt8(ascii: "="), breaks: true) }
    )
}
