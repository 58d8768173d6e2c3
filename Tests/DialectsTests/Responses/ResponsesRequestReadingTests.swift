import Domain
import JSON
import Testing

@testable import Dialects

@Suite("Responses: requests are read")
struct ResponsesRequestReadingTests {
    typealias Fixtures = ResponsesFixtures

    @Test("a string is one user turn, and instructions come first")
    func plain() throws {
        let request = try Fixtures.read(#""input":"hi","instructions":"be brief","stream":true"#)
        #expect(request.turns == [Turn(.system, [Fixtures.text("be brief")]), Turn(.user, [Fixtures.text("hi")])])
        #expect(request.isStream)
        #expect(request.wantsStreamUsage == true)
        #expect(request.foreign.isEmpty && request.unknown.isEmpty)
    }

    @Test("what the assistant did side by side is one turn, and so are the outputs of its calls")
    func grouping() throws {
        let request = try Fixtures.readInput(
            #"""
            {"role":"user","content":"u"},
            {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"a"},{"type":"summary_text","text":"b"}],"encrypted_content":"E"},
            {"type":"message","role":"assistant","content":[{"type":"output_text","text":"t","annotations":[{}]},{"type":"refusal","refusal":"r"}]},
            {"type":"function_call","call_id":"1","name":"f","arguments":""},
            {"type":"function_call","call_id":"2","name":"g","arguments":"{}"},
            {"type":"function_call_output","call_id":"1","output":"one"},
            {"type":"function_call_output","call_id":"2","output":[{"type":"input_image","image_url":"data:image/png;base64,QQ=="}]},
            {"role":"developer","content":"d"},{"role":"system","content":"s"}
            """#
        )
        #expect(
            request.turns == [
                Turn(.user, [Fixtures.text("u")]),
                Turn(
                    .assistant,
                    [
                        .reasoning(Reasoning("a\n\nb", isSummary: true, seal: .encrypted("E"))),
                        .text(Part.Text("t", hasCitations: true)), .refusal("r"),
                        .toolCall(ToolCall(id: "1", name: "f", arguments: "")),
                        .toolCall(ToolCall(id: "2", name: "g", arguments: "{}")),
                    ]
                ),
                Turn(
                    .tool,
                    [
                        .toolResult(ToolResult(callID: "1", parts: [Fixtures.text("one")])),
                        .toolResult(
                            ToolResult(
                                callID: "2",
                                parts: [.image(Part.Image(.inline(mediaType: "image/png", base64: "QQ==")))]
                            )
                        ),
                    ]
                ),
                Turn(.developer, [Fixtures.text("d")]),
                Turn(.system, [Fixtures.text("s")]),
            ]
        )
    }

    @Test(
        "parts keep where their bytes are",
        arguments: [
            (#"{"type":"input_text","text":"t"}"#, ResponsesFixtures.text("t")),
            (
                #"{"type":"input_image","image_url":"https://a/b","detail":"low"}"#,
                .image(Part.Image(.url("https://a/b"), detail: "low"))
            ),
            (
                #"{"type":"input_image","image_url":"data:image/gif;base64,R0","detail":"auto"}"#,
                .image(Part.Image(.inline(mediaType: "image/gif", base64: "R0")))
            ),
            (#"{"type":"input_image","image_url":"data:text,plain"}"#, .image(Part.Image(.url("data:text,plain")))),
            (#"{"type":"input_image","file_id":"file-1"}"#, .image(Part.Image(.vendorID("file-1")))),
            (
                #"{"type":"input_file","file_data":"data:application/pdf;base64,JV","filename":"a.pdf"}"#,
                .file(Part.File(.inline(mediaType: "application/pdf", base64: "JV"), name: "a.pdf"))
            ),
            (
                #"{"type":"input_file","file_data":"JV"}"#,
                .file(Part.File(.inline(mediaType: "application/pdf", base64: "JV")))
            ),
            (#"{"type":"input_file","file_url":"https://a/b.pdf"}"#, .file(Part.File(.url("https://a/b.pdf")))),
            (#"{"type":"input_file","file_id":"file-1"}"#, .file(Part.File(.vendorID("file-1")))),
            (#"{"type":"input_audio","input_audio":{"data":"x","format":"wav"}}"#, .audio),
            (
                #"{"type":"input_text","text":"t","prompt_cache_breakpoint":{"mode":"explicit"}}"#,
                .text(Part.Text("t", cache: CacheMark()))
            ),
        ] as [(String, Part)]
    )
    func parts(part: String, expected: Part) throws {
        let request = try Fixtures.readInput(#"{"role":"user","content":[\#(part)]}"#)
        #expect(request.turns == [Turn(.user, [expected])])
    }

    @Test("wishes keep their numbers to the last digit")
    func wishes() throws {
        let request = try Fixtures.read(
            #"""
            "input":"x","temperature":0.70,"top_p":1e-1,"max_output_tokens":100,"parallel_tool_calls":false,
            "text":{"format":{"type":"json_schema","name":"n","schema":{"a":1.0},"strict":true},"verbosity":"low"},
            "reasoning":{"effort":"high","summary":"auto"},"metadata":{"a":"b"},"user":"u","prompt_cache_key":"k",
            "store":false,"service_tier":"flex",
            "tools":[{"type":"function","name":"f","description":"d","parameters":{"type":"object"},"strict":true}],
            "tool_choice":{"type":"function","name":"f"}
            """#
        )
        var expected = Fixtures.request([Turn(.user, [Fixtures.text("x")])])
        expected.sampling.temperature = "0.70"
        expected.sampling.topP = "1e-1"
        expected.outputLimit = "100"
        expected.allowsParallelToolCalls = false
        let schema = try Fixtures.json(#"{"a":1.0}"#)
        expected.format = .schema(name: "n", description: nil, schema: schema, strict: true)
        expected.verbosity = "low"
        expected.reasoning = ReasoningWish()
        expected.reasoning?.effort = "high"
        expected.reasoning?.summary = "auto"
        expected.metadata = [ConversationRequest.Label(name: "a", value: "b")]
        expected.endUser = "u"
        expected.promptCacheKey = "k"
        expected.store = false
        expected.serviceTier = "flex"
        let parameters = try Fixtures.json(#"{"type":"object"}"#)
        expected.tools = [Tool(name: "f", description: "d", parameters: parameters, strict: true)]
        expected.toolChoice = .named("f")
        #expect(request == expected)
    }

    @Test(
        "what only the vendor can do is named, and defaults lose nothing",
        arguments: [
            (#""background":true"#, [.vendorFeatures], []), (#""background":false"#, [], []),
            (#""prompt":{"id":"p"}"#, [.vendorFeatures], []), (#""moderation":{"model":"m"}"#, [.vendorFeatures], []),
            (#""truncation":"auto""#, [], ["truncation"]), (#""truncation":"disabled""#, [], []),
            (#""top_logprobs":2"#, [.logProbabilities], []), (#""top_logprobs":0"#, [], []),
            (#""include":["message.output_text.logprobs"]"#, [.logProbabilities], []),
            (#""include":["reasoning.encrypted_content"]"#, [.answerReasoningSeal], []),
            (#""include":["file_search_call.results"]"#, [], []),
            (#""include":["new.thing"]"#, [], ["include"]), (#""max_tool_calls":3"#, [], []),
            (#""prompt_cache_retention":"24h""#, [.cacheControl], []),
            (#""context_management":[]"#, [], ["context_management"]), (#""frobnicate":1"#, [], ["frobnicate"]),
            (#""frobnicate":null"#, [], []), (#""stream_options":{"include_obfuscation":false}"#, [], []),
            (#""tools":[{"type":"web_search"}]"#, [.vendorTools], []),
            (#""tool_choice":{"type":"allowed_tools","mode":"auto","tools":[{"type":"mcp"}]}"#, [.vendorTools], []),
            (#""tool_choice":{"type":"allowed_tools","mode":"auto","tools":[]}"#, [], []),
            (#""tools":[{"type":"custom","name":"c","format":{"type":"new"}}]"#, [.vendorTools], []),
            (#""text":{"format":{"type":"grammar"}}"#, [.vendorFeatures], []),
            (#""text":{"format":{"type":"text"}},"service_tier":"auto","reasoning":null,"tool_choice":null"#, [], []),
            (#""reasoning":{"mode":"pro","context":"auto"}"#, [], ["reasoning_mode"]),
            (#""user":"a","safety_identifier":"b""#, [.endUser], []),
        ] as [(String, [ConversationField], [String])]
    )
    func features(members: String, foreign: [ConversationField], unknown: [String]) throws {
        let request = try Fixtures.read(#""input":"x",\#(members)"#)
        #expect(request.foreign == foreign)
        #expect(request.unknown == unknown)
    }

    @Test(
        "items that nobody else could take are named and never left out in silence",
        arguments: [
            (#"{"type":"web_search_call","id":"ws_1","status":"completed"}"#, .vendorTools),
            (#"{"type":"custom_tool_call","call_id":"1","name":"n","namespace":"x","input":""}"#, .vendorTools),
            (#"{"type":"apply_patch_call","call_id":"1"}"#, .vendorTools),
            (#"{"type":"item_reference","id":"msg_1"}"#, .vendorFeatures), (#"{"id":"msg_1"}"#, .vendorFeatures),
            (#"{"type":"compaction","encrypted_content":"x"}"#, .vendorFeatures), (#"{"type":"new"}"#, .vendorFeatures),
            (#"{"role":"user","content":[{"type":"input_video"}]}"#, .vendorFeatures),
            (#"{"type":"function_call","call_id":"1","name":"n","namespace":"x","arguments":""}"#, .vendorTools),
        ] as [(String, ConversationField)]
    )
    func foreignItems(item: String, field: ConversationField) throws {
        #expect(try Fixtures.readInput(item).foreign == [field])
    }

    @Test("custom tools, their calls and outputs, and the choice of several")
    func custom() throws {
        let request = try Fixtures.read(
            #"""
            "input":[{"type":"custom_tool_call","call_id":"1","name":"c","input":"i"},
            {"type":"custom_tool_call_output","call_id":"1","output":"o"}],
            "tools":[{"type":"custom","name":"c","description":"d"},{"type":"custom","name":"e",
            "format":{"type":"grammar","syntax":"lark","definition":"x+"}}],
            "tool_choice":{"type":"allowed_tools","mode":"required","tools":[{"type":"custom","name":"c"},
            {"type":"function","name":"f"}]}
            """#
        )
        #expect(request.foreign.isEmpty)
        #expect(
            request.tools == [
                Tool(kind: .custom(.text), name: "c", description: "d"),
                Tool(kind: .custom(.grammar(syntax: "lark", definition: "x+")), name: "e"),
            ]
        )
        #expect(request.toolChoice == .allowed(["c", "f"], isRequired: true))
        #expect(
            request.turns == [
                Turn(.assistant, [.toolCall(ToolCall(id: "1", name: "c", arguments: "i", isCustom: true))]),
                Turn(.tool, [.toolResult(ToolResult(callID: "1", parts: [.text(Part.Text("o"))]))]),
            ]
        )
        let named = try Fixtures.read(#""input":"x","tool_choice":{"type":"custom","name":"c"}"#)
        #expect(named.toolChoice == .named("c"))
        for bad in [#""tools":[]"#, #""mode":"none","tools":[]"#, #""mode":"auto""#] {
            #expect(throws: Refusal.self) {
                try Fixtures.read(#""input":"x","tool_choice":{"type":"allowed_tools",\#(bad)}"#)
            }
        }
    }

    @Test("state kept at the vendor is kept apart", arguments: [#""c""#, #"{"id":"c"}"#])
    func state(conversation: String) throws {
        let request = try Fixtures.read(#""previous_response_id":"resp_1","conversation":\#(conversation)"#)
        #expect(request.previousResponseID == "resp_1")
        #expect(request.conversationID == "c")
        #expect(request.turns.isEmpty)
    }

    @Test(
        "a fault is told with its place",
        arguments: [
            (#""input":1"#, "input"), (#""stream":false"#, "input"), (#""input":[1]"#, "input[0]"),
            (#""input":[{"role":"user"}]"#, "input[0].content"),
            (#""input":[{"role":"x","content":""}]"#, "input[0].role"),
            (#""input":[{"type":1}]"#, "input[0].type"),
            (#""input":[{"role":"user","content":[{"type":"input_text"}]}]"#, "input[0].content[0].text"),
            (#""input":[{"role":"user","content":[{"type":"input_image"}]}]"#, "input[0].content[0]"),
            (#""input":[{"type":"function_call","call_id":"1","name":"f"}]"#, "input[0].arguments"),
            (#""input":[{"type":"function_call_output","output":""}]"#, "input[0].call_id"),
            (#""input":[{"type":"reasoning","summary":[1]}]"#, "input[0]"), (#""input":"","tools":{}"#, "tools"),
            (#""input":"","tools":[{"type":"function"}]"#, "tools[0].name"),
            (#""input":"","temperature":"1""#, "temperature"), (#""input":"","metadata":{"a":1}"#, "metadata.a"),
            (#""input":"","text":{"format":{"type":"json_schema","name":"x"}}"#, "text.format.schema"),
            (#""input":"","tool_choice":{"type":"function"}"#, "tool_choice.name"),
            (#""input":"","include":"a""#, "include"), (#""input":"","max_output_tokens":0"#, "max_output_tokens"),
        ]
    )
    func faults(members: String, place: String) throws {
        let refusal = #expect(throws: Refusal.self) { try Fixtures.read(members) }
        #expect(refusal?.code == .badRequest)
        #expect(refusal?.parameter == place)
    }
}
