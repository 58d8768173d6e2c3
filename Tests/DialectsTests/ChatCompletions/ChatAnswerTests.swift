import Domain
import JSON
import Testing

@testable import Dialects

@Suite("Chat Completions: whole answers")
struct ChatAnswerTests {
    private func answer(_ message: String, finish: String = "stop", rest: String = "") -> String {
        #"{"id":"chatcmpl-1","created":7,"model":"m","choices":[{"index":0,"message":\#(message),"#
            + #""finish_reason":"\#(finish)"}]\#(rest)}"#
    }

    @Test("a full answer is read")
    func full() throws {
        let answer = try ChatExamples.profile.readAnswer(
            chatJSON(
                answer(
                    #"""
                    {"role":"assistant","content":"t","refusal":null,"reasoning_content":"why","annotations":[],
                    "tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":""}}]}
                    """#,
                    finish: "tool_calls",
                    rest: #"""
                        ,"usage":{"prompt_tokens":10,"completion_tokens":4,"total_tokens":14,
                        "prompt_tokens_details":{"cached_tokens":6,"cache_write_tokens":2},
                        "completion_tokens_details":{"reasoning_tokens":3}}
                        """#
                )
            )
        )
        var expected = ConversationAnswer()
        expected.id = "chatcmpl-1"
        expected.model = "m"
        expected.createdAt = 7
        expected.parts = [
            .reasoning(.init("why")), .text(.init("t")), .toolCall(.init(id: "c", name: "f", arguments: "")),
        ]
        expected.stop = .toolCalls
        expected.usage = Usage(input: 10, output: 4, cachedInput: 6, cacheWrite: 2, reasoning: 3)
        #expect(answer == expected)
    }

    @Test(
        "why it stopped",
        arguments: [
            ("stop", StopReason.endOfTurn), ("length", .outputLimit), ("content_filter", .refused),
            ("function_call", .toolCalls), ("eos", .endOfTurn), ("strange", .other("strange")),
        ]
    )
    func stops(word: String, reason: StopReason) throws {
        let body = try chatJSON(answer(#"{"content":"t"}"#, finish: word))
        #expect(try ChatExamples.profile.readAnswer(body).stop == reason)
    }

    @Test("the second call with an id gets one of ours")
    func sameID() throws {
        let call = #"{"id":"t","function":{"name":"f","arguments":"{}"}}"#
        let read = try ChatExamples.profile.readAnswer(
            chatJSON(answer(#"{"tool_calls":[\#(call),\#(call)]}"#, finish: "tool_calls"))
        )
        #expect(
            read.parts == [
                .toolCall(.init(id: "t", name: "f", arguments: "{}")),
                .toolCall(.init(id: "call_chatcmpl11", name: "f", arguments: "{}")),
            ]
        )
    }

    @Test("habits of other servers: `stop` with calls, calls without id, parts, the sequence that ended it")
    func habits() throws {
        let calls = try ChatExamples.profile.readAnswer(
            chatJSON(answer(#"{"tool_calls":[{"function":{"name":"f","arguments":{"a":1}}}]}"#))
        )
        #expect(calls.stop == .toolCalls)
        #expect(calls.parts == [.toolCall(.init(id: "call_chatcmpl10", name: "f", arguments: #"{"a":1}"#))])
        let parts = try ChatExamples.profile.readAnswer(
            chatJSON(
                answer(
                    #"""
                    {"content":[{"type":"thinking","thinking":[{"type":"text","text":"w"}]},{"type":"text","text":"t"},
                    {"type":"image_url"}]}
                    """#
                )
            )
        )
        #expect(parts.parts == [.reasoning(.init("w")), .text(.init("t"))])
        #expect(parts.foreign == [.answerVendorContent])
        let sequence = try ChatExamples.profile.readAnswer(
            chatJSON(#"{"choices":[{"message":{"content":"t"},"finish_reason":"stop","stop_reason":"END"}]}"#)
        )
        #expect(sequence.stop == .stopSequence)
        #expect(sequence.stopSequence == "END")
    }

    @Test("a call under its older name is a call")
    func olderCall() throws {
        let body = answer(#"{"content":null,"function_call":{"name":"f","arguments":"{}"}}"#, finish: "function_call")
        let read = try ChatAnswerReader.read(try JSONValue(parsing: Array(body.utf8)))
        guard case .toolCall(let call)? = read.parts.first else { throw TranslationFault("no call") }
        #expect(call.name == "f" && call.arguments == "{}" && !call.id.isEmpty)
        #expect(read.stop == .toolCalls)
    }

    @Test("what the answer holds beyond that is named")
    func foreign() throws {
        let answer = try ChatExamples.profile.readAnswer(
            chatJSON(
                #"""
                {"choices":[{"index":0,"message":{"content":"t","annotations":[{"type":"url_citation"}],
                "audio":{"id":"x"}},"logprobs":{"content":[]},"finish_reason":"stop"},
                {"index":1,"message":{"content":"u"},"finish_reason":"stop"}]}
                """#
            )
        )
        #expect(Set(answer.foreign) == [.answerCitations, .answerVendorContent, .answerLogProbabilities, .choices])
        #expect(answer.parts == [.text(.init("t", hasCitations: true))])
    }

    @Test(
        "a malformed answer is a fault",
        arguments: [
            "[]", "{}", #"{"error":{"message":"m"}}"#, #"{"choices":[]}"#, #"{"choices":[{"finish_reason":"stop"}]}"#,
            #"{"choices":[{"message":{"content":"cut"},"finish_reason":null}]}"#,
            #"{"choices":[{"message":{"content":"cut"},"finish_reason":"error"}]}"#,
            #"{"choices":[{"message":{"content":"cut"},"finish_reason":""}]}"#,
            #"{"choices":[{"message":{"content":7},"finish_reason":"stop"}]}"#,
            #"{"choices":[{"message":{"tool_calls":[{"function":{}}]},"finish_reason":"stop"}]}"#,
        ]
    )
    func faults(body: String) throws {
        #expect(throws: TranslationFault.self) { try ChatExamples.profile.readAnswer(chatJSON(body)) }
    }

    @Test("an answer is written as OpenAI writes it")
    func write() throws {
        var answer = ConversationAnswer()
        answer.id = "msg_1"
        answer.parts = [
            .reasoning(.init("why", seal: .signature("s"))), .text(.init("a")), .text(.init("b")),
            .toolCall(.init(id: "toolu_1", name: "f", arguments: "")),
        ]
        answer.stop = .toolCalls
        answer.usage = Usage(input: 10, output: 4, cachedInput: 6)
        var losses = LossReport(target: .chatCompletions)
        let body = ChatExamples.profile.writeAnswer(answer, ChatExamples.options, losses: &losses)
        #expect(
            try body
                == chatJSON(
                    #"""
                    {"id":"chatcmpl-seed1","object":"chat.completion","created":1700000000,"model":"up","choices":[
                    {"index":0,"message":{"role":"assistant","content":"ab","refusal":null,"annotations":[],"tool_calls":[
                    {"id":"toolu_1","type":"function","function":{"name":"f","arguments":"{}"}}]},"logprobs":null,
                    "finish_reason":"tool_calls"}],"usage":{"prompt_tokens":10,"completion_tokens":4,"total_tokens":14,
                    "prompt_tokens_details":{"cached_tokens":6}}}
                    """#
                )
        )
        #expect(losses.fields == [.answerReasoning, .answerReasoningSeal])
    }

    @Test(
        "reasons to stop, and the content they leave",
        arguments: [
            (StopReason.endOfTurn, Part.text(.init("t")), "stop"), (.stopSequence, .text(.init("t")), "stop"),
            (.outputLimit, .text(.init("t")), "length"), (.contextFull, .text(.init("t")), "length"),
            (.paused, .text(.init("t")), "length"), (.other("x"), .text(.init("t")), "length"),
            (.refused, .text(.init("t")), "content_filter"), (.refused, .refusal("no"), "stop"),
        ]
    )
    func writtenStops(reason: StopReason, part: Part, word: String) {
        var answer = ConversationAnswer()
        answer.stop = reason
        answer.parts = [part]
        var losses = LossReport(target: .chatCompletions)
        let choice = ChatExamples.profile.writeAnswer(answer, ChatExamples.options, losses: &losses)["choices"]?
            .elements?[0]
        #expect(choice?["finish_reason"] == .string(word))
        if case .refusal = part {
            #expect(choice?["message"]?["content"] == .null)
            #expect(choice?["message"]?["refusal"] == .string("no"))
        }
    }
}
