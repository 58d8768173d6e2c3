import JSON
import Testing

@testable import Rehearsal

@Suite("Schema example")
struct SchemaExampleTests {
    @Test(
        "a value is made for each keyword that tools use",
        arguments: [
            (#"{"type":"string"}"#, #""rehearsal""#),
            (#"{"type":"string","minLength":12}"#, #""rehearsalxxx""#),
            (#"{"type":"string","maxLength":4}"#, #""rehe""#),
            (#"{"type":"string","format":"date"}"#, #""2026-01-01""#),
            (#"{"type":"integer"}"#, "1"), (#"{"type":"integer","minimum":5}"#, "5"),
            (#"{"type":"integer","exclusiveMinimum":5}"#, "6"), (#"{"type":"integer","maximum":-3}"#, "-3"),
            (#"{"type":"integer","minimum":2,"multipleOf":7}"#, "7"),
            (#"{"type":"number","minimum":0.2,"maximum":0.4}"#, "0.30000000000000004"),
            (#"{"type":"boolean"}"#, "true"), (#"{"type":"null"}"#, "null"),
            (#"{"type":["null","integer"]}"#, "1"), (#"{"enum":["b","a"]}"#, #""b""#), (#"{"const":7}"#, "7"),
            (#"{"type":"array","items":{"type":"integer"}}"#, "[]"),
            (#"{"type":"array","minItems":2,"items":{"type":"integer"}}"#, "[1,1]"),
            (#"{"anyOf":[{"type":"boolean"},{"type":"null"}]}"#, "true"),
            (#"{"required":["a"],"properties":{"a":{"type":"integer"},"b":{"type":"string"}}}"#, #"{"a":1}"#),
            (#"{"required":["a"]}"#, #"{"a":"rehearsal"}"#), ("{}", "{}"),
            (
                ##"{"$defs":{"d/e":{"type":"integer"}},"required":["a"],"properties":{"a":{"$ref":"#/$defs/d~1e"}}}"##,
                #"{"a":1}"#
            ),
            (
                #"{"allOf":[{"required":["a"],"properties":{"a":{"type":"integer"}}},{"required":["b"]}]}"#,
                #"{"a":1,"b":"rehearsal"}"#
            ),
        ]
    )
    func keyword(schema: String, expected: String) throws {
        let value = SchemaExample.value(for: try JSONValue(parsing: Array(schema.utf8)))
        #expect(String(decoding: value.bytes, as: UTF8.self) == expected)
    }

    @Test(
        "a schema that never ends, or asks for the world, gives a small value",
        arguments: [
            ##"{"required":["a","b"],"properties":{"a":{"$ref":"#"},"b":{"$ref":"#"}}}"##,
            ##"{"type":"array","minItems":1000000000,"items":{"$ref":"#"}}"##,
            ##"{"$ref":"#"}"##, #"{"type":"string","minLength":1000000000}"#,
            #"{"type":"integer","minimum":1e300}"#,
        ]
    )
    func bounded(schema: String) throws {
        let value = SchemaExample.value(for: try JSONValue(parsing: Array(schema.utf8)))
        #expect(value.bytes.count < 200_000)
    }
}
