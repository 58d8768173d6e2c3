import JSON
import Testing

@Suite("JSON value")
struct JSONValueTests {
    @Test(
        "keeps the order of keys and the text of numbers",
        arguments: [
            #"{"b":1.0,"a":[1e5,-0,{"z":null,"y":true}],"":""}"#, "12345678901234567890.1000", "[]", "{}", #"[[],{}]"#,
            #"{"é":"😀\n\u0001"}"#,
        ]
    )
    func roundTrip(text: String) throws {
        let value = try JSONValue(parsing: Array(text.utf8))
        #expect(String(decoding: value.bytes, as: UTF8.self) == text)
        #expect(try JSONValue(parsing: Array(value.indented.utf8)) == value)
    }

    @Test("leaves unknowns out and finds what is there")
    func looking() throws {
        let value = JSONValue.object(("a", .integer(1)), ("b", nil), ("c", .array([.bool(true), .null])))
        #expect(String(decoding: value.bytes, as: UTF8.self) == #"{"a":1,"c":[true,null]}"#)
        #expect(value["a"]?.integer == 1)
        #expect(value["b"] == nil)
        #expect(value["c"]?.elements?.first?.bool == true)
        #expect(value["a"]?["a"] == nil)
    }

    @Test("text is escaped alike into an array and into a buffer, wherever the special character stands")
    func escaping() {
        for special in ["\"", "\\", "\n", "\u{1}", "\u{1F}", "é", "\u{7F}", " "] {
            for length in 0..<20 {
                for offset in 0...length {
                    let plain = String(repeating: "x", count: length)
                    let text = plain.prefix(offset) + special + plain.dropFirst(offset)
                    var appended: [UInt8] = []
                    JSONEscaping.append(String(text), to: &appended)
                    var buffer = [UInt8](repeating: 0, count: JSONEscaping.maximumLength(String(text)))
                    let count = buffer.withUnsafeMutableBytes { JSONEscaping.write(String(text), to: $0) }
                    #expect(Array(buffer.prefix(count)) == appended)
                    #expect((try? JSONValue(parsing: appended))?.string == String(text))
                }
            }
        }
    }

    @Test("is indented for people")
    func indented() throws {
        let value = try JSONValue(parsing: Array(#"{"a":[1,{}],"b":[]}"#.utf8))
        #expect(value.indented == "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}")
    }
}
