import JSON
import Testing

@testable import Dialects

@Suite("The names under which answers say whose they are")
struct ModelNamesTests {
    private static let name = JSONValue.string("support").bytes

    private static func renamed(answer text: String) -> String? {
        Array(text.utf8).withUnsafeBytes { ModelNames.renamed(answer: $0, to: name) }
            .map { String(decoding: $0, as: UTF8.self) }
    }

    private static func renamed(frames text: String) -> String? {
        Array(text.utf8).withUnsafeBytes { ModelNames.renamed(frames: $0, to: name) }
            .map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(
        "are replaced where they stand, and every other byte stays",
        arguments: [
            (#"{"model":"m","n": 1.0}"#, #"{"model":"support","n": 1.0}"#),
            (#"{ "a":[{"model":"x"}], "model" : "é\"m" }"#, #"{ "a":[{"model":"x"}], "model" : "support" }"#),
            (#"{"message":{"model":"m"},"x":{"model":"y"}}"#, #"{"message":{"model":"support"},"x":{"model":"y"}}"#),
            (#"{"response":{"model":"m"},"model":"n"}"#, #"{"response":{"model":"support"},"model":"support"}"#),
            (#"{"model":"m","model":"n"}"#, #"{"model":"support","model":"support"}"#),
        ]
    )
    func answers(before: String, after: String) {
        #expect(Self.renamed(answer: before) == after)
        for end in ["\n\n", "\r\n\r\n", "\r\r"] {
            let frames = ": model\(end)event: x\ndata: \(before)\(end)data:[DONE]\(end)"
            #expect(Self.renamed(frames: frames) == frames.replacing(before, with: after))
        }
    }

    @Test(
        "are none in what has none",
        arguments: [
            #"{"model":null}"#, #"{"x":1}"#, "[]", "", "{", #"{"model":"m""#, #""model""#, #"{"model":{"model":"m"}}"#,
        ]
    )
    func nothing(text: String) {
        #expect(Self.renamed(answer: text) == nil)
        #expect(Self.renamed(frames: "data: \(text)\n\n") == nil)
    }
}
