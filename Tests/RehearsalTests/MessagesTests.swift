import Dialects
import Domain
import JSON
import Testing

@testable import Rehearsal

@Suite("Messages")
struct MessagesTests {
    private let operation = Operation.conversation(.messages)
    private let asked = Asked(behaviour: RehearsalBehaviour(answer: "Good morning."))

    private func body(_ more: String = "", _ content: String = #""Hello""#) -> String {
        #"{"model":"m","max_tokens":50,"messages":[{"role":"user","content":\#(content)}]\#(more)}"#
    }

    private var tools: String { #","tools":[{"name":"get_weather","input_schema":\#(Asked.tool)}]"# }

    @Test("a plain answer is a message with usage")
    func plain() throws {
        let answer = try asked.plain(operation, body())
        #expect(answer["type"] == .string("message"))
        #expect(answer["model"] == .string("holdfast-rehearsal/m"))
        #expect(answer["content"] == .array([.object(("type", .string("text")), ("text", .string("Good morning.")))]))
        #expect(answer["stop_reason"] == .string("end_turn"))
        #expect(answer.at("usage", "input_tokens") == .integer(9))
        #expect(answer.at("usage", "output_tokens") == .integer(4))
    }

    @Test("a model that is told its dialects has nothing at the others' paths, counts included")
    func dialects() {
        let mute = Asked(behaviour: RehearsalBehaviour(dialects: [.responses]))
        for operation in [operation, .countTokens, .conversation(.chatCompletions)] {
            #expect(mute.reply(operation, body()).status == 404)
        }
        #expect(mute.reply(.conversation(.responses), #"{"model":"m","input":"Hello"}"#).status == 200)
        #expect(mute.reply(.inputTokens, #"{"model":"m","input":"Hello"}"#).status == 200)
        #expect(mute.reply(.embeddings, #"{"model":"m","input":"Hello"}"#).status == 200)
    }

    @Test("a stream opens message and block, pings, and stops both")
    func lifeCycle() throws {
        let events = try asked.events(operation, body(#","stream":true"#))
        #expect(
            events.map(\.type) == [
                "message_start", "content_block_start", "ping", "content_block_delta", "content_block_delta",
                "content_block_stop", "message_delta", "message_stop",
            ]
        )
        #expect(events.allSatisfy { $0.name == $0.type })
        #expect(events[0].data?.at("message", "content") == .array([]))
        #expect(events[0].data?.at("message", "stop_reason") == .null)
        #expect(events[0].data?.at("message", "usage", "input_tokens") == .integer(9))
        #expect(events.compactMap { $0.data?.at("delta", "text")?.string }.joined() == "Good morning.")
        #expect(events[6].data?.at("delta", "stop_reason") == .string("end_turn"))
        #expect(events[6].data?.at("usage", "output_tokens") == .integer(4))
    }

    @Test("a tool call is a block whose fragments add up to the plain input")
    func toolUse() throws {
        let plain = try asked.plain(operation, body(tools, #""call get_weather""#))
        #expect(plain["stop_reason"] == .string("tool_use"))
        let block = try #require(plain.at("content", 0))
        #expect(block["type"] == .string("tool_use"))
        #expect(block["input"] == .object(("city", .string("rehearsal"))))
        let events = try asked.events(operation, body(tools + #","stream":true"#, #""call get_weather""#))
        let start = try #require(events.first { $0.type == "content_block_start" }?.data?["content_block"])
        #expect(start["name"] == .string("get_weather"))
        #expect(start["input"] == .object([]))
        let fragments = events.compactMap { $0.data?.at("delta", "partial_json")?.string }.joined()
        #expect(try JSONValue(parsing: Array(fragments.utf8)) == block["input"])
    }

    @Test("a tool's result is answered in words")
    func toolResult() throws {
        let result = #"[{"type":"tool_result","tool_use_id":"toolu_1","content":"get_weather: 21"}]"#
        let answer = try asked.plain(operation, body(tools, result))
        #expect(answer["stop_reason"] == .string("end_turn"))
    }

    @Test(
        "tool_choice forces, names or forbids a call",
        arguments: [
            (#"{"type":"any"}"#, true), (#"{"type":"tool","name":"get_weather"}"#, true), (#"{"type":"none"}"#, false),
            (#"{"type":"auto"}"#, false),
        ]
    )
    func choice(choice: String, isCalled: Bool) throws {
        let answer = try asked.plain(operation, body(tools + #","tool_choice":\#(choice)"#))
        #expect((answer["stop_reason"] == .string("tool_use")) == isCalled)
    }

    @Test("structured output is satisfied under today's name and the one before")
    func schema() throws {
        let format = #"{"type":"json_schema","schema":\#(Asked.tool)}"#
        for field in [#","output_config":{"format":\#(format)}"#, #","output_format":\#(format)"#] {
            let answer = try asked.plain(operation, body(field))
            #expect(answer.at("content", 0, "text") == .string(#"{"city":"rehearsal"}"#))
        }
    }

    @Test("count_tokens gives what the answer's usage reports")
    func countTokens() throws {
        let answer = try asked.plain(operation, body(tools + #","system":"Be brief.""#))
        let counted = try asked.plain(.countTokens, body(tools + #","system":"Be brief.""#))
        #expect(counted == .object(("input_tokens", answer.at("usage", "input_tokens"))))
        #expect(try asked.plain(.countTokens, body())["input_tokens"] == .integer(9))
    }

    @Test("max_tokens cuts the answer short and says so")
    func limit() throws {
        let fields = #"{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"x"}]}"#
        let answer = try asked.plain(operation, fields)
        #expect(answer["stop_reason"] == .string("max_tokens"))
        #expect(answer.at("content", 0, "text") == .string("Good"))
    }

    @Test(
        "what is no request gets a 400 in Anthropic's shape",
        arguments: [
            "nonsense", #"{"model":"m","messages":[{"role":"user","content":"x"}]}"#,
            #"{"model":"m","max_tokens":5,"messages":[{"role":"robot","content":"x"}]}"#,
            #"{"model":"m","max_tokens":5,"messages":[]}"#,
            #"{"model":"m","max_tokens":5,"messages":[{"role":"user","content":"x"}],"tool_choice":{"type":"tool","name":"y"}}"#,
        ]
    )
    func refusal(body: String) throws {
        let reply = asked.reply(operation, body)
        #expect(reply.status == 400)
        let answer = try JSONValue(parsing: reply.bytes)
        #expect(answer["type"] == .string("error"))
        #expect(answer.at("error", "type") == .string("invalid_request_error"))
        #expect(answer["request_id"] == .string(reply.requestID))
    }
}
