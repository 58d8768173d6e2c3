import Domain
import JSON
import Testing

@testable import Dialects

@Suite("Chat Completions: seals, errors, policy")
struct ChatCompletionsTests {
    @Test("seals are found and taken out, and nothing else changes")
    func seals() throws {
        let body = try chatJSON(
            #"""
            {"model":"m","x_unknown":1.0,"messages":[{"role":"user","content":"q"},
            {"role":"assistant","content":"a","reasoning":"r","reasoning_details":[
            {"type":"reasoning.summary","summary":"r"},{"type":"reasoning.encrypted","data":"e"}],
            "tool_calls":[{"id":"c","extra_content":{"google":{"thought_signature":"g"}},"type":"function",
            "function":{"name":"f","arguments":"{}"}}]},
            {"role":"assistant","content":"b","reasoning_details":[{"type":"reasoning.text","text":"t","signature":"s"}]}]}
            """#
        )
        #expect(ChatExamples.profile.seals(in: body) == [.encrypted("e"), .signature("g"), .signature("s")])
        let open = ChatExamples.profile.removingSeals(from: body)
        #expect(
            try open
                == chatJSON(
                    #"""
                    {"model":"m","x_unknown":1.0,"messages":[{"role":"user","content":"q"},
                    {"role":"assistant","content":"a","reasoning":"r","reasoning_details":[
                    {"type":"reasoning.summary","summary":"r"}],
                    "tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},
                    {"role":"assistant","content":"b"}]}
                    """#
                )
        )
        #expect(ChatExamples.profile.seals(in: open).isEmpty)
        #expect(ChatExamples.profile.removingSeals(from: open) == open)
    }

    @Test(
        "errors are read in every shape they come in",
        arguments: [
            (
                #"{"error":{"message":"m","type":"t","param":"p","code":"c"}}"#,
                UpstreamError(type: "t", code: "c", message: "m", parameter: "p")
            ),
            (#"{"error":"m"}"#, UpstreamError(message: "m")),
            (
                #"{"object":"error","message":"m","type":"t","code":400}"#,
                UpstreamError(type: "t", code: "400", message: "m")
            ),
            (#"{"detail":"m"}"#, UpstreamError(message: "m")),
            (
                #"{"detail":[{"loc":["body","messages",0,"role"],"msg":"m","type":"t"}]}"#,
                UpstreamError(type: "t", message: "m", parameter: "messages.0.role")
            ),
            (
                #"[{"error":{"code":400,"message":"m","status":"INVALID_ARGUMENT"}}]"#,
                UpstreamError(type: "INVALID_ARGUMENT", code: "400", message: "m")
            ),
            (#""m""#, UpstreamError(message: "m")), ("null", UpstreamError()), ("[]", UpstreamError()),
        ]
    )
    func readErrors(body: String, error: UpstreamError) throws {
        #expect(try ChatExamples.profile.readError(chatJSON(body)) == error)
    }

    @Test("an error keeps type and code, and gets a type from its status where it has none")
    func writeErrors() throws {
        let kept = ChatExamples.profile.writeError(
            UpstreamError(type: "t", code: "c", message: "m", parameter: "p"),
            status: 400,
            requestID: "r"
        )
        #expect(try kept == chatJSON(#"{"error":{"message":"m","type":"t","param":"p","code":"c","request_id":"r"}}"#))
        let made = ChatExamples.profile.writeError(UpstreamError(), status: 429, requestID: "r")
        #expect(made["error"]?["type"] == .string("rate_limit_error"))
        #expect(made["error"]?["code"] == .null)
    }

    @Test("every field that is not exact says why")
    func notes() {
        for field in ConversationField.allCases {
            let carriage = ChatExamples.profile.carriage(of: field)
            #expect(carriage == .exact || carriage.note?.isEmpty == false, "\(field)")
            #expect(carriage.note?.hasSuffix(".") != false, "\(field)")
        }
    }

    @Test("no JSON makes a reader crash")
    func anything() throws {
        let values = ["null", "7", "\"x\"", "[]", "{}", "[{}]", "[[]]", "[null]", #"{"type":"x"}"#]
        let keys = [
            "messages", "tools", "tool_choice", "response_format", "stop", "stream_options", "metadata", "choices",
            "usage", "error", "detail", "delta", "message", "content", "tool_calls", "reasoning_details", "logit_bias",
            "n", "modalities", "function_call",
        ]
        for key in keys {
            for value in values {
                let bodies = [
                    #"{"model":"m","messages":[],"\#(key)":\#(value)}"#, #"{"model":"m","\#(key)":\#(value)}"#,
                    #"{"model":"m","messages":[{"role":"assistant","\#(key)":\#(value)}]}"#,
                    #"{"choices":[{"delta":{"\#(key)":\#(value)},"message":{"\#(key)":\#(value)}}]}"#,
                ]
                for body in bodies {
                    guard let body = try? chatJSON(body) else { continue }
                    _ = try? ChatExamples.profile.readRequest(body)
                    _ = try? ChatExamples.profile.readAnswer(body)
                    _ = ChatExamples.profile.readError(body)
                    _ = ChatExamples.profile.seals(in: ChatExamples.profile.removingSeals(from: body))
                    var reader = ChatStreamReader()
                    _ = try? reader.read(.init(data: body.bytes))
                }
            }
        }
    }
}
