import Dialects
import Domain
import Testing

@Suite("Peek")
struct PeekTests {
    @Test(
        "sees what a request needs",
        arguments: [
            (#"{"model":"m"}"#, []),
            (#"{"model":"m","tools":[{}]}"#, .tools), (#"{"model":"m","tools":[]}"#, []),
            (#"{"model":"m","tools":null}"#, []),
            (#"{"model":"m","parallel_tool_calls":false}"#, []),
            (#"{"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{}}]}]}"#, .images),
            (#"{"model":"m","messages":[{"role":"user","content":[{"type":"image","source":{}}]}]}"#, .images),
            (#"{"model":"m","input":[{"content":[{"type":"input_image","image_url":"data:"}]}]}"#, .images),
            (#"{"model":"m","messages":[{"content":[{"type":"document","source":{}}]}]}"#, .files),
            (
                #"{"model":"m","messages":[{"content":[{"type":"file","file":{"file_id":"f-1"}}]}]}"#,
                [.files, .foreignIDs]
            ),
            (#"{"model":"m","input":[{"content":[{"type":"input_file","file_id":"f-1"}]}]}"#, [.files, .foreignIDs]),
            (#"{"model":"m","input":[{"type":"item_reference","id":"msg_1"}]}"#, .foreignIDs),
            (#"{"model":"m","response_format":{"type":"json_schema","json_schema":{}}}"#, .jsonSchema),
            (#"{"model":"m","response_format":{"type":"json_object"}}"#, []),
            (#"{"model":"m","text":{"format":{"type":"json_schema"}}}"#, .jsonSchema),
            (#"{"model":"m","output_config":{"format":{"type":"json_schema"}}}"#, .jsonSchema),
            (#"{"model":"m","output_format":{"type":"json_schema"}}"#, .jsonSchema),
            (#"{"model":"m","reasoning_effort":"low"}"#, .reasoning), (#"{"model":"m","reasoning_effort":null}"#, []),
            (#"{"model":"m","reasoning":{"effort":"low"}}"#, .reasoning),
            (#"{"model":"m","thinking":{"type":"enabled","budget_tokens":1024}}"#, .reasoning),
            (#"{"model":"m","thinking":{"type":"disabled"}}"#, []),
            (#"{"model":"m","messages":[{"role":"user"},{"role":"assistant","content":"{"}]}"#, .prefill),
            (#"{"model":"m","messages":[{"role":"assistant"},{"role":"user"}]}"#, []),
            (#"{"model":"m","previous_response_id":"resp_1"}"#, .foreignIDs),
            (#"{"model":"m","conversation":"conv_1"}"#, .foreignIDs),
            (#"{"model":"m","conversation":{"id":"conv_1"}}"#, .foreignIDs),
            (#"{"model":"m","m\u0065ssages":[{"r\u006fle":"\u0061ssistant"}],"t\u006fols":[1]}"#, [.prefill, .tools]),
            (#"{"model":"m","input":[{"content":[{"typ\u0065":"input\u005fimage"}]}]}"#, .images),
            (#"{"model":"m","parallel_tool_calls":true}"#, []),
            (#"{"model":"m","messages":[{"tool_calls":[{"type":"function"},{"type":"function"}]}]}"#, .parallelTools),
            (
                #"{"model":"m","messages":[{"tool_calls":[{"type":"function"}]},{"tool_calls":[{"type":"custom"}]}]}"#,
                []
            ),
            (
                #"{"model":"m","messages":[{"content":[{"type":"text"},{"type":"tool_use"},{"type":"tool_use"}]}]}"#,
                .parallelTools
            ),
            (#"{"model":"m","messages":[{"content":[{"type":"tool_use","input":[{"type":"tool_use"}]}]}]}"#, []),
            (#"{"model":"m","input":[{"type":"function_call"},{"type":"custom_tool_call"}]}"#, .parallelTools),
            (
                #"{"model":"m","input":[{"type":"function_call"},{"type":"function_call_output"},{"type":"function_call"}]}"#,
                []
            ),
            // Words and reasoning between calls do not part them.
            (
                #"{"model":"m","messages":[{"content":[{"type":"tool_use"},{"type":"text"},{"type":"tool_use"}]}]}"#,
                .parallelTools
            ),
            (
                #"{"model":"m","input":[{"type":"function_call"},{"role":"assistant","content":"a"},{"type":"reasoning","encrypted_content":""},{"type":"function_call"}]}"#,
                .parallelTools
            ),
            (#"{"model":"m","input":[{"type":"function_call"},{"role":"user"},{"type":"function_call"}]}"#, []),
            (
                #"{"model":"m","input":[{"type":"function_call"},{"role":"user","type":"message"},{"type":"function_call"}]}"#,
                []
            ),
            (
                #"{"model":"m","input":[{"type":"custom_tool_call"},{"type":"custom_tool_call_output"},{"type":"function_call"}]}"#,
                []
            ),
            // Messages of the assistant in a row.
            (
                #"{"model":"m","messages":[{"role":"assistant","tool_calls":[{"type":"function"}]},{"tool_calls":[{"type":"custom"}],"role":"assistant"},{"role":"tool"}]}"#,
                .parallelTools
            ),
            (
                #"{"model":"m","messages":[{"role":"assistant","content":[{"type":"tool_use"}]},{"role":"assistant","content":"a"},{"role":"assistant","content":[{"type":"tool_use"}]},{"role":"user"}]}"#,
                .parallelTools
            ),
            (
                #"{"model":"m","messages":[{"role":"assistant","tool_calls":[{"type":"function"}]},{"role":"tool"},{"role":"assistant","tool_calls":[{"type":"function"}]},{"role":"tool"}]}"#,
                []
            ),
            (
                #"{"model":"m","messages":[{"role":"assistant","content":[{"type":"tool_use"}]},{"role":"user"},{"role":"assistant","content":[{"type":"tool_use"}]},{"role":"user"}]}"#,
                []
            ),
            (#"{"model":"m","reasoning_effort":"none"}"#, []), (#"{"model":"m","reasoning":{}}"#, []),
            (#"{"model":"m","reasoning":null}"#, []), (#"{"model":"m","reasoning":{"effort":"none"}}"#, []),
            (#"{"model":"m","reasoning":{"effort":null,"summary":null}}"#, []),
            (#"{"model":"m","reasoning":{"summary":"auto","effort":"none"}}"#, []),
            (#"{"model":"m","reasoning":{"summary":"auto"}}"#, .reasoning),
            (#"{"model":"m","output_config":{"effort":"low"}}"#, .reasoning),
            (#"{"model":"m","messages":[{"content":[{"type":"thinking","signature":"S"}]}]}"#, .sealedReasoning),
            (#"{"model":"m","messages":[{"content":[{"signature":"","type":"thinking"}]}]}"#, .unsealedReasoning),
            (#"{"model":"m","messages":[{"content":[{"type":"thinking","thinking":"t"}]}]}"#, .unsealedReasoning),
            (
                #"{"model":"m","messages":[{"tool_calls":[{"extra_content":{"google":{"thought_signature":"S"}}}]}]}"#,
                .sealedReasoning
            ),
            (
                #"{"model":"m","messages":[{"reasoning_details":[{"type":"reasoning.encrypted","data":"E"}]}]}"#,
                .sealedReasoning
            ),
            (#"{"model":"m","input":[{"type":"reasoning","id":"rs_own","summary":[]}]}"#, .sealedReasoning),
            (#"{"model":"m","input":[{"type":"reasoning","encrypted_content":"E","id":"rs_own"}]}"#, .sealedReasoning),
            (
                #"{"model":"m","input":[{"id":"rs_01m87ytfv33rj63dmp3mekn4g50","type":"reasoning","summary":[]}]}"#,
                .unsealedReasoning
            ),
            // What a tool was called with is no part of a request either.
            (
                #"{"model":"m","messages":[{"content":[{"type":"tool_use","input":{"type":"image","signature":"S"}}]}]}"#,
                []
            ),
            (#"{"model":"m","messages":[{"tool_calls":[{"function":{"arguments":{"file_id":"f"}}}]}]}"#, []),
            (#"{"model":"m","input":[{"type":"function_call","arguments":{"file_id":"f"}}]}"#, []),
            (#"{"model":"m","messages":[{"content":[{"type":"tool_result","content":[{"type":"image"}]}]}]}"#, .images),
            // Words in a prompt are no parts of a request.
            (#"{"model":"m","messages":[{"content":"\"type\":\"image\",\"file_id\":\"x\""}]}"#, []),
        ] as [(String, RequestNeeds)]
    )
    func needs(body: String, needs: RequestNeeds) throws {
        let seen = try peek(body).needs
        #expect(seen.subtracting(.history) == needs)
        let hasAssistant = body.split(separator: #"\u0061"#).joined(separator: "a").contains("\"assistant\"")
        #expect(seen.contains(.history) == hasAssistant)
    }

    @Test("keeps the ids that bind a request to an account")
    func foreignIDs() throws {
        let seen = try peek(
            #"{"model":"m","previous_response_id":"resp_\u0031","conversation":{"id":"conv_1"},"input":[{"file_id":"a"},{"file_id":"b"}]}"#
        )
        #expect(seen.previousResponseID == "resp_1")
        #expect(seen.conversationID == "conv_1")
        #expect(seen.fileIDs == ["a", "b"])
        let many = (0..<40).map { #"{"file_id":"f\#($0)"}"# }.joined(separator: ",")
        #expect(try peek(#"{"model":"m","input":[\#(many)]}"#).fileIDs.count == 16)
    }

    @Test(
        "reads model and stream wherever and however they stand",
        arguments: [
            (#"{"model":"m"}"#, "m", false), (#" { "stream" : true , "model" : "a/b" } "#, "a/b", true),
            (#"{"model":"m","stream":null}"#, "m", false), (#"{"mod\u0065l":"\u006d","str\u0065am":true}"#, "m", true),
            (#"{"messages":[{"model":"x","stream":true}],"model":"m"}"#, "m", false),
            (#"{"Model":"x","model":"m","STREAM":true}"#, "m", false),
        ]
    )
    func modelAndStream(body: String, model: String, isStream: Bool) throws {
        let seen = try peek(body)
        #expect(seen.model == model)
        #expect(seen.isStream == isStream)
    }

    @Test(
        "refuses what cannot be routed, with the field at fault",
        arguments: [
            ("", .invalidJSON, nil), ("[]", .invalidJSON, nil), (#"{"model":"m"} x"#, .invalidJSON, nil),
            (#"{"model":"m","model":"m"}"#, .invalidJSON, nil),
            (#"{"model":"m","x":{"y":1,"y":1}}"#, .invalidJSON, nil),
            (#"{"model":"m","x":"\ud800"}"#, .invalidJSON, nil), ("{}", .missingModel, "model"),
            (#"{"Model":"m"}"#, .missingModel, "model"), (#"{"model":""}"#, .badRequest, "model"),
            (#"{"model":7}"#, .badRequest, "model"), (#"{"model":null}"#, .badRequest, "model"),
            (#"{"model":"m","stream":"true"}"#, .badRequest, "stream"),
            (#"{"model":"m","stream":1}"#, .badRequest, "stream"),
            (#"{"model":"m","previous_response_id":""}"#, .badRequest, "previous_response_id"),
            (#"{"model":"m","conversation":""}"#, .badRequest, "conversation"),
            (#"{"model":"\#(String(repeating: "m", count: 257))"}"#, .badRequest, "model"),
            (#"{"model":"m","conversation":"\#(String(repeating: "c", count: 513))"}"#, .badRequest, "conversation"),
        ] as [(String, RefusalCode, String?)]
    )
    func refuses(body: String, code: RefusalCode, parameter: String?) {
        let refusal = #expect(throws: Refusal.self) { try peek(body) }
        #expect(refusal?.code == code)
        #expect(refusal?.parameter == parameter)
    }

    @Test("a broken body is refused without a word of it")
    func leaksNothing() {
        let refusal = #expect(throws: Refusal.self) { try peek(#"{"model":"m","messages":"my secret" oops}"#) }
        #expect(refusal?.message.contains("secret") == false)
        #expect(refusal?.message.contains("(line 1, column 37)") == true)
    }

    @Test("reads any operation alike", arguments: Operation.all)
    func operations(operation: Operation) throws {
        #expect(try peek(#"{"model":"m","input":"text"}"#, operation).model == "m")
    }
}

func peek(_ body: String, _ operation: Operation = .conversation(.chatCompletions)) throws -> Peek {
    try Array(body.utf8).withUnsafeBytes { bytes in try Peek.read(bytes, as: operation) }
}
