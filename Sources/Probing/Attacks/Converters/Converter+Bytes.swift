/// Encodings of UTF-8 bytes: every text of every script survives them.
extension Converter {
    package static let base64 = digits("base64", .base64, name: "Base64", reading: "standard alphabet, UTF-8 beneath")
    package static let base32 = digits("base32", .base32, name: "Base32", reading: "letters A to Z and digits 2 to 7")
    package static let hex = digits(
        "hex",
        .base16,
        name: "hexadecimal",
        reading: "two digits for each byte of UTF-8 text"
    )

    package static let binary = Converter(
        id: "binary",
        name: "binary",
        reading: "eight bits for each byte of UTF-8 text",
        fidelity: .exact,
        reach: .everyText,
        forward: { text, _ in
            text.utf8.map { byte in
                let bits = String(byte, radix: 2)
                return String(repeating: "0", count: 8 - bits.utf8.count) + bits
            }.joined(separator: " ")
        },
        backward: { text in
            var bytes: [UInt8] = []
            for word in text.split(separator: " ") {
                guard word.utf8.count == 8, let byte = UInt8(word, radix: 2) else { return nil }
                bytes.append(byte)
            }
            return String(validating: bytes, as: UTF8.self)
        }
    )

    package static let ascii85 = Converter(
        id: "ascii85",
        name: "Ascii85",
        reading: "Adobe's base 85, five signs for four bytes",
        fidelity: .exact,
        reach: .everyText,
        forward: { text, _ in Ascii85.encode(text) },
        backward: Ascii85.decode
    )

    private static func digits(_ id: String, _ alphabet: BitAlphabet, name: String, reading: String) -> Converter {
        Converter(
            id: id,
            name: name,
            reading: reading,
            fidelity: .exact,
            reach: .everyText,
            forward: { text, _ in alphabet.encode(text.utf8) },
            backward: { text in alphabet.decode(text).flatMap { String(validating: $0, as: UTF8.self) } }
        )
    }
}
