import Dialects
import Domain
import JSON
import Testing

@testable import Rehearsal

@Suite("Speech")
struct SpeechTests {
    private static let chat = Operation.conversation(.chatCompletions)

    private func said(_ behaviour: RehearsalBehaviour, to content: String) throws -> String? {
        let body = JSONValue.object(
            ("model", .string("m")),
            ("messages", .array([.object(("role", .string("user")), ("content", .string(content)))]))
        )
        let answer = try Asked(behaviour: behaviour).plain(Self.chat, String(decoding: body.bytes, as: UTF8.self))
        return answer.at("choices", 0, "message", "content")?.string
    }

    @Test("the first matching line of the script wins over the answer, and the answer over a sentence of its own")
    func script() throws {
        var behaviour = RehearsalBehaviour(
            answer: "usual",
            script: [.init(contains: "price", answer: "first"), .init(contains: "price list", answer: "second")]
        )
        #expect(try said(behaviour, to: "the price list") == "first")
        #expect(try said(behaviour, to: "hello") == "usual")
        behaviour.answer = nil
        let own = try said(behaviour, to: "one two  three")
        #expect(own == "This is Holdfast's rehearsal model, not a real one. Your last message has 3 words.")
    }

    @Test(
        "pieces add up to the text and each has at most one word",
        arguments: ["", "one", " one two", "a\n\n b  c ", "नमस्ते दुनिया", "🙂 🙂"]
    )
    func pieces(text: String) {
        let pieces = Speech.words(of: text)
        #expect(pieces.joined() == text)
        #expect(pieces.allSatisfy { $0.split(whereSeparator: \.isWhitespace).count <= 1 })
    }

    @Test("the same behaviour and request give the same bytes")
    func determinism() {
        let asked = Asked(behaviour: RehearsalBehaviour(answer: "same"))
        let body = #"{"model":"m","input":"x","messages":[{"role":"user","content":"x"}],"max_tokens":9,"stream":true}"#
        for operation in Operation.all {
            #expect(asked.reply(operation, body) == asked.reply(operation, body))
        }
    }

    @Test(
        "the gateway's scanner finds every stream whole and counts the content that is marked",
        arguments: Dialect.allCases,
        ["hello", "call f and g"]
    )
    func scanned(dialect: Dialect, content: String) throws {
        let tools: String
        switch dialect {
        case .chatCompletions:
            tools = ["f", "g"].map { #"{"type":"function","function":{"name":"\#($0)"}}"# }.joined(separator: ",")
        case .responses: tools = ["f", "g"].map { #"{"type":"function","name":"\#($0)"}"# }.joined(separator: ",")
        case .messages: tools = ["f", "g"].map { #"{"name":"\#($0)","input_schema":{}}"# }.joined(separator: ",")
        }
        let words =
            dialect == .responses ? #""input":"\#(content)""# : #""messages":[{"role":"user","content":"\#(content)"}]"#
        let body = #"{"model":"m","max_tokens":99,"stream":true,\#(words),"tools":[\#(tools)]}"#
        let frames = try Asked().frames(.conversation(dialect), body)
        var scanner = StreamScanner(dialect)
        for (index, frame) in frames.enumerated() {
            let before = scanner.contentFrames
            let progress = frame.bytes.withUnsafeBytes { scanner.follow($0) }
            #expect(progress.failure == nil)
            #expect((scanner.contentFrames > before) == frame.isContent, "frame \(index)")
            #expect(progress.isTerminated == (index == frames.count - 1))
        }
        #expect(scanner.reportedModel == "holdfast-rehearsal/m")
        #expect(scanner.contentFrames > 0)
    }
}
