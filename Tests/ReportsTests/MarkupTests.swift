import Reports
import Testing

@Suite struct MarkupTests {
    @Test(arguments: [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("]]>", "]]&gt;"),
        ("\"'&amp;", "&quot;&#39;&amp;amp;"),
        ("one\ntwo\tthree", "one&#10;two&#9;three"),
        ("\r\u{1b}[31m", "⟨U+000D⟩⟨U+001B⟩[31m"),
        ("\u{202e}evil\u{2066}", "⟨U+202E⟩evil⟨U+2066⟩"),
    ])
    func `what is put in is text`(raw: String, escaped: String) {
        let markup: Markup = "<b title=\"\(raw)\">\(raw)</b>"
        #expect(markup.source == "<b title=\"\(escaped)\">\(escaped)</b>")
    }

    @Test func `markup that is put in stays markup`() {
        let inner: Markup = "<i>\("<")</i>"
        let outer: Markup = "<p>\(inner)\([inner, inner])\(7)</p>"
        #expect(outer.source == "<p><i>&lt;</i><i>&lt;</i><i>&lt;</i>7</p>")
    }

    @Test(arguments: [
        ("plain", "plain"),
        ("a\u{0}b", "a⟨U+0000⟩b"),
        ("\u{7f}\u{85}", "⟨U+007F⟩⟨U+0085⟩"),
        ("zero\u{200b}width\u{feff}", "zero⟨U+200B⟩width⟨U+FEFF⟩"),
        ("\u{E0041}", "⟨U+E0041⟩"),
        // No characters: U+FFFE, U+1FFFF.
        (String(decoding: [0xEF, 0xBF, 0xBE, 0xF0, 0x9F, 0xBF, 0xBF], as: UTF8.self), "⟨U+FFFE⟩⟨U+1FFFF⟩"),
        // Joiners belong to Hindi and to emoji.
        ("क्\u{200d}ष 👩\u{200d}🚀", "क्\u{200d}ष 👩\u{200d}🚀"),
        ("line\nbreak\ttab", "line\nbreak\ttab"),
    ])
    func `what cannot be seen is marked`(raw: String, shown: String) {
        #expect(VisibleText.of(raw) == shown)
    }

    @Test func `a long text is cut, and says by how much`() {
        #expect(VisibleText.of("abcdef", most: 4) == "abcd… (2 more characters)")
        #expect(VisibleText.of("abcd", most: 4) == "abcd")
        #expect(VisibleText.of(String(repeating: "x", count: 100_000), most: 10).utf8.count < 60)
    }
}
