import Domain
import JSON
import Testing

@testable import Dialects

@Suite("Messages: answers, errors, seals")
struct MessagesAnswerTests {
    @Test("an answer is read with all that it holds")
    func read() throws {
        let answer = try Messages().readAnswer(
            MessagesFixture.json(
                #"""
                {"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[
                {"type":"thinking","thinking":"Hm","signature":"S"},{"type":"redacted_thinking","data":"D"},
                {"type":"text","text":"Yes","citations":[{"type":"char_location"}]},{"type":"server_tool_use"},
                {"type":"tool_use","id":"t","name":"f","input":{"x":1.50}}],"stop_reason":"stop_sequence","stop_sequence":"!",
                "usage":{"input_tokens":5,"cache_read_input_tokens":20,"cache_creation_input_tokens":3,"output_tokens":7,
                "output_tokens_details":{"thinking_tokens":2}}}
                """#
            )
        )
        #expect(answer.id == "msg_1" && answer.model == "claude-x")
        #expect(
            answer.parts == [
                .reasoning(Reasoning("Hm", seal: .signature("S"))), .reasoning(Reasoning("", seal: .encrypted("D"))),
                .text(Part.Text("Yes", hasCitations: true)),
                .toolCall(ToolCall(id: "t", name: "f", arguments: #"{"x":1.50}"#)),
            ]
        )
        #expect(answer.stop == .stopSequence && answer.stopSequence == "!")
        #expect(answer.usage == Usage(input: 28, output: 7, cachedInput: 20, cacheWrite: 3, reasoning: 2))
        #expect(answer.foreign == [.answerVendorContent])
    }

    @Test("a malformed answer names the field", arguments: [#"{}"#, #"{"content":[{"type":"text"}]}"#, "7"])
    func malformed(body: String) throws {
        let fault = #expect(throws: TranslationFault.self) { try Messages().readAnswer(MessagesFixture.json(body)) }
        #expect(fault?.message.contains("content") == true)
    }

    @Test(
        "arguments that cannot be read stand in an object, and that is told",
        arguments: [
            (#"{"a":1e400}"#, [.answerToolCalls]), (#"{"a":1,"a":2}"#, [.answerToolCalls]), ("{", [.answerToolCalls]),
            (#"{"a":1}"#, []), ("", []), ("[1]", []),
        ] as [(String, [ConversationField])]
    )
    func unreadArguments(text: String, lost: [ConversationField]) {
        var answer = ConversationAnswer()
        answer.parts = [.toolCall(ToolCall(id: "t", name: "f", arguments: text))]
        answer.stop = .toolCalls
        var losses = LossReport(target: .messages)
        let body = Messages().writeAnswer(answer, MessagesFixture.options, losses: &losses)
        let input = body["content"]?.elements?.first?["input"]
        #expect(losses.fields == lost)
        if !lost.isEmpty { #expect(input == .object((MessagesArguments.wrapper, .string(text)))) }
    }

    @Test("an answer that does not say why it stopped is a fault", arguments: ["", #","stop_reason":null"#])
    func unreasoned(member: String) throws {
        #expect(throws: TranslationFault("The answer has no `stop_reason`.")) {
            try Messages().readAnswer(MessagesFixture.json("{\"content\":[]\(member)}"))
        }
    }

    @Test("an answer is written as the SDK reads it")
    func write() throws {
        var answer = ConversationAnswer()
        answer.id = "chatcmpl-1"
        answer.parts = [
            .reasoning(Reasoning("Hm", seal: .encrypted("D"))), .text(Part.Text("Yes", hasCitations: true)),
            .toolCall(ToolCall(id: "call_1", name: "f", arguments: "")),
        ]
        answer.stop = .toolCalls
        answer.usage = Usage(input: 28, output: 7, cachedInput: 20, reasoning: 2)
        var losses = LossReport(target: .messages)
        let body = Messages().writeAnswer(answer, MessagesFixture.options, losses: &losses)
        #expect(
            MessagesFixture.text(body)
                == #"{"id":"msg_seed","type":"message","role":"assistant","model":"claude","content":"#
                + #"[{"type":"thinking","thinking":"Hm","signature":""},{"type":"text","text":"Yes"},"#
                + #"{"type":"tool_use","id":"call_1","name":"f","input":{}}],"stop_reason":"tool_use","stop_sequence":null,"#
                + #""stop_details":null,"usage":{"input_tokens":8,"cache_read_input_tokens":20,"output_tokens":7,"#
                + #""output_tokens_details":{"thinking_tokens":2}}}"#
        )
        #expect(losses.fields == [.answerReasoningSeal, .answerCitations])
    }

    @Test(
        "reasons to stop keep their meaning both ways",
        arguments: [
            "end_turn", "stop_sequence", "max_tokens", "tool_use", "refusal", "pause_turn",
            "model_context_window_exceeded",
        ]
    )
    func stops(word: String) {
        #expect(StopReason(messages: word, hasCalls: false).messagesWord == word)
    }

    @Test("a turn that ends in calls stops for them, plain and streamed")
    func endOfTurnWithCalls() throws {
        let call = #"{"type":"tool_use","id":"1","name":"f","input":{}}"#
        let body = try MessagesFixture.json(#"{"content":[\#(call)],"stop_reason":"end_turn"}"#)
        #expect(try Messages().readAnswer(body).stop == .toolCalls)
        let frames = [
            #"{"type":"content_block_start","index":0,"content_block":\#(call)}"#,
            #"{"type":"message_delta","delta":{"stop_reason":"end_turn"}}"#, #"{"type":"message_stop"}"#,
        ]
        let bytes = Array(frames.map { "data: \($0)\n\n" }.joined().utf8)
        #expect(try StreamAssembler.answer(bytes, .messages).answer.stop == .toolCalls)
    }

    @Test("a model that declines in its own words stops for refusal; an unknown reason never looks whole and is told")
    func oddStops() {
        var answer = ConversationAnswer()
        var losses = LossReport(target: .messages)
        answer.parts = [.refusal("No.")]
        answer.stop = .endOfTurn
        var body = Messages().writeAnswer(answer, MessagesFixture.options, losses: &losses)
        #expect(body["stop_reason"]?.string == "refusal" && losses.isEmpty)
        answer.parts = []
        answer.stop = .other("tired")
        body = Messages().writeAnswer(answer, MessagesFixture.options, losses: &losses)
        #expect(body["stop_reason"]?.string == "max_tokens" && losses.fields == [.stopReason])
    }

    @Test(
        "errors keep a type of Anthropic's and get one by status otherwise",
        arguments: [
            (UpstreamError(type: "billing_error"), 400, "billing_error", nil),
            (UpstreamError(type: "server_error"), 529, "overloaded_error", "server_error"),
            (UpstreamError(type: "invalid", code: "bad"), 400, "invalid_request_error", "bad"),
            (UpstreamError(), 401, "authentication_error", nil), (UpstreamError(), 403, "permission_error", nil),
            (UpstreamError(), 404, "not_found_error", nil), (UpstreamError(), 413, "request_too_large", nil),
            (UpstreamError(), 429, "rate_limit_error", nil), (UpstreamError(), 500, "api_error", nil),
            (UpstreamError(), 503, "overloaded_error", nil), (UpstreamError(), 504, "timeout_error", nil),
        ] as [(UpstreamError, Int, String, String?)]
    )
    func errors(error: UpstreamError, status: Int, type: String, code: String?) {
        let body = Messages().writeError(error, status: status, requestID: "r")
        #expect(body["type"]?.string == "error" && body["request_id"]?.string == "r")
        #expect(body["error"]?["type"]?.string == type && body["error"]?["code"]?.string == code)
        #expect(Messages().readError(body).type == type)
    }

    @Test("sealed thinking is listed and taken out, the rest stays as it stands")
    func seals() throws {
        let body = try MessagesFixture.json(
            #"""
            {"model":"m","x":1,"thinking":{"type":"enabled","budget_tokens":2000},"messages":[{"role":"user","content":"a"},
            {"role":"assistant","content":[{"type":"thinking","thinking":"t","signature":""}]},
            {"role":"assistant","content":[{"type":"thinking","thinking":"t","signature":"S"},
            {"type":"redacted_thinking","data":"D"},{"type":"tool_use","id":"1","name":"f","input":{}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"1"}]}]}
            """#
        )
        var lost: [ConversationField] = []
        #expect(Messages().seals(in: body) == [.signature(""), .signature("S"), .encrypted("D")])
        #expect(
            MessagesFixture.text(Messages().removingSeals(from: body, losing: &lost) { _ in true })
                == #"{"model":"m","x":1,"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"#
                + #"[{"type":"tool_use","id":"1","name":"f","input":{}}]},{"role":"user","content":"#
                + #"[{"type":"tool_result","tool_use_id":"1"}]}]}"#
        )
        #expect(lost == [.reasoningContent, .reasoningBudget])
        lost = []
        #expect(
            MessagesFixture.text(Messages().removingUnsealedReasoning(from: body, losing: &lost))
                == MessagesFixture.text(body).replacing(
                    #"{"role":"assistant","content":[{"type":"thinking","thinking":"t","signature":""}]},"#,
                    with: ""
                )
        )
        #expect(lost == [.reasoningContent])
        // Of two models' thinking only one's is taken out, and what no model takes back.
        let own = MessagesFixture.text(Messages().removingSeals(from: body, losing: &lost) { $0 == .encrypted("D") })
        #expect(own.contains(#""signature":"S""#) && !own.contains(#""data":"D""#) && !own.contains(#""signature":"""#))
        let plain = try MessagesFixture.json(#"{"messages":[{"role":"user","content":[]}]}"#)
        #expect(Messages().removingSeals(from: plain) == plain)
        #expect(Messages().removingUnsealedReasoning(from: plain) == plain)
        for other in [Dialect.chatCompletions, .responses] {
            #expect(other.profile.removingUnsealedReasoning(from: body) == body)
        }
    }

    @Test("a budget goes with thinking before open calls that no model signed")
    func unsealedBudget() throws {
        let body = try MessagesFixture.json(
            #"""
            {"thinking":{"type":"enabled"},"messages":[{"role":"assistant","content":[{"type":"thinking","thinking":""},
            {"type":"tool_use"}]},{"role":"user","content":[{"type":"tool_result"}]}]}
            """#
        )
        var lost: [ConversationField] = []
        let left = Messages().removingUnsealedReasoning(from: body, losing: &lost)
        #expect(
            MessagesFixture.text(left)
                == #"{"messages":[{"role":"assistant","content":[{"type":"tool_use"}]},"#
                + #"{"role":"user","content":[{"type":"tool_result"}]}]}"#
        )
        #expect(lost == [.reasoningBudget])
    }
}
