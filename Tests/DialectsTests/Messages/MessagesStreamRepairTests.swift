import Domain
import HoldfastTesting
import JSON
import Testing

@testable import Dialects

@Suite("Messages: repair of streams")
struct MessagesStreamRepairTests {
    private static let start =
        #"{"type":"message_start","message":{"id":"odd_1","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":4,"cache_creation":{"ephemeral_5m_input_tokens":2},"output_tokens":1,"service_tier":"standard"}}}"#
    private static let end = [
        #"{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null,"container":{"id":"c"}},"usage":{"output_tokens":9},"context_management":{"applied_edits":[]}}"#,
        #"{"type":"message_stop","x_new":1.0}"#,
    ]

    private static func block(_ index: Int, _ block: String, _ deltas: [String]) -> [String] {
        ["{\"type\":\"content_block_start\",\"index\":\(index),\"content_block\":\(block)}"]
            + deltas.map { "{\"type\":\"content_block_delta\",\"index\":\(index),\"delta\":\($0)}" }
            + ["{\"type\":\"content_block_stop\",\"index\":\(index)}"]
    }

    private static let whole: [String] =
        [start]
        + block(
            0,
            #"{"type":"thinking","thinking":"","signature":""}"#,
            [
                #"{"type":"thinking_delta","thinking":"Hm","estimated_tokens":1}"#,
                #"{"type":"signature_delta","signature":"S1"}"#, #"{"type":"signature_delta","signature":"S2"}"#,
            ]
        )
        + [#"{"type":"ping"}"#]
        + block(1, #"{"type":"redacted_thinking","data":"D"}"#, [])
        + block(
            2,
            #"{"type":"server_tool_use","id":"s","name":"web_search","input":{}}"#,
            [#"{"type":"input_json_delta","partial_json":"{}"}"#]
        )
        + block(3, #"{"type":"web_search_tool_result","tool_use_id":"s","content":[{"url":"u"}]}"#, [])
        + block(
            4,
            #"{"type":"text","text":"","citations":[]}"#,
            [
                #"{"type":"text_delta","text":"a"}"#,
                #"{"type":"citations_delta","citation":{"cited_text":"a","start_char_index":0}}"#,
            ]
        )
        + block(
            5,
            #"{"type":"tool_use","id":"t","name":"f","input":{},"caller":{"type":"direct"}}"#,
            [
                #"{"type":"input_json_delta","partial_json":""}"#,
                #"{"type":"input_json_delta","partial_json":"{\"a\": 1}"}"#,
            ]
        ) + end

    private static func types(_ events: [JSONValue]) -> [String] { events.compactMap { $0["type"]?.string } }

    @Test("a whole stream comes out as it went in")
    func kept() throws {
        try Repaired.expectKept(Self.whole, .messages)
        let passage = try Repaired.passed(Self.whole, .messages).passage
        #expect(passage.seals.contains("S1S2") && passage.seals.contains("D"))
        #expect(passage.answerID == "odd_1")
        #expect(passage.usage.output == 9)
    }

    @Test("starts and stops that are missing are put in again")
    func missingEvents() throws {
        let whole = try Repaired.json(Self.whole)
        for missing in Self.whole.indices {
            let type = whole[missing]["type"]?.string
            // Of other blocks nothing but their start tells what they are.
            let kind = whole[missing]["content_block"]?["type"]?.string
            guard type == "content_block_stop" || kind == "text" || kind == "thinking" || type == "message_start" else {
                continue
            }
            var left = Self.whole
            left.remove(at: missing)
            // A block that has no stop ends where the next one begins, whatever came between.
            let types = Self.types(try Repaired.events(left, .messages)).filter { $0 != "ping" }
            #expect(types == Self.types(whole).filter { $0 != "ping" }, "without \(missing)")
        }
    }

    @Test("a message that was not started is started, with what clients need")
    func start() throws {
        let text = #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"}}"#
        let made = try Repaired.events([text], .messages)
        #expect(Self.types(made) == ["message_start", "content_block_start", "content_block_delta"])
        let bare = try Repaired.events(
            [#"{"type":"message_start","message":{"id":"m_1","usage":{"input_tokens":7}}}"#],
            .messages
        )
        for (message, id, input) in [(made[0]["message"], "msg_s", 0), (bare[0]["message"], "m_1", 7)] {
            #expect(message?["id"]?.string == id)
            #expect(message?["type"]?.string == "message")
            #expect(message?["role"]?.string == "assistant")
            #expect(message?["model"]?.string == "up")
            #expect(message?["content"] == .array([]))
            #expect(message?["usage"]?["input_tokens"]?.integer == input)
            #expect(message?["usage"]?["output_tokens"]?.integer == 0)
        }
        #expect(Self.types(try Repaired.events([Self.start, Self.start], .messages)) == ["message_start"])
        #expect(
            Self.types(try Repaired.events([#"{"type":"ping"}"#, Self.start], .messages)) == ["ping", "message_start"]
        )
    }

    @Test("the last counts known are told where there are none")
    func counts() throws {
        let events = try Repaired.events(
            [
                Self.start, #"{"type":"message_delta","delta":{"stop_reason":"end_turn"}}"#,
                #"{"type":"message_stop"}"#, "[DONE]",
            ],
            .messages
        )
        #expect(events[1]["usage"] == .object(("output_tokens", .integer(1))))
        #expect(events.count == 3)
    }

    @Test("blocks without a number, or all with the same, are numbered", arguments: [nil, 0, 7])
    func numbers(given: Int?) throws {
        let data = try Repaired.json(Self.whole).map { event in
            var event = event
            if event["index"] != nil { event.put("index", given.map { .integer($0) }) }
            return String(decoding: event.bytes, as: UTF8.self)
        }
        let events = try Repaired.events(data, .messages)
        #expect(events.map { $0["index"] } == (try Repaired.json(Self.whole)).map { $0["index"] })
    }

    @Test("input that came with a call's start is told as a delta, too")
    func input() throws {
        let events = try Repaired.events(
            [
                Self.start,
                #"{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","name":"f","input":{"a":1.0}}}"#,
                #"{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t","name":"f","input":{"a":1}}}"#,
                #"{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{}"}}"#,
            ] + Self.end,
            .messages
        )
        #expect(events[1]["content_block"]?["id"]?.string == "toolu_s0")
        #expect(events[1]["content_block"]?["input"] == .object([]))
        #expect(
            Self.types(events).dropFirst(3) == [
                "content_block_delta", "content_block_delta", "content_block_stop", "content_block_stop",
                "message_delta",
                "message_stop",
            ]
        )
        #expect(events.compactMap { $0["delta"]?["partial_json"]?.string } == ["{}", #"{"a":1.0}"#])
        #expect(events.compactMap { $0["index"]?.integer } == [0, 1, 1, 0, 0, 1])
    }

    @Test("an empty delta, with which the vendor itself begins, leaves an input that came with the start")
    func emptyDelta() throws {
        let events = try Repaired.events(
            [
                Self.start,
                #"{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"f","input":{"a":1}}}"#,
                #"{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":""}}"#,
                #"{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":null}}"#,
                #"{"type":"content_block_stop","index":0}"#,
            ] + Self.end,
            .messages
        )
        #expect(events.compactMap { $0["delta"]?["partial_json"]?.string } == ["", "", #"{"a":1}"#])
    }

    @Test("texts that are null are empty ones, in starts and in deltas")
    func nullTexts() throws {
        let events = try Repaired.events(
            [
                Self.start,
                #"{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":null}}"#,
                #"{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":null}}"#,
                #"{"type":"content_block_stop","index":0}"#,
                #"{"type":"content_block_start","index":1,"content_block":{"type":"text","text":null}}"#,
                #"{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":null}}"#,
            ],
            .messages
        )
        #expect(
            events.compactMap { $0["content_block"] } == [
                .object(("type", .string("thinking")), ("thinking", .string("")), ("signature", .string(""))),
                .object(("type", .string("text")), ("text", .string(""))),
            ]
        )
        #expect(events.compactMap { $0["delta"]?["thinking"]?.string ?? $0["delta"]?["text"]?.string } == ["", ""])
    }

    @Test("why the answer stopped stands in each event behind it that would take it back")
    func stopReason() throws {
        let events = try Repaired.events(
            [
                Self.start, #"{"type":"message_delta","delta":{},"usage":{"output_tokens":2}}"#,
                #"{"type":"message_delta","delta":{"stop_reason":"stop_sequence","stop_sequence":"X"}}"#,
                #"{"type":"message_delta","delta":{"stop_reason":null},"usage":{"output_tokens":6}}"#,
                #"{"type":"message_delta","usage":{"output_tokens":7}}"#, #"{"type":"message_stop"}"#,
            ],
            .messages
        )
        #expect(events[1]["delta"] == .object([]))
        for event in events[2...4] {
            #expect(event["delta"]?["stop_reason"]?.string == "stop_sequence")
            #expect(event["delta"]?["stop_sequence"]?.string == "X")
        }
        #expect(events[2...4].compactMap { $0["usage"]?["output_tokens"]?.integer } == [2, 6, 7])
    }

    @Test("what cannot be repaired is a fault: no reason to stop, input of no call, a call without a name")
    func faults() {
        for data in [
            [#"{"type":"message_stop"}"#],
            [#"{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{"}}"#],
            [#"{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t"}}"#],
        ] {
            #expect(throws: TranslationFault.self, "\(data)") { try Repaired.events(data, .messages) }
        }
    }

    @Test("blocks that all stay open are a fault")
    func endless() {
        let data = (0...1024).map {
            #"{"type":"content_block_start","index":\#($0),"content_block":{"type":"tool_use","id":"t","name":"f"}}"#
        }
        #expect(throws: TranslationFault.self) { try Repaired.events(data, .messages) }
    }

    @Test("a name that stands on the event's line alone is the type")
    func names() throws {
        var repair = StreamRepair(.messages, Repaired.options)
        let bytes = Array("event: ping\ndata: {}\n\n".utf8)
        let written = try bytes.withUnsafeBytes { try repair.follow($0) }
        #expect(String(decoding: written, as: UTF8.self) == "event: ping\ndata: {\"type\":\"ping\"}\n\n")
    }
}
