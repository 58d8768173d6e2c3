import Dialects
import Domain
import Foundation
import Testing

@Suite("Splice")
struct SpliceTests {
    @Test(
        "changes the model's value and nothing else",
        arguments: [
            (#"{"model":"route","x":1}"#, #"{"model":"gpt-5","x":1}"#),
            (#"{ "x" : [ 1.0 ] , "model" : "route" }"#, #"{ "x" : [ 1.0 ] , "model" : "gpt-5" }"#),
            (#"{"mod\u0065l":"rout\u0065"}"#, #"{"mod\u0065l":"gpt-5"}"#),
            (#"{"model":"gpt-5" }"#, #"{"model":"gpt-5" }"#),
            (#"{"stream":true,"model":"route"}"#, #"{"stream":true,"model":"gpt-5"}"#),
            (
                #"{"m":"model","é":"\"model\":\"route\"","model":"route"}"#,
                #"{"m":"model","é":"\"model\":\"route\"","model":"gpt-5"}"#
            ),
        ]
    )
    func model(body: String, expected: String) throws {
        #expect(try spliced(body, model: "gpt-5", askForUsage: false) == expected)
    }

    @Test("a model's name is escaped where JSON needs it")
    func escapes() throws {
        #expect(try spliced(#"{"model":"r"}"#, model: #"a"b\c"#, askForUsage: false) == #"{"model":"a\"b\\c"}"#)
    }

    @Test(
        "asks for usage once, wherever stream_options stands",
        arguments: [
            (#"{"model":"r","stream":true}"#, #"{"model":"m","stream_options":{"include_usage":true},"stream":true}"#),
            (#"{"stream":true,"model":"r"}"#, #"{"stream":true,"model":"m","stream_options":{"include_usage":true}}"#),
            (
                #"{"stream_options":{},"model":"r","stream":true}"#,
                #"{"stream_options":{"include_usage":true},"model":"m","stream":true}"#
            ),
            (
                #"{"model":"r","stream":true,"stream_options":{ }}"#,
                #"{"model":"m","stream":true,"stream_options":{"include_usage":true}}"#
            ),
            (
                #"{"model":"r","stream":true,"stream_options":null }"#,
                #"{"model":"m","stream":true,"stream_options":{"include_usage":true} }"#
            ),
            (
                #"{"model":"r","stream":true,"stream_options":{ "a":1}}"#,
                #"{"model":"m","stream":true,"stream_options":{"include_usage":true, "a":1}}"#
            ),
            (
                #"{"stream_options":{"include_usage": false ,"a":1},"model":"r","stream":true}"#,
                #"{"stream_options":{"include_usage": true ,"a":1},"model":"m","stream":true}"#
            ),
            (
                #"{"str\u0065am_options":{"includ\u0065_usage":null},"model":"r","stream":true}"#,
                #"{"str\u0065am_options":{"includ\u0065_usage":true},"model":"m","stream":true}"#
            ),
            // The caller asks already, or wants no stream.
            (
                #"{"model":"r","stream":true,"stream_options":{"include_usage":true}}"#,
                #"{"model":"m","stream":true,"stream_options":{"include_usage":true}}"#
            ),
            (#"{"model":"r"}"#, #"{"model":"m"}"#),
            (#"{"model":"r","stream":false}"#, #"{"model":"m","stream":false}"#),
        ]
    )
    func usage(body: String, expected: String) throws {
        let result = try spliced(body, model: "m", askForUsage: true)
        #expect(result == expected)
        #expect(try peek(result).model == "m")
        #expect(try peek(result).asksForUsage == peek(result).isStream)
    }

    private func spliced(_ body: String, model: String, askForUsage: Bool) throws -> String {
        let bytes = Array(body.utf8)
        var result: [UInt8] = []
        var position = 0
        for edit in Splice.edits(for: try peek(body), model: Splice.Name(model), askForUsage: askForUsage) {
            result += bytes[position..<edit.range.lowerBound] + edit.bytes
            position = edit.range.upperBound
        }
        return String(decoding: result + bytes[position...], as: UTF8.self)
    }
}
