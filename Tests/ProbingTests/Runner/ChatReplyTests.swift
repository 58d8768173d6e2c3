import Probing
import Testing

@Suite("Answers to trials")
struct ChatReplyTests {
    private static func read(_ text: String) -> ChatReply? { ChatReply(Array(text.utf8)) }

    private static func choice(_ message: String, _ finish: String = #""stop""#) -> String {
        #"{"model":"opal-2","system_fingerprint":"fp_1","choices":[{"message":\#(message),"finish_reason":\#(finish)}]}"#
    }

    @Test("text, who answered and which build are read")
    func plain() {
        let reply = Self.read(Self.choice(#"{"role":"assistant","content":"Hello"}"#))
        #expect(reply?.answer == Answer(text: "Hello"))
        #expect(reply?.model == "opal-2" && reply?.build == "fp_1")
    }

    @Test(
        "each way to end is told apart",
        arguments: [
            (#""stop""#, Answer.Ending.finished), (#""length""#, .length), (#""tool_calls""#, .toolCalls),
            (#""function_call""#, .toolCalls), (#""content_filter""#, .filtered), (#""odd""#, .unknown),
            ("null", .unknown), ("3", .unknown),
        ]
    )
    func endings(finish: String, ending: Answer.Ending) {
        #expect(Self.read(Self.choice(#"{"content":"a"}"#, finish))?.answer.ending == ending)
    }

    @Test("parts, reasoning, calls and refusals are read wherever they stand")
    func shapes() {
        let parts = Self.read(Self.choice(#"{"content":[{"type":"text","text":"a"},{"type":"x"},{"text":"b"}]}"#))
        #expect(parts?.answer.text == "ab")
        for member in ["reasoning", "reasoning_content"] {
            #expect(Self.read(Self.choice(#"{"content":"a","\#(member)":"r"}"#))?.answer.reasoning == "r")
        }
        let calls = Self.read(
            Self.choice(
                #"{"content":null,"tool_calls":[{"function":{"name":"pay","arguments":"{broken"}},{"id":"x"},{"function":{"name":"b"}}]}"#
            )
        )
        #expect(calls?.answer.toolCalls == [.init(name: "pay", arguments: "{broken"), .init(name: "b", arguments: "")])
        let refusal = Self.read(Self.choice(#"{"content":null,"refusal":"No."}"#))
        #expect(refusal?.answer == Answer(text: "No.", ending: .refused))
    }

    @Test("a refusal without words is none, and one that was cut or withheld is that")
    func emptyRefusals() {
        for empty in [#""""#, #"" ""#, "null"] {
            let reply = Self.read(Self.choice(#"{"content":"a","refusal":\#(empty)}"#))
            #expect(reply?.answer == Answer(text: "a"))
        }
        for (finish, ending) in [("length", Answer.Ending.length), ("content_filter", .filtered)] {
            let reply = Self.read(Self.choice(#"{"content":null,"refusal":"No"}"#, "\"\(finish)\""))
            #expect(reply?.answer.ending == ending)
        }
    }

    @Test("arguments of a call that come as JSON, and not as a text, are read")
    func argumentsAsJSON() {
        let call = #"{"content":null,"tool_calls":[{"function":{"name":"pay","arguments":{"amount":9500}}}]}"#
        let reply = Self.read(Self.choice(call, #""tool_calls""#))
        #expect(reply?.answer.toolCalls == [.init(name: "pay", arguments: #"{"amount":9500}"#)])
    }

    @Test(
        "what is no answer is none: its trial is an error, never a pass",
        arguments: [
            "", "null", "[]", "{}", "not json", #"{"choices":[]}"#, #"{"choices":[{}]}"#,
            #"{"choices":[{"message":"Hello"}]}"#, #"{"choices":{"message":{"content":"a"}}}"#,
            #"{"choices":[{"message":{"content":"a"}}]"#, #"{"error":{"message":"no"}}"#,
            #"{"choices":[{"message":{"content":"a"},"finish_reason":"stop"}],"error":{"message":"no"}}"#,
        ]
    )
    func garbage(text: String) {
        #expect(Self.read(text) == nil)
    }
}
