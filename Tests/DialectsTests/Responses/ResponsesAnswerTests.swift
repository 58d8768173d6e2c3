import Domain
import JSON
import Testing

@testable import Dialects

@Suite("Responses: answers")
struct ResponsesAnswerTests {
    typealias Fixtures = ResponsesFixtures

    private static func body(_ output: String, status: String = #""status":"completed""#) -> String {
        #"{"id":"resp_1","created_at":1.5,"model":"m",\#(status),"output":[\#(output)],"usage":{"input_tokens":9,"#
            + #""input_tokens_details":{"cached_tokens":4,"cache_write_tokens":2},"output_tokens":5,"#
            + #""output_tokens_details":{"reasoning_tokens":3},"total_tokens":14}}"#
    }

    @Test("everything that has a place is read, and everything else is named")
    func reading() throws {
        let output = #"""
            {"type":"reasoning","id":"rs","summary":[{"type":"summary_text","text":"s"}],"content":[{"type":"reasoning_text","text":"c"}],"encrypted_content":"E"},
            {"type":"message","content":[{"type":"output_text","text":"t","annotations":[{"type":"url_citation"}],"logprobs":[{}]},{"type":"new"}]},
            {"type":"web_search_call"},
            {"type":"function_call","call_id":"1","name":"f","arguments":"{}"}
            """#
        let answer = try Responses().readAnswer(try Fixtures.json(Self.body(output)))
        var expected = ConversationAnswer()
        expected.id = "resp_1"
        expected.model = "m"
        expected.createdAt = 1
        expected.parts = [
            .reasoning(Reasoning("c")), .reasoning(Reasoning("s", isSummary: true, seal: .encrypted("E"))),
            .text(Part.Text("t", hasCitations: true)), .toolCall(ToolCall(id: "1", name: "f", arguments: "{}")),
        ]
        expected.stop = .toolCalls
        expected.usage = Usage(input: 9, output: 5, cachedInput: 4, cacheWrite: 2, reasoning: 3)
        expected.foreign = [.answerCitations, .answerLogProbabilities, .answerVendorContent]
        #expect(answer == expected)
    }

    @Test(
        "why it stopped is read and written",
        arguments: [
            (#""status":"completed""#, .endOfTurn),
            (#""status":"incomplete","incomplete_details":{"reason":"max_output_tokens"}"#, .outputLimit),
            (#""status":"incomplete","incomplete_details":{"reason":"content_filter"}"#, .refused),
        ] as [(String, StopReason)]
    )
    func stops(status: String, stop: StopReason) throws {
        let output = #"{"type":"message","content":[{"type":"output_text","text":"t"}]}"#
        let answer = try Responses().readAnswer(try Fixtures.json(Self.body(output, status: status)))
        #expect(answer.stop == stop)
        var losses = LossReport(target: .responses)
        let written = Responses().writeAnswer(answer, Fixtures.options, losses: &losses)
        #expect(try Responses().readAnswer(written) == answer)
        #expect(losses.isEmpty)
    }

    @Test(
        "reasons without a word of their own are told, and never look complete",
        arguments: [StopReason.paused, .contextFull, .other("x")]
    )
    func oddStops(stop: StopReason) {
        var answer = ConversationAnswer()
        answer.stop = stop
        var losses = LossReport(target: .responses)
        let written = Responses().writeAnswer(answer, Fixtures.options, losses: &losses)
        #expect(written["status"] == .string("incomplete"))
        #expect(losses.fields == [.stopReason])
    }

    @Test(
        "a response without an answer is none",
        arguments: [
            (#"{"status":"failed","error":{"code":"server_error","message":"secret"},"output":[]}"#, "server_error"),
            (#"{"status":"failed","error":null,"output":[]}"#, "failed"),
            (#"{"status":"in_progress","output":[]}"#, "in_progress"), (#"{"status":"Ä","output":[]}"#, "status"),
            (#"{"status":"completed"}"#, "output"), (#"{"output":[{"type":"message"}]}"#, "output[0].content"),
            (#"{"output":[{"type":"function_call"}]}"#, "output[0]"), ("[]", "object"),
        ]
    )
    func noAnswer(body: String, named: String) throws {
        let json = try Fixtures.json(body)
        let fault = #expect(throws: TranslationFault.self) { try Responses().readAnswer(json) }
        #expect(fault?.message.contains(named) == true)
        #expect(fault?.message.contains("secret") == false)
    }

    @Test("the object repeats the request's settings and has every member that clients count on")
    func writing() throws {
        var options = Fixtures.options
        options.request = Fixtures.request([Turn(.system, [Fixtures.text("be brief")])]) {
            $0.outputLimit = "100"
            $0.sampling.temperature = "0.70"
            $0.toolChoice = .required
            $0.tools = [Tool(name: "f", parameters: .object([]))]
            $0.metadata = [ConversationRequest.Label(name: "a", value: "b")]
        }
        var answer = ConversationAnswer()
        answer.id = "chatcmpl-1"
        answer.parts = [
            .reasoning(Reasoning("think", seal: .signature("S"))), Fixtures.text(""), Fixtures.text("t"),
            .toolCall(ToolCall(id: "", name: "f", arguments: "")),
        ]
        answer.stop = .stopSequence
        answer.stopSequence = "END"
        answer.usage = Usage(input: 9, output: 5)
        var losses = LossReport(target: .responses)
        let written = Responses().writeAnswer(answer, options, losses: &losses)
        let expected = #"""
            {"id":"resp_s","object":"response","created_at":1700000000,"status":"completed","background":false,
            "error":null,"incomplete_details":null,"model":"up","output":[
            {"id":"rs_s0","type":"reasoning","summary":[],"content":[{"type":"reasoning_text","text":"think"}]},
            {"id":"msg_s1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"t"}]},
            {"id":"fc_s2","type":"function_call","status":"completed","call_id":"call_s2","name":"f","arguments":"{}"}],
            "usage":{"input_tokens":9,"input_tokens_details":{"cached_tokens":0,"cache_write_tokens":0},"output_tokens":5,
            "output_tokens_details":{"reasoning_tokens":0},"total_tokens":14},
            "instructions":"be brief","max_output_tokens":100,"metadata":{"a":"b"},"parallel_tool_calls":true,
            "previous_response_id":null,"prompt_cache_key":null,"reasoning":{"effort":null,"summary":null},
            "safety_identifier":null,"store":false,"temperature":0.70,"text":{"format":{"type":"text"}},
            "tool_choice":"required","tools":[{"type":"function","name":"f","parameters":{},"strict":false}],"top_p":null,
            "truncation":"disabled","user":null}
            """#
        #expect(written == (try Fixtures.json(expected)))
        #expect(losses.fields == [.answerReasoningSeal, .stopSequence])
    }

    @Test("half of the counts is told as none, and that as a loss")
    func halfUsage() {
        var answer = ConversationAnswer()
        answer.usage = Usage(output: 5)
        answer.stop = .endOfTurn
        var losses = LossReport(target: .responses)
        let written = Responses().writeAnswer(answer, Fixtures.options, losses: &losses)
        #expect(written["usage"] == .null)
        #expect(losses.fields == [.usage])
    }

    @Test("an answer that does not say why it stopped never looks whole", arguments: Dialect.allCases)
    func unreasoned(dialect: Dialect) {
        var losses = LossReport(target: dialect)
        let written = dialect.profile.writeAnswer(ConversationAnswer(), Fixtures.options, losses: &losses)
        let ending =
            switch dialect {
            case .chatCompletions: written["choices"]?.elements?.first?["finish_reason"]
            case .messages: written["stop_reason"]
            case .responses: written["status"]
            }
        #expect(["length", "max_tokens", "incomplete"].contains(ending?.string))
        #expect(losses.fields.contains(.stopReason))
    }
}
