import Dialects
import Domain
import JSON
import Testing

@testable import Rehearsal

@Suite("Chat Completions")
struct ChatCompletionsTests {
    private let operation = Operation.conversation(.chatCompletions)
    private let asked = Asked(behaviour: RehearsalBehaviour(answer: "Good morning to you."))

    private func body(_ more: String = "", _ content: String = "Hello") -> String {
        #"{"model":"m","messages":[{"role":"user","content":"\#(content)"}]\#(more)}"#
    }

    private var tools: String {
        #","tools":[{"type":"function","function":{"name":"get_weather","parameters":\#(Asked.tool)}}]"#
    }

    @Test("a plain answer has every field of a chat.completion and says who it is")
    func plain() throws {
        let answer = try asked.plain(operation, body())
        #expect(answer["object"] == .string("chat.completion"))
        #expect(answer["model"] == .string("holdfast-rehearsal/m"))
        #expect(answer["system_fingerprint"] == .string("fp_holdfast_rehearsal"))
        #expect(answer["created"] == .integer(1_700_000_000))
        #expect(answer.at("choices", 0, "message", "content") == .string("Good morning to you."))
        #expect(answer.at("choices", 0, "message", "role") == .string("assistant"))
        #expect(answer.at("choices", 0, "finish_reason") == .string("stop"))
        // [{"role":"user","content":"Hello"}] is 35 bytes; the answer 20: one token for every four.
        #expect(answer.at("usage", "prompt_tokens") == .integer(9))
        #expect(answer.at("usage", "completion_tokens") == .integer(5))
        #expect(answer.at("usage", "total_tokens") == .integer(14))
    }

    @Test("a stream adds up to the plain answer, opens with the role and ends with [DONE]")
    func stream() throws {
        let plain = try asked.plain(operation, body())
        let events = try asked.events(operation, body(#","stream":true"#))
        let chunks = events.compactMap(\.data)
        #expect(events.last?.data == nil)
        #expect(chunks.count == events.count - 1)
        #expect(chunks.first?.at("choices", 0, "delta", "role") == .string("assistant"))
        let text = chunks.compactMap { $0.at("choices", 0, "delta", "content")?.string }
        #expect(text == ["", "Good", " morning", " to", " you."])
        #expect(text.joined() == plain.at("choices", 0, "message", "content")?.string)
        #expect(chunks.map { $0.at("choices", 0, "finish_reason")?.string } == [nil, nil, nil, nil, nil, "stop"])
        #expect(Set(chunks.map { $0["id"] }).count == 1)
        #expect(chunks.allSatisfy { $0["object"] == .string("chat.completion.chunk") })
    }

    @Test("a stream tells usage only when asked to, and then as null until the last chunk")
    func streamUsage() throws {
        let silent = try asked.events(operation, body(#","stream":true"#)).compactMap(\.data)
        #expect(silent.allSatisfy { $0["usage"] == nil })
        let wish = #","stream":true,"stream_options":{"include_usage":true}"#
        let chunks = try asked.events(operation, body(wish)).compactMap(\.data)
        #expect(chunks.dropLast().allSatisfy { $0["usage"] == .null })
        #expect(chunks.last?["choices"] == .array([]))
        #expect(chunks.last?.at("usage", "completion_tokens") == .integer(5))
    }

    @Test("a tool that the last user message names is called with its required arguments")
    func toolCall() throws {
        let answer = try asked.plain(operation, body(tools, "use get_weather, please"))
        let message = try #require(answer.at("choices", 0, "message"))
        #expect(message["content"] == .null)
        #expect(answer.at("choices", 0, "finish_reason") == .string("tool_calls"))
        #expect(message.at("tool_calls", 0, "function", "name") == .string("get_weather"))
        #expect(message.at("tool_calls", 0, "function", "arguments") == .string(#"{"city":"rehearsal"}"#))
    }

    @Test("a streamed tool call adds up to the plain one")
    func streamedToolCall() throws {
        let plain = try asked.plain(operation, body(tools, "use get_weather"))
        let events = try asked.events(operation, body(tools + #","stream":true"#, "use get_weather"))
        let deltas = events.compactMap { $0.data?.at("choices", 0, "delta", "tool_calls", 0) }
        #expect(deltas.first?["id"]?.string?.hasPrefix("call_") == true)
        #expect(deltas.first?.at("function", "name") == .string("get_weather"))
        #expect(deltas.dropFirst().allSatisfy { $0["id"] == nil && $0["index"] == .integer(0) })
        #expect(
            deltas.compactMap { $0.at("function", "arguments")?.string }.joined()
                == plain.at("choices", 0, "message", "tool_calls", 0, "function", "arguments")?.string
        )
        #expect(events.dropLast().last?.data?.at("choices", 0, "finish_reason") == .string("tool_calls"))
    }

    @Test(
        "whether a tool is called follows the choice, the words and the turn",
        arguments: [
            ("what is the weather?", "", false), ("get_weathers", "", false),
            ("what is the weather?", #","tool_choice":"required""#, true),
            ("use get_weather", #","tool_choice":"none""#, false),
            ("hi", #","tool_choice":{"type":"function","function":{"name":"get_weather"}}"#, true),
        ]
    )
    func choice(content: String, choice: String, isCalled: Bool) throws {
        let answer = try asked.plain(operation, body(tools + choice, content))
        #expect((answer.at("choices", 0, "message", "tool_calls") != nil) == isCalled)
    }

    @Test("a tool's result is answered in words, so that an agent's loop ends")
    func toolResult() throws {
        let messages =
            #"{"model":"m","messages":[{"role":"user","content":"use get_weather"},{"role":"assistant","tool_calls":[]},"#
            + #"{"role":"tool","tool_call_id":"call_1","content":"21 degrees"}]\#(tools)}"#
        let answer = try asked.plain(operation, messages)
        #expect(answer.at("choices", 0, "message", "content") == .string("Good morning to you."))
    }

    @Test("a limit of tokens cuts the answer short and says so")
    func limit() throws {
        let answer = try asked.plain(operation, body(#","max_completion_tokens":3"#))
        #expect(answer.at("choices", 0, "message", "content") == .string("Good morning"))
        #expect(answer.at("choices", 0, "finish_reason") == .string("length"))
    }

    @Test("a JSON schema is satisfied, unless the configured words are an object already")
    func schema() throws {
        let format =
            #","response_format":{"type":"json_schema","json_schema":{"name":"w","schema":\#(Asked.tool)}}"#
        let answer = try asked.plain(operation, body(format))
        #expect(answer.at("choices", 0, "message", "content") == .string(#"{"city":"rehearsal"}"#))
        let scripted = Asked(behaviour: RehearsalBehaviour(answer: #"{"city":"Oslo"}"#))
        let own = try scripted.plain(operation, body(format))
        #expect(own.at("choices", 0, "message", "content") == .string(#"{"city":"Oslo"}"#))
    }

    @Test(
        "what is no request gets a 400 in OpenAI's shape that names the place",
        arguments: [
            ("{", JSONValue.null), ("[]", .null), (#"{"messages":[]}"#, .string("model")),
            (#"{"model":"m"}"#, .string("messages")), (#"{"model":"m","messages":[{}]}"#, .string("messages")),
            (#"{"model":"m","messages":[{"role":"user","content":"x"}],"stream":1}"#, .string("stream")),
            (#"{"model":"m","messages":[{"role":"user","content":"x"}],"n":2}"#, .string("n")),
            (#"{"model":"m","messages":[{"role":"user","content":"x"}],"max_tokens":0}"#, .string("max_tokens")),
            (
                #"{"model":"m","messages":[{"role":"user","content":"x"}],"tool_choice":"required"}"#,
                .string("tool_choice")
            ),
        ]
    )
    func refusal(body: String, parameter: JSONValue) throws {
        let reply = asked.reply(operation, body)
        #expect(reply.status == 400)
        let error = try #require(try JSONValue(parsing: reply.bytes)["error"])
        #expect(error["type"] == .string("invalid_request_error"))
        #expect(error["param"] == parameter)
        #expect(error["message"]?.string?.isEmpty == false)
    }
}
