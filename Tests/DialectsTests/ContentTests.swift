import Domain
import Testing

@testable import Dialects

@Suite("Content and answers")
struct ContentTests {
    @Test(
        "text, reasoning, tool calls and refusals are content; what merely frames them is not",
        arguments: [
            (.chatCompletions, #"{"choices":[{"delta":{"content":"a"}}]}"#, true),
            (.chatCompletions, #"{"choices":[{"delta":{"content":""}}]}"#, false),
            (.chatCompletions, #"{"choices":[{"delta":{"content":null}}]}"#, false),
            (.chatCompletions, #"{"choices":[{"delta":{"role":"assistant"}}]}"#, false),
            (.chatCompletions, #"{"choices":[{"delta":{"refusal":"no"}}]}"#, true),
            (.chatCompletions, #"{"choices":[{"delta":{"reasoning_content":"hm"}}]}"#, true),
            (.chatCompletions, #"{"choices":[{"delta":{"tool_calls":[{"index":0}]}}]}"#, true),
            (.chatCompletions, #"{"choices":[{"delta":{"tool_calls":[]}}]}"#, false),
            (.messages, #"{"type":"content_block_delta","delta":{"type":"text_delta","text":"a"}}"#, true),
            (.messages, #"{"type":"content_block_delta","delta":{"type":"thinking_delta","thinking":"a"}}"#, true),
            (
                .messages, #"{"type":"content_block_delta","delta":{"type":"input_json_delta","partial_json":"{"}}"#,
                true
            ),
            (
                .messages, #"{"type":"content_block_delta","delta":{"type":"input_json_delta","partial_json":""}}"#,
                false
            ),
            (.messages, #"{"type":"content_block_delta","delta":{"type":"signature_delta","signature":"x"}}"#, false),
            (
                .messages, #"{"type":"content_block_start","content_block":{"type":"tool_use","id":"t","name":"f"}}"#,
                false
            ),
            (.messages, #"{"type":"message_delta","delta":{"stop_reason":"end_turn"}}"#, false),
            (.messages, #"{"type":"ping"}"#, false),
            (.responses, #"{"type":"response.output_text.delta","delta":"a"}"#, true),
            (.responses, #"{"type":"response.refusal.delta","delta":"no"}"#, true),
            (.responses, #"{"type":"response.function_call_arguments.delta","delta":"{"}"#, true),
            (.responses, #"{"type":"response.output_text.delta","delta":""}"#, false),
            (.responses, #"{"type":"response.created","response":{"output":[{"text":"x"}]}}"#, false),
        ] as [(Dialect, String, Bool)]
    )
    func content(dialect: Dialect, data: String, isContent: Bool) {
        var scanner = StreamScanner(dialect)
        let progress = Array("data: \(data)\n\n".utf8).withUnsafeBytes { scanner.follow($0) }
        #expect(progress.hasContent == isContent)
        #expect(progress.failure == nil)
    }

    @Test("a plain answer tells id, model, usage and how it ended")
    func plainAnswers() {
        let chat = answer(
            #"{"id":"c","model":"g","choices":[{"message":{"content":"x"},"finish_reason":"length"}],"usage":{"prompt_tokens":1,"completion_tokens":2,"completion_tokens_details":{"reasoning_tokens":1}}}"#
        )
        #expect(
            chat
                == Answer(
                    id: "c",
                    model: "g",
                    usage: Usage(input: 1, output: 2, reasoning: 1),
                    finishReason: "length",
                    isRefusal: false
                )
        )
        let messages = answer(
            #"{"type":"message","id":"m","model":"c","content":[],"stop_reason":"refusal","usage":{"input_tokens":1,"cache_creation_input_tokens":2,"cache_read_input_tokens":3,"output_tokens":4}}"#
        )
        #expect(
            messages
                == Answer(
                    id: "m",
                    model: "c",
                    usage: Usage(input: 6, output: 4, cachedInput: 3, cacheWrite: 2),
                    finishReason: "refusal",
                    isRefusal: true
                )
        )
        #expect(answer(#"{"choices":[{"message":{"refusal":"no"}}]}"#)?.isRefusal == true)
        #expect(answer(#"{"id":"r","status":"completed","model":"g","output":[]}"#)?.finishReason == "completed")
    }

    @Test(
        "what is no whole JSON object, or says nothing of an answer, is none",
        arguments: [
            "", "[]", "{", "{}x", "<html>", #"{"id":"a" "b":1}"#, "{}", #"{"choices":[]}"#, #"{"choices":null}"#,
            #"{"detail":"starting"}"#, #"{"content":"x"}"#, #"{"object":"error","message":"no"}"#,
        ]
    )
    func noAnswer(body: String) {
        #expect(answer(body) == nil)
    }

    @Test("an answer is looked at, not judged: keys that stand twice pass, the first one's value is told")
    func lenient() {
        #expect(
            answer(#"{"id":"a","id":"b","choices":[{"message":{"content":"\"}"},"finish_reason":"stop"}]}"#)?.id == "a"
        )
    }

    @Test(
        "counts that cannot be are unknown, never zero",
        arguments: [
            #"{"prompt_tokens":-1}"#, #"{"prompt_tokens":1.5}"#, #"{"prompt_tokens":"9"}"#,
            #"{"prompt_tokens":1000000001}"#, #"{"input_tokens":999999999999999999}"#,
            #"{"d":{"cached_tokens":-5,"reasoning_tokens":99999999999}}"#, "null", "[]", "7",
        ]
    )
    func badUsage(usage: String) {
        #expect(answer(#"{"choices":[{}],"usage":\#(usage)}"#)?.usage == Usage())
    }

    @Test("cache counts told beside prompt tokens are part of them already")
    func mixedNames() {
        let usage = answer(
            #"{"choices":[{}],"usage":{"prompt_tokens":10,"completion_tokens":1,"cache_read_input_tokens":8}}"#
        )?
        .usage
        #expect(usage == Usage(input: 10, output: 1, cachedInput: 8))
    }

    private func answer(_ body: String) -> Answer? {
        Array(body.utf8).withUnsafeBytes { Answer.read($0, as: .conversation(.chatCompletions)) }
    }
}
