import Domain
import JSON
import Testing

@testable import Dialects

@Suite("Responses: streams are read")
struct ResponsesStreamReadingTests {
    typealias Fixtures = ResponsesFixtures

    private static let created =
        #"{"type":"response.created","response":{"id":"resp_1","created_at":5,"model":"m","status":"in_progress","output":[]}}"#
    private static let started = StreamEvent.started(id: "resp_1", model: "m", createdAt: 5)

    @Test("a whole life: reasoning with its seal, text, calls side by side, usage, the end")
    func wholeLife() throws {
        let events = try Fixtures.events(
            Self.created + "\n" + #"""
                {"type":"response.in_progress","response":{"id":"resp_1"}}
                {"type":"response.output_item.added","output_index":0,"item":{"type":"reasoning","id":"rs_1","summary":[]}}
                {"type":"response.reasoning_summary_part.added","output_index":0,"summary_index":0,"item_id":"rs_1","part":{"type":"summary_text","text":""}}
                {"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":0,"item_id":"rs_1","delta":"first"}
                {"type":"response.reasoning_summary_text.done","output_index":0,"summary_index":0,"item_id":"rs_1","text":"first"}
                {"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":1,"item_id":"rs_1","delta":"two"}
                {"type":"response.output_item.done","output_index":0,"item":{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"first"},{"type":"summary_text","text":"two"}],"encrypted_content":"E"}}
                {"type":"response.output_item.added","output_index":1,"item":{"type":"message","id":"msg_1","role":"assistant","content":[]}}
                {"type":"response.content_part.added","output_index":1,"content_index":0,"item_id":"msg_1","part":{"type":"output_text","text":""}}
                {"type":"response.output_text.delta","output_index":1,"content_index":0,"item_id":"msg_1","delta":"Hel"}
                {"type":"response.output_text.delta","output_index":1,"content_index":0,"item_id":"msg_1","delta":"lo"}
                {"type":"response.output_text.annotation.added","output_index":1,"content_index":0,"annotation":{}}
                {"type":"response.output_text.done","output_index":1,"content_index":0,"item_id":"msg_1","text":"Hello"}
                {"type":"response.content_part.done","output_index":1,"content_index":0,"item_id":"msg_1","part":{"type":"output_text","text":"Hello"}}
                {"type":"response.output_item.done","output_index":1,"item":{"type":"message","id":"msg_1","content":[{"type":"output_text","text":"Hello"}]}}
                {"type":"response.output_item.added","output_index":2,"item":{"type":"function_call","id":"fc_1","call_id":"call_1","name":"f","arguments":""}}
                {"type":"response.output_item.added","output_index":3,"item":{"type":"function_call","id":"fc_2","call_id":"call_2","name":"g","arguments":""}}
                {"type":"response.function_call_arguments.delta","output_index":3,"item_id":"fc_2","delta":"{"}
                {"type":"response.function_call_arguments.delta","output_index":2,"item_id":"fc_1","delta":"[]"}
                {"type":"response.function_call_arguments.delta","output_index":3,"item_id":"fc_2","delta":"}"}
                {"type":"response.function_call_arguments.done","output_index":2,"item_id":"fc_1","arguments":"[]"}
                {"type":"response.output_item.done","output_index":2,"item":{"type":"function_call","id":"fc_1","call_id":"call_1","name":"f","arguments":"[]"}}
                {"type":"response.output_item.done","output_index":3,"item":{"type":"function_call","id":"fc_2","call_id":"call_2","name":"g","arguments":"{}"}}
                {"type":"response.completed","response":{"id":"resp_1","status":"completed","output":[],"usage":{"input_tokens":1,"output_tokens":2}}}
                {"type":"response.output_text.delta","output_index":9,"delta":"too late"}
                """#
        )
        #expect(
            events == [
                Self.started, .opened(0, .reasoning(isSummary: true)), .delta(0, "first"), .delta(0, "\n\n"),
                .delta(0, "two"),
                .sealed(0, .encrypted("E")), .closed(0), .opened(1, .text), .delta(1, "Hel"), .delta(1, "lo"),
                .foreign(.answerCitations), .closed(1),
                .opened(2, .toolCall(id: "call_1", name: "f")), .opened(3, .toolCall(id: "call_2", name: "g")),
                .delta(3, "{"), .delta(2, "[]"), .delta(3, "}"), .closed(2), .closed(3),
                .usage(Usage(input: 1, output: 2)), .stopped(.toolCalls, sequence: nil), .ended,
            ]
        )
    }

    /// The tail of a stream; each line alone must bring what the deltas did not.
    private static let wholes = [
        #"{"type":"response.output_text.done","output_index":0,"content_index":0,"text":"Hello"}"#,
        #"{"type":"response.content_part.done","output_index":0,"content_index":0,"part":{"type":"output_text","text":"Hello"}}"#,
        #"{"type":"response.output_item.done","output_index":0,"item":{"type":"message","content":[{"type":"output_text","text":"Hello"}]}}"#,
        #"{"type":"response.completed","response":{"output":[{"type":"message","content":[{"type":"output_text","text":"Hello"}]}]}}"#,
    ]

    @Test(
        "what deltas left out is made up for once, whichever event tells the whole",
        arguments: [0, 1, 2, 3],
        ["", "He", "Hello"]
    )
    func madeUp(first: Int, sent: String) throws {
        let delta = #"{"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"\#(sent)"}"#
        let lines = [Self.created, delta] + Self.wholes[first...]
        let events = try Fixtures.events(lines.joined(separator: "\n"))
        let text = events.compactMap { if case .delta(0, let text) = $0 { text } else { nil } }.joined()
        #expect(text == "Hello")
        #expect(events.count { $0 == .opened(0, .text) } == 1)
        #expect(events.count { $0 == .closed(0) } == 1)
        #expect(events.suffix(2) == [.stopped(.endOfTurn, sequence: nil), .ended])
    }

    @Test("calls, refusals and reasoning are made up for from the full object, too")
    func madeUpFromObject() throws {
        let events = try Fixtures.events(
            #"""
            {"type":"response.completed","response":{"id":"resp_1","created_at":5,"model":"m","output":[
            """#.replacing("\n", with: "")
                + #"{"type":"reasoning","summary":[],"content":[{"type":"reasoning_text","text":"a"},{"type":"reasoning_text","text":"b"}]},"#
                + #"{"type":"reasoning","summary":[],"encrypted_content":"E"},"#
                + #"{"type":"message","content":[{"type":"refusal","refusal":"no"}]},{"type":"web_search_call"},"#
                + #"{"type":"function_call","call_id":"1","name":"f","arguments":""}]}}"#
        )
        #expect(
            events == [
                Self.started, .opened(0, .reasoning(isSummary: false)), .delta(0, "a"), .delta(0, "b"), .closed(0),
                .opened(1, .reasoning(isSummary: true)), .sealed(1, .encrypted("E")), .closed(1),
                .opened(2, .refusal), .delta(2, "no"), .closed(2),
                .foreign(.answerVendorContent), .opened(3, .toolCall(id: "1", name: "f")),
                .closed(3),
                .stopped(.toolCalls, sequence: nil), .ended,
            ]
        )
    }

    @Test("a server that gives neither indices nor a model is read")
    func sparse() throws {
        let events = try Fixtures.events(
            #"""
            {"type":"response.created","response":{"id":"resp_1","object":"response","status":"in_progress"}}
            {"type":"response.output_item.added","item":{"content":[],"id":"msg_1","role":"assistant","type":"message"}}
            {"type":"response.content_part.added","item_id":"msg_1","part":{"type":"output_text","text":""}}
            {"type":"response.output_text.delta","item_id":"msg_1","delta":"Hi"}
            {"type":"response.output_item.added","item":{"arguments":"","call_id":"fc_x","name":"f","type":"function_call"}}
            {"type":"response.function_call_arguments.delta","item_id":"fc_x","delta":"{}"}
            {"type":"response.output_text.done","item_id":"msg_1","text":"Hi"}
            {"type":"response.output_item.done","item":{"arguments":"{}","call_id":"fc_x","name":"f","type":"function_call"}}
            {"type":"response.completed","response":{"id":"resp_1","output":[{"type":"message","id":"msg_9","content":[{"type":"output_text","text":"Hi"}]},{"arguments":"{}","call_id":"fc_x","name":"f","type":"function_call"}]}}
            [DONE]
            """#
        )
        #expect(
            events == [
                .started(id: "resp_1", model: nil, createdAt: nil), .opened(0, .text), .delta(0, "Hi"),
                .opened(1, .toolCall(id: "fc_x", name: "f")), .delta(1, "{}"), .closed(1), .closed(0),
                .stopped(.toolCalls, sequence: nil), .ended,
            ]
        )
    }

    @Test("a response that ends before its time says why")
    func incomplete() throws {
        let line = #"{"type":"response.incomplete","response":{"incomplete_details":{"reason":"max_output_tokens"}}}"#
        #expect(try Fixtures.events(line).contains(.stopped(.outputLimit, sequence: nil)))
    }

    @Test(
        "errors end the stream in every shape",
        arguments: [
            (
                #"{"type":"response.failed","response":{"error":{"code":"server_error","message":"m"}}}"#,
                UpstreamError(code: "server_error", message: "m")
            ),
            (
                #"{"type":"error","code":"c","message":"m","param":"p"}"#,
                UpstreamError(code: "c", message: "m", parameter: "p")
            ),
            (#"{"type":"error","error":{"type":"t","message":"m"}}"#, UpstreamError(type: "t", message: "m")),
            (#"{"error":{"type":"t","message":"m"}}"#, UpstreamError(type: "t", message: "m")),
        ]
    )
    func errors(line: String, error: UpstreamError) throws {
        let events = try Fixtures.events(Self.created + "\n" + line + "\n" + Self.wholes[3])
        #expect(events == [Self.started, .failed(error)])
    }

    @Test("what is no event at all is a fault")
    func faults() {
        for line in ["{", "[]", "7"] {
            #expect(throws: TranslationFault.self) { try Fixtures.events(line) }
        }
    }

    @Test(
        "items and parts without end come to a bound",
        arguments: [
            (#"{"type":"response.output_item.added","item":{"type":"message"},"output_index":"#, "}"),
            (#"{"type":"response.output_text.delta","delta":"x","output_index":0,"content_index":"#, "}"),
        ]
    )
    func bound(front: String, back: String) {
        let lines = (0...ResponsesStreamReader.mostItems).map { front + String($0) + back }
        #expect(throws: TranslationFault.self) { try Fixtures.events(lines.joined(separator: "\n")) }
    }
}
