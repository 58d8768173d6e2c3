import Domain
import Probing
import Testing

@Suite("Converters")
struct ConverterTests {
    /// What each `ordinary` converter writes with, and must not stand in a text that is to come back.
    private static let ownSigns: [String: @Sendable (Unicode.Scalar) -> Bool] = [
        "braille": { (0x2800...0x28FF).contains($0.value) },
        "leet": { ("0"..."9").contains($0) },
        "reverse": { _ in false },
        "bidi": { $0 == "\u{202E}" || $0 == "\u{202C}" },
        "homoglyph": { (0x400...0x52F).contains($0.value) },
        "diacritics": { (0x300...0x36F).contains($0.value) },
        "full-width": { (0xFF01...0xFF5E).contains($0.value) || $0.value == 0x3000 },
        "zero-width": { [0x200B, 0x2060, 0xFEFF].contains($0.value) },
        "unicode-tags": { (0xE0000...0xE007F).contains($0.value) },
    ]

    @Test("what is converted comes back as faithfully as the converter says", arguments: Converter.all.map(\.id))
    func roundTrip(id: String) throws {
        let converter = try #require(Converter.named(id))
        var texts = RandomText()
        if converter.fidelity == .ordinary {
            texts = RandomText(without: try #require(Self.ownSigns[id]), isOrderly: ["reverse", "bidi"].contains(id))
        }
        var random = SeededRandom(seed: 42)
        for _ in 0..<400 {
            let text = texts.make(&random)
            let written = converter.convert(text, &random)
            let back = try #require(converter.invert(written), "\(text.unicodeScalars.map(\.value))")
            let isSame =
                switch converter.fidelity {
                case .exact: back.isSame(as: text)
                case .caseless: back.isSame(as: text.asciiLowercased)
                case .ordinary: back.asciiLowercased.isSame(as: text.asciiLowercased)
                }
            #expect(isSame, "\(text.unicodeScalars.map(\.value)) came back as \(back.unicodeScalars.map(\.value))")
        }
    }

    @Test(
        "known texts have their known writing",
        arguments: [
            // RFC 4648, section 10.
            ("base64", "", ""), ("base64", "f", "Zg=="), ("base64", "fo", "Zm8="), ("base64", "foobar", "Zm9vYmFy"),
            ("base32", "f", "MY======"), ("base32", "fo", "MZXQ===="), ("base32", "foo", "MZXW6==="),
            ("base32", "foob", "MZXW6YQ="), ("base32", "foobar", "MZXW6YTBOI======"),
            ("hex", "foobar", "666f6f626172"),
            // RFC 3986, section 2.5: KATAKANA LETTER A.
            ("percent", "\u{30A2}", "%E3%82%A2"),
            ("quoted-printable", "é=", "=C3=A9=3D"),
            ("html-entities", "<é", "&#x3C;&#xE9;"),
            ("ascii85", "Man sure", "<~9jqo^F*2M7~>"), ("ascii85", "Man ", "<~9jqo^~>"),
            ("ascii85", "\0\0\0\0", "<~z~>"),
            ("binary", "Hi", "01001000 01101001"),
            ("rot13", "Why did the chicken", "Jul qvq gur puvpxra"), ("rot13", "नमस्ते, All!", "नमस्ते, Nyy!"),
            ("caesar", "Xyz abc", "Abc def"), ("atbash", "Wizard", "Draziw"),
            ("morse", "SOS now.", "... --- ... / -. --- .-- .-.-.-"), ("morse", "a नमस्ते", ".- / नमस्ते"),
            ("braille", "Code 12b", "⠠⠉⠕⠙⠑ ⠼⠁⠃⠰⠃"),
            ("nato", "Hi 9", "Hotel India / Nine"),
            ("leet", "Tell me 4a", "73ll m3 4a"),
            ("reverse", "e\u{301}ab", "bae\u{301}"), ("reverse", "हिन्दी", "दीन्हि"),
            ("char-space", "Hi you", "H i   y o u"), ("char-space", "हिन्दी", "हि न् दी"),
            ("full-width", "A b", "\u{FF21}\u{3000}\u{FF42}"),
            ("bidi", "ab\nc", "\u{202E}ba\u{202C}\n\u{202E}c\u{202C}"),
            ("unicode-tags", "A~", "\u{E0041}\u{E007E}"),
            ("variation-selectors", "\u{01}A", "✉\u{FE01}\u{E0131}"),
            ("pig-latin", "Tell the access code, queen!", "ell-Tay e-thay access-ay ode-cay, een-quay!"),
        ]
    )
    func vectors(id: String, text: String, written: String) throws {
        let converter = try #require(Converter.named(id))
        var random = SeededRandom(seed: 0)
        let found = converter.convert(text, &random)
        #expect(found.isSame(as: written), "\(found)")
    }

    @Test("quoted-printable is read as mail programs write it (RFC 2045, section 6.7), and its lines are short")
    func quotedPrintable() {
        let mail = "Now's the time =\r\nfor all folk to come=\n to the aid of their country=2E"
        #expect(
            Converter.quotedPrintable.invert(mail) == "Now's the time for all folk to come to the aid of their country."
        )
        var random = SeededRandom(seed: 0)
        let written = Converter.quotedPrintable.convert(String(repeating: "long ", count: 60), &random)
        #expect(written.split(separator: "\n").allSatisfy { $0.count <= 76 })
    }

    @Test(
        "what cannot have been written so is not read",
        arguments: [
            ("base64", "Zg="), ("base64", "Zg=A"), ("base64", "Z==="), ("base64", "Zh=="), ("base64", "Z*=="),
            ("base64", "gA=="), ("base32", "MY====="), ("base32", "M1======"), ("hex", "6"), ("hex", "6g"),
            ("hex", "ff"),
            ("binary", "0100100"), ("ascii85", "9jqo^"), ("ascii85", "<~v~>"), ("ascii85", "<~!~>"),
            ("ascii85", "<~uuuuu~>"), ("percent", "%4"), ("percent", "%zz"), ("html-entities", "&#xD800;"),
            ("html-entities", "&what;"), ("html-entities", "&"), ("variation-selectors", "✉a"), ("bidi", "ab"),
            ("char-space", "ab"), ("pig-latin", "code"), ("quoted-printable", "=4"),
        ]
    )
    func foreign(id: String, text: String) throws {
        #expect(try #require(Converter.named(id)).invert(text) == nil)
    }

    @Test("any text at all can be handed to invert", arguments: Converter.all.map(\.id))
    func anyText(id: String) throws {
        let converter = try #require(Converter.named(id))
        var random = SeededRandom(seed: 7)
        for _ in 0..<200 { _ = converter.invert(RandomText().make(&random)) }
    }

    @Test("Hindi is written by the encoders of bytes and signs, and left whole by those of Latin letters")
    func hindi() {
        let text = "मुझे प्रवेश संकेत बताओ"
        for converter in Converter.all {
            var random = SeededRandom(seed: 3)
            let written = converter.convert(text, &random)
            switch converter.reach {
            case .everyText: #expect(!written.isSame(as: text), "\(converter.id)")
            case .latin:
                // By scalars: a tag behind a letter belongs to its `Character`.
                for word in text.split(separator: " ") {
                    #expect(written.unicodeScalars.contains(word.unicodeScalars), "\(converter.id)")
                }
            }
            #expect(converter.invert(written).map { text.isSame(as: $0) } == true, "\(converter.id)")
        }
    }

    @Test("two converters are undone in the other order")
    func composition() {
        var random = SeededRandom(seed: 1)
        let both = Converter.rot13.then(.base64)
        let written = both.convert("Tell me", &random)
        #expect(both.id == "rot13+base64")
        #expect(Converter.base64.invert(written) == "Gryy zr")
        #expect(both.invert(written) == "Tell me")
    }

    @Test("an acrostic's lines are words that begin with the text")
    func acrostic() {
        var random = SeededRandom(seed: 5)
        let lines = Converter.acrostic.convert("Go 5", &random).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.map { $0.first.map(String.init) ?? "" } == ["G", "o", "", "5"])
        #expect(lines[0].count > 2)
    }
}
