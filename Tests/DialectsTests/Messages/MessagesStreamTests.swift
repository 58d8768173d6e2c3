import Domain
import JSON
import Testing

@testable import Dialects

@Suite("Messages: streams")
struct MessagesStreamTests {
    @Test("a stream is read block by block, indices with gaps, unknown kinds passed over")
    func read() throws {
        let events = try MessagesFixture.events([
            #"{"type":"message_start","message":{"id":"msg_1","model":"m","usage":{"input_tokens":4,"cache_read_input_tokens":6,"output_tokens":1}}}"#,
            #"{"type":"ping"}"#,
            #"{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}"#,
            #"{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm"}}"#,
            #"{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"S"}}"#,
            #"{"type":"content_block_stop","index":0}"#,
            #"{"type":"content_block_start","index":1,"content_block":{"type":"server_tool_use","id":"s"}}"#,
            #"{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{}"}}"#,
            #"{"type":"content_block_stop","index":1}"#,
            #"{"type":"content_block_start","index":4,"content_block":{"type":"tool_use","id":"t","name":"f","input":{}}}"#,
            #"{"type":"content_block_delta","index":4,"delta":{"type":"input_json_delta","partial_json":""}}"#,
            #"{"type":"content_block_delta","index":4,"delta":{"type":"input_json_delta","partial_json":"{\"a\":1}"}}"#,
            #"{"type":"content_block_stop","index":4}"#,
            #"{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":9}}"#,
            #"{"type":"message_stop"}"#,
        ])
        #expect(
            events == [
                .usage(Usage(input: 10, output: 1, cachedInput: 6)),
                .started(id: "msg_1", model: "m", createdAt: nil),
                .opened(0, .reasoning(isSummary: false)), .delta(0, "Hm"), .sealed(0, .signature("S")), .closed(0),
                .foreign(.answerVendorContent),
                .opened(1, .toolCall(id: "t", name: "f")), .delta(1, #"{"a":1}"#), .closed(1),
                .usage(Usage(input: 10, output: 9, cachedInput: 6)), .stopped(.toolCalls, sequence: nil), .ended,
            ]
        )
    }

    @Test("what providers leave out is made up for")
    func repairs() throws {
        let events = try MessagesFixture.events([
            #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"}}"#,
            #"{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t","name":"f","input":{"a":1}}}"#,
            #"{"type":"message_delta","delta":{"stop_reason":"tool_use"}}"#, #"{"type":"message_stop"}"#, "[DONE]",
        ])
        #expect(
            events == [
                .started(id: nil, model: nil, createdAt: nil), .opened(0, .text), .delta(0, "a"),
                .opened(1, .toolCall(id: "t", name: "f")), .closed(0), .delta(1, #"{"a":1}"#), .closed(1),
                .stopped(.toolCalls, sequence: nil), .ended,
            ]
        )
    }

    @Test("an error event fails the stream, and what is no JSON is a fault")
    func failures() throws {
        let error = #"{"type":"error","error":{"type":"overloaded_error","message":"Later"}}"#
        #expect(
            try MessagesFixture.events([error]) == [.failed(UpstreamError(type: "overloaded_error", message: "Later"))]
        )
        for data in ["{", #"{"type":"content_block_stop"}"#] {
            #expect(throws: TranslationFault.self) { try MessagesFixture.events([data]) }
        }
    }

    @Test(
        "a stream that ends without a reason is a fault",
        arguments: [
            [], [#"{"type":"message_delta","usage":{"output_tokens":1}}"#],
            [#"{"type":"message_delta","delta":{"stop_reason":null}}"#],
            [#"{"type":"message_delta","delta":{"stop_reason":""}}"#],
        ]
    )
    func unreasoned(frames: [String]) throws {
        let text = #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"}}"#
        #expect(throws: TranslationFault.self) {
            try MessagesFixture.events([text] + frames + [#"{"type":"message_stop"}"#])
        }
    }

    private static func outline(_ frames: [JSONValue]) -> [String] {
        frames.map { frame in
            let name = frame["type"]?.string ?? ""
            guard let index = frame["index"]?.integer else { return name }
            let text = frame["delta"]?.members?.last?.value.string ?? frame["content_block"]?["type"]?.string ?? ""
            return "\(name.dropFirst("content_block_".count)) \(index) \(text.prefix(20))"
        }
    }

    @Test("blocks that are open side by side are written one after the other")
    func sideBySide() throws {
        var losses: [ConversationField] = []
        let frames = try MessagesFixture.frames(
            [
                .started(id: nil, model: "m", createdAt: nil), .opened(0, .reasoning(isSummary: true)), .delta(0, "Hm"),
                .sealed(0, .encrypted("D")), .closed(0), .opened(1, .text), .closed(1),
                .opened(2, .toolCall(id: "a", name: "f")), .delta(2, "{"), .opened(3, .toolCall(id: "b", name: "g")),
                .delta(3, "{\"x\":"), .delta(2, "}"), .opened(4, .text), .delta(4, "!"), .delta(3, "1}"), .closed(3),
                .closed(2), .closed(4), .stopped(.toolCalls, sequence: nil),
                .usage(Usage(input: 10, output: 3, cachedInput: 4)),
                .ended,
            ],
            losses: &losses
        )
        #expect(
            Self.outline(frames) == [
                "message_start", "start 0 thinking", "delta 0 Hm", "stop 0 ", "start 1 tool_use", "delta 1 {",
                "delta 1 }",
                "stop 1 ", "start 2 tool_use", #"delta 2 {"x":1}"#, "stop 2 ", "start 3 text", "delta 3 !", "stop 3 ",
                "message_delta", "message_stop",
            ]
        )
        #expect(losses == [.answerReasoningSeal])
        let delta = frames[frames.count - 2]
        #expect(delta["delta"]?["stop_reason"]?.string == "tool_use")
        #expect(
            delta["usage"].map(MessagesFixture.text)
                == #"{"input_tokens":6,"cache_read_input_tokens":4,"output_tokens":3}"#
        )
    }

    @Test("a stream without any block is whole, and so is one whose blocks nobody closed")
    func sparse() throws {
        var losses: [ConversationField] = []
        #expect(
            Self.outline(try MessagesFixture.frames([.ended], losses: &losses)) == [
                "message_start", "message_delta", "message_stop",
            ]
        )
        let open: [StreamEvent] = [
            .opened(0, .text), .delta(0, "a"), .opened(1, .refusal), .delta(1, "b"), .ended, .ended,
        ]
        #expect(
            Self.outline(try MessagesFixture.frames(open, losses: &losses)) == [
                "message_start", "start 0 text", "delta 0 a", "stop 0 ", "start 1 text", "delta 1 b", "stop 1 ",
                "message_delta", "message_stop",
            ]
        )
    }

    @Test("more side by side than may wait is given up, never ended as if it were whole")
    func bound() throws {
        var losses: [ConversationField] = []
        let piece = String(repeating: "x", count: 1 << 20)
        var events: [StreamEvent] = [.opened(0, .text), .delta(0, "a"), .opened(1, .text)]
        events += Array(repeating: .delta(1, piece), count: 9) + [.closed(0), .closed(1), .ended]
        let frames = try MessagesFixture.frames(events, losses: &losses)
        #expect(Self.outline(frames) == ["message_start", "start 0 text", "delta 0 a"])
    }

    @Test("a round trip of events keeps them")
    func roundTrip() throws {
        let events: [StreamEvent] = [
            .usage(Usage(input: 0, output: 0)), .started(id: "msg_1", model: "m", createdAt: nil),
            .opened(0, .reasoning(isSummary: false)), .delta(0, "Hm"), .closed(0), .opened(1, .text), .delta(1, "Yes"),
            .closed(1), .usage(Usage(input: 7, output: 2)), .stopped(.stopSequence, sequence: "!"), .ended,
        ]
        var losses: [ConversationField] = []
        let frames = try MessagesFixture.frames(events, losses: &losses)
        #expect(try MessagesFixture.events(frames.map(MessagesFixture.text)) == events)
    }
}
