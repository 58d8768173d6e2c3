import JSON
import Testing

@Suite("Canonical value")
struct CanonicalValueTests {
    @Test("orders keys by UTF-16 code units: the example of RFC 8785, section 3.2.3")
    func order() {
        let value = CanonicalValue.object([
            "\u{20AC}": .string("Euro Sign"), "\r": .string("Carriage Return"),
            "\u{FB33}": .string("Hebrew Letter Dalet With Dagesh"), "1": .string("One"),
            "\u{1F600}": .string("Emoji: Grinning Face"), "\u{80}": .string("Control"),
            "\u{F6}": .string("Latin Small Letter O With Diaeresis"),
        ])
        #expect(
            text(value)
                == #"{"\r":"Carriage Return","1":"One","\#u{80}":"Control","ö":"Latin Small Letter O With Diaeresis","#
                + #""€":"Euro Sign","😀":"Emoji: Grinning Face","\#u{FB33}":"Hebrew Letter Dalet With Dagesh"}"#
        )
    }

    @Test("escapes as little as it may: the string of RFC 8785, section 3.2.2.2")
    func escapes() {
        #expect(text(.string("\u{20AC}$\u{0F}\nA'\u{42}\u{22}\u{5C}\\\"/")) == #""€$\u000f\nA'B\"\\\\\"/""#)
        #expect(text(.string("\u{8}\t\n\u{C}\r\u{1F}\u{7F}")) == "\"\\b\\t\\n\\f\\r\\u001f\u{7F}\"")
    }

    @Test(
        "writes integers that a double cannot hold as text, and reads them back",
        arguments: [
            (0, "0"), (-1, "-1"), (9_007_199_254_740_991, "9007199254740991"),
            (9_007_199_254_740_992, #""9007199254740992""#), (-9_007_199_254_740_992, #""-9007199254740992""#),
            (Int.max, #""9223372036854775807""#), (Int.min, #""-9223372036854775808""#),
        ]
    )
    func integers(value: Int, expected: String) throws {
        #expect(text(.integer(value)) == expected)
        #expect(CanonicalValue(try JSONValue(parsing: Array(expected.utf8)))?.integer == value)
    }

    @Test("a small number in quotes stays text", arguments: ["1", "+9007199254740993", "09007199254740993", "x"])
    func quoted(text: String) {
        #expect(CanonicalValue.string(text).integer == nil)
    }

    @Test(
        "has no place for fractions, nor for keys that only Unicode calls equal",
        arguments: ["1.5", "[1e2]", #"{"a":{"b":0.1}}"#, "{\"\u{E9}\":1,\"e\u{301}\":2}"]
    )
    func refuses(text: String) throws {
        #expect(CanonicalValue(try JSONValue(parsing: Array(text.utf8))) == nil)
    }

    private func text(_ value: CanonicalValue) -> String { String(decoding: value.bytes, as: UTF8.self) }
}
