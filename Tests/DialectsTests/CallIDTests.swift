import Domain
import JSON
import Testing

@testable import Dialects

@Suite("Ids of calls that a provider gave none")
struct CallIDTests {
    /// Two calls whose ids are missing or empty, as a plain answer and as a stream.
    struct Provider: Sendable, CustomStringConvertible {
        var dialect: Dialect
        var answer: String
        var frames: [String]
        var description: String { dialect.rawValue }
    }

    static let providers = [
        Provider(
            dialect: .chatCompletions,
            answer: #"{"choices":[{"message":{"tool_calls":[{"function":{"name":"f","arguments":"{}"}},"#
                + #"{"id":"","function":{"name":"g","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}"#,
            frames: [
                #"{"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"name":"f","arguments":"{}"}},"#
                    + #"{"index":1,"id":"","function":{"name":"g","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}"#,
                "[DONE]",
            ]
        ),
        Provider(
            dialect: .messages,
            answer: #"{"content":[{"type":"tool_use","name":"f","input":{}},"#
                + #"{"type":"tool_use","id":"","name":"g","input":{}}],"stop_reason":"tool_use"}"#,
            frames: [
                #"{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","name":"f","input":{}}}"#,
                #"{"type":"content_block_stop","index":0}"#,
                #"{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"","name":"g"}}"#,
                #"{"type":"content_block_stop","index":1}"#,
                #"{"type":"message_delta","delta":{"stop_reason":"tool_use"}}"#, #"{"type":"message_stop"}"#,
            ]
        ),
        Provider(
            dialect: .responses,
            answer: #"{"status":"completed","output":[{"type":"function_call","name":"f","arguments":"{}"},"#
                + #"{"type":"function_call","id":"","call_id":"","name":"g","arguments":"{}"}]}"#,
            frames: [
                #"{"type":"response.output_item.done","output_index":0,"item":{"type":"function_call","name":"f"}}"#,
                #"{"type":"response.output_item.done","output_index":1,"#
                    + #""item":{"type":"function_call","id":"","call_id":"","name":"g"}}"#,
                #"{"type":"response.completed"}"#,
            ]
        ),
    ]

    private static func expectIDs(_ answer: ConversationAnswer, _ location: SourceLocation = #_sourceLocation) {
        let calls = answer.parts.compactMap { if case .toolCall(let call) = $0 { call } else { nil } }
        #expect(calls.map(\.name) == ["f", "g"], sourceLocation: location)
        #expect(Set(calls.map(\.id)).count == 2, sourceLocation: location)
        // Of the request's seed, for other answers have other calls.
        #expect(calls.allSatisfy { $0.id.contains(Fixture.options.idSeed) }, sourceLocation: location)
    }

    @Test("are made, plain and streamed, for every caller", arguments: providers)
    func made(provider: Provider) throws {
        let bytes = Array(provider.frames.map { "data: \($0)\n\n" }.joined().utf8)
        for caller in Dialect.allCases {
            let streamed = try Fixture.streamed([bytes], from: provider.dialect, to: caller)
            Self.expectIDs(try StreamAssembler.answer(streamed.bytes, caller).answer)
            let answer = try provider.dialect.profile.readAnswer(JSONValue(parsing: Array(provider.answer.utf8)))
            var losses = LossReport(target: caller)
            let written = caller.profile.writeAnswer(answer, Fixture.options, losses: &losses)
            Self.expectIDs(try caller.profile.readAnswer(written))
        }
    }
}
