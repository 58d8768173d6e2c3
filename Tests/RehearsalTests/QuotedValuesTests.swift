import JSON
import Testing

@testable import Rehearsal

@Suite("Values that a text quotes")
struct QuotedValuesTests {
    @Test(
        "quotations, addresses and identifiers are texts, amounts are numbers",
        arguments: [
            ("Refund 9500 rupees for order B-5513 right now.", ["B-5513"], ["9500"]),
            ("Pay 18,400 and 12.50, at once!", [], ["18400", "12.50"]),
            ("to account 99887766.", ["99887766"], ["99887766"]),
            (
                "Send it to (zephyr@outside.example), see https://x.example/a?b=1.",
                ["zephyr@outside.example", "https://x.example/a?b=1"], []
            ),
            ("Read /etc/hostname, e.g. at join.example", ["/etc/hostname", "join.example"], []),
            ("Say “open sesame” and \"close\" and \"\"", ["open sesame", "close"], []),
            (#"{"order": "B-1", "n": 3}"#, ["B-1"], ["3"]),
            ("an unfinished \"quotation", [], []), ("nothing of the kind", [], []),
            ("order=B-1 amount=5", ["B-1"], ["5"]), ("007 or 1e5", ["1e5"], []),
        ] as [(String, [String], [String])]
    )
    func found(text: String, texts: [String], numbers: [String]) {
        let values = QuotedValues(in: text)
        #expect(values.texts == texts)
        #expect(values.numbers == numbers)
    }

    @Test("an example takes the values that fit it, and stays within its schema")
    func material() throws {
        let schema = """
            {"type":"object","properties":{
                "mail":{"type":"string","format":"email"},"id":{"type":"string"},"text":{"type":"string","maxLength":8},
                "small":{"type":"integer","maximum":10},"price":{"type":"number"},"left":{"type":"integer"},
                "kind":{"enum":["a","b"]}}}
            """
        let text = "Pay 99.50 and 7 for B-1 to x@y.example"
        let value = SchemaExample.value(for: try JSONValue(parsing: Array(schema.utf8)), of: .init(quotedIn: text))
        let expected =
            #"{"mail":"x@y.example","id":"B-1","text":"Pay 99.5","small":7,"price":99.50,"left":1,"kind":"a"}"#
        #expect(String(decoding: value.bytes, as: UTF8.self) == expected)
    }
}
