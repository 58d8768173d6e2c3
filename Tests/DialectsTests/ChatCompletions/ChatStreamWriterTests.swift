import Domain
import JSON
import Testing

@testable import Dialects

@Suite("Chat Completions: writing streams")
struct ChatStreamWriterTests {
    private static let head =
        #"data: {"id":"chatcmpl-seed1","object":"chat.completion.chunk","created":7,"model":"m","choices":["#

    private func expected(_ deltas: [String], finish: String, usage: String?) -> String {
        let tail = usage == nil ? "}]}\n\n" : #"}],"usage":null}"# + "\n\n"
        var text = ""
        for delta in deltas {
            text += Self.head + #"{"index":0,"delta":\#(delta),"logprobs":null,"finish_reason":null"# + tail
        }
        text += Self.head + #"{"index":0,"delta":{},"logprobs":null,"finish_reason":"\#(finish)""# + tail
        if let usage { text += Self.head + #"],"usage":\#(usage)}"# + "\n\n" }
        return text + "data: [DONE]\n\n"
    }

    @Test("text with usage; reasoning is lost")
    func text() {
        let (text, lost) = ChatExamples.written([
            .started(id: "msg_1", model: "m", createdAt: 7), .usage(Usage(input: 3)),
            .opened(0, .reasoning(isSummary: false)), .delta(0, "why"), .sealed(0, .signature("s")), .closed(0),
            .opened(1, .text), .delta(1, "a\"b"), .delta(1, "ü"), .closed(1), .usage(Usage(output: 2, reasoning: 1)),
            .stopped(.endOfTurn, sequence: nil), .ended,
        ])
        let usage =
            #"{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5,"completion_tokens_details":{"reasoning_tokens":1}}"#
        #expect(
            text
                == expected(
                    [
                        #"{"role":"assistant","content":"","refusal":null}"#, #"{"content":"a\"b"}"#,
                        #"{"content":"ü"}"#,
                    ],
                    finish: "stop",
                    usage: usage
                )
        )
        #expect(lost == [.answerReasoning, .answerReasoningSeal])
    }

    @Test("calls from 0, and who asks for no usage sees none")
    func calls() {
        var options = ChatExamples.options
        options.includesUsage = false
        let (text, lost) = ChatExamples.written(
            [
                .started(id: nil, model: "m", createdAt: 7), .opened(0, .toolCall(id: "a", name: "f")),
                .delta(0, #"{"x":"#), .delta(0, "1}"), .closed(0), .opened(1, .toolCall(id: "b", name: "g")),
                .closed(1),
                .usage(Usage(input: 1, output: 1)), .stopped(.toolCalls, sequence: nil), .ended,
            ],
            options
        )
        #expect(
            text
                == expected(
                    [
                        #"{"role":"assistant","content":null,"refusal":null}"#,
                        #"{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}]}"#,
                        #"{"tool_calls":[{"index":0,"function":{"arguments":"{\"x\":"}}]}"#,
                        #"{"tool_calls":[{"index":0,"function":{"arguments":"1}"}}]}"#,
                        #"{"tool_calls":[{"index":1,"id":"b","type":"function","function":{"name":"g","arguments":""}}]}"#,
                        #"{"tool_calls":[{"index":1,"function":{"arguments":"{}"}}]}"#,
                    ],
                    finish: "tool_calls",
                    usage: nil
                )
        )
        #expect(lost.isEmpty)
    }

    @Test("calls that grow side by side come one after the other, and text between them at once")
    func sideBySide() {
        var options = ChatExamples.options
        options.includesUsage = false
        let text = ChatExamples.written(
            [
                .started(id: nil, model: "m", createdAt: 7), .opened(0, .toolCall(id: "a", name: "f")),
                .opened(1, .toolCall(id: "b", name: "g")), .delta(0, "1"), .delta(1, "{"),
                .opened(2, .toolCall(id: "c", name: "h")), .closed(2), .opened(3, .text), .delta(3, "t"), .closed(3),
                .delta(1, "}"), .closed(1), .opened(4, .toolCall(id: "d", name: "i")), .delta(0, "2"), .closed(0),
                .delta(4, "4"), .closed(4), .stopped(.toolCalls, sequence: nil), .ended,
            ],
            options
        ).text
        func opened(_ index: Int, _ id: String, _ name: String) -> String {
            #"{"tool_calls":[{"index":\#(index),"id":"\#(id)","type":"function","function":{"name":"\#(name)","arguments":""}}]}"#
        }
        func arguments(_ index: Int, _ text: String) -> String {
            #"{"tool_calls":[{"index":\#(index),"function":{"arguments":"\#(text)"}}]}"#
        }
        #expect(
            text
                == expected(
                    [
                        #"{"role":"assistant","content":null,"refusal":null}"#, opened(0, "a", "f"), arguments(0, "1"),
                        #"{"content":"t"}"#, arguments(0, "2"), opened(1, "b", "g"), arguments(1, "{}"),
                        opened(2, "c", "h"), arguments(2, "{}"), opened(3, "d", "i"), arguments(3, "4"),
                    ],
                    finish: "tool_calls",
                    usage: nil
                )
        )
    }

    @Test("what waits has a bound, and room is free again behind it")
    func bound() {
        let piece = String(repeating: "x", count: ChatCallQueue.mostHeld - (8 << 10))
        var writer = ChatStreamWriter(ChatExamples.options)
        var bytes: [UInt8] = []
        for first in [0, 2] {
            writer.write(.opened(first, .toolCall(id: "a", name: "f")), to: &bytes)
            writer.write(.opened(first + 1, .toolCall(id: "b", name: "g")), to: &bytes)
            bytes = []
            writer.write(.delta(first + 1, piece), to: &bytes)
            #expect(bytes.isEmpty && writer.failure == nil)
            writer.write(.closed(first), to: &bytes)
            writer.write(.closed(first + 1), to: &bytes)
            #expect(bytes.count > piece.utf8.count && writer.failure == nil)
        }
        writer.write(.opened(4, .toolCall(id: "a", name: "f")), to: &bytes)
        writer.write(.opened(5, .toolCall(id: "b", name: "g")), to: &bytes)
        writer.write(.delta(5, piece + "x"), to: &bytes)
        #expect(writer.failure?.code == "server_error")
        bytes = []
        writer.write(.ended, to: &bytes)
        #expect(bytes.isEmpty)
        writer = ChatStreamWriter(ChatExamples.options)
        for number in 0...1024 { writer.write(.opened(number, .toolCall(id: "", name: "f")), to: &bytes) }
        #expect(writer.failure == nil)
        writer.write(.opened(1025, .toolCall(id: "", name: "f")), to: &bytes)
        #expect(writer.failure != nil)
    }

    @Test("a refusal, and an answer without content")
    func refusal() {
        var options = ChatExamples.options
        options.includesUsage = false
        let start = StreamEvent.started(id: nil, model: "m", createdAt: 7)
        #expect(
            ChatExamples.written(
                [start, .opened(0, .refusal), .delta(0, "no"), .closed(0), .stopped(.refused, sequence: nil), .ended],
                options
            ).text
                == expected(
                    [#"{"role":"assistant","content":null,"refusal":null}"#, #"{"refusal":"no"}"#],
                    finish: "stop",
                    usage: nil
                )
        )
        #expect(
            ChatExamples.written([start, .stopped(.refused, sequence: nil), .ended], options).text
                == expected(
                    [#"{"role":"assistant","content":"","refusal":null}"#],
                    finish: "content_filter",
                    usage: nil
                )
        )
    }

    @Test("a failure is an error and never followed by the end mark")
    func failure() {
        let text = ChatExamples.written([.failed(UpstreamError(type: "overloaded_error", message: "busy"))]).text
        #expect(
            text == #"data: {"error":{"message":"busy","type":"overloaded_error","param":null,"code":null}}"# + "\n\n"
        )
    }
}
