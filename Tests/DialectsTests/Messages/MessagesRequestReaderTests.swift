import Domain
import JSON
import Testing

@testable import Dialects

@Suite("Messages: requests are read")
struct MessagesRequestReaderTests {
    @Test("every kind of turn and block has its place")
    func turns() throws {
        let request = try MessagesFixture.read(
            #"""
            {"system":[{"type":"text","text":"Be kind.","cache_control":{"type":"ephemeral","ttl":"1h"}}],"messages":[
            {"role":"user","content":[{"type":"text","text":"Look"},
              {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}},
              {"type":"image","source":{"type":"url","url":"https://a/b.png"}},
              {"type":"document","source":{"type":"url","url":"https://a/b.pdf"},"title":"B","citations":{"enabled":true}},
              {"type":"document","source":{"type":"content","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}},
              {"type":"document","source":{"type":"file","file_id":"file_1"}}]},
            {"role":"assistant","content":[{"type":"thinking","thinking":"Hm","signature":"S"},
              {"type":"thinking","thinking":"Ours","signature":""},{"type":"redacted_thinking","data":"D"},
              {"type":"tool_use","id":"t1","name":"look","input":{"x":1.0}}]},
            {"role":"user","content":[{"type":"text","text":"And?"},{"type":"tool_result","tool_use_id":"t1","is_error":true,
              "content":[{"type":"text","text":"no"},{"type":"image","source":{"type":"url","url":"u"}}]}]},
            {"role":"system","content":"Be brief."},{"role":"assistant","content":"The "}]}
            """#
        )
        let results = ToolResult(
            callID: "t1",
            parts: [.text(Part.Text("no")), .image(Part.Image(.url("u")))],
            isError: true
        )
        #expect(
            request.turns == [
                Turn(.system, [.text(Part.Text("Be kind.", cache: CacheMark(lifetime: "1h")))]),
                Turn(
                    .user,
                    [
                        .text(Part.Text("Look")),
                        .image(Part.Image(.inline(mediaType: "image/png", base64: "AAAA"))),
                        .image(Part.Image(.url("https://a/b.png"))),
                        .file(Part.File(.url("https://a/b.pdf"), name: "B", wantsCitations: true)),
                        .file(Part.File(.text("a\n\nb"))),
                        .file(Part.File(.vendorID("file_1"))),
                    ]
                ),
                Turn(
                    .assistant,
                    [
                        .reasoning(Reasoning("Hm", seal: .signature("S"))),
                        .reasoning(Reasoning("Ours")),
                        .reasoning(Reasoning("", seal: .encrypted("D"))),
                        .toolCall(ToolCall(id: "t1", name: "look", arguments: #"{"x":1.0}"#)),
                    ]
                ),
                Turn(.tool, [.toolResult(results)]),
                Turn(.user, [.text(Part.Text("And?"))]),
                Turn(.system, [.text(Part.Text("Be brief."))]),
                Turn(.assistant, [.text(Part.Text("The "))]),
            ]
        )
        #expect(request.foreign.isEmpty && request.unknown.isEmpty)
    }

    @Test("every wish has its place, numbers with their text")
    func wishes() throws {
        let request = try MessagesFixture.read(
            #"""
            {"max_tokens":100,"stop_sequences":["x"],"temperature":0.70,"top_p":0.9,"top_k":40,"metadata":{"user_id":"u"},
            "tools":[{"name":"f","description":"d","input_schema":{"type":"object","additionalProperties":false},"strict":true,"cache_control":{"type":"ephemeral"}},
            {"type":"web_search_20250305","name":"web_search"}],
            "tool_choice":{"type":"any","disable_parallel_tool_use":true},"thinking":{"type":"enabled","budget_tokens":2000},
            "output_config":{"effort":"high","format":{"type":"json_schema","schema":{"type":"object","additionalProperties":false}}},
            "service_tier":"standard_only","stream":true,"container":"c","speed":"fast","nothing":null}
            """#
        )
        #expect(request.outputLimit == "100")
        #expect(request.sampling.stop == ["x"])
        #expect(request.sampling.temperature == "0.70")
        #expect(request.sampling.topP == "0.9")
        #expect(request.sampling.topK == "40")
        #expect(request.endUser == "u")
        #expect(request.tools.map(\.name) == ["f"])
        #expect(request.tools.first?.strict == true && request.tools.first?.cache == CacheMark())
        #expect(request.toolChoice == .required && request.allowsParallelToolCalls == false)
        #expect(
            request.reasoning?.mode == .on && request.reasoning?.budget == "2000" && request.reasoning?.effort == "high"
        )
        #expect(
            request.format
                == .schema(
                    name: nil,
                    description: nil,
                    schema: .object(("type", .string("object")), ("additionalProperties", .bool(false))),
                    strict: true
                )
        )
        #expect(request.serviceTier == "default")
        #expect(request.isStream)
        #expect(Set(request.foreign) == [.vendorTools, .vendorFeatures])
        #expect(request.unknown == ["speed"])
    }

    @Test(
        "only a schema that OpenAI takes as a strict one is passed on as one",
        arguments: [
            (#"{"type":"object","additionalProperties":false}"#, true),
            (#"{"type":"object"}"#, false), (#"{}"#, false), (#"{"type":"string"}"#, false),
            (#"{"type":"object","properties":{"a":{}},"required":["a"],"additionalProperties":false}"#, true),
            (#"{"type":"object","properties":{"a":{}},"required":[],"additionalProperties":false}"#, false),
            (#"{"type":"object","properties":{"a":{}},"required":["a"]}"#, false),
            (
                #"{"type":"object","properties":{"a":{"type":"array","items":{"type":"object"}}},"required":["a"],"additionalProperties":false}"#,
                false
            ),
            (
                #"{"type":"object","properties":{"a":{"anyOf":[{"type":"null"},{"$ref":"/b"}]}},"required":["a"],"additionalProperties":false,"$defs":{"b":{"type":["object","null"]}}}"#,
                false
            ),
            (#"{"type":"object","additionalProperties":false,"allOf":[]}"#, false),
        ]
    )
    func strictSchemas(schema: String, isStrict: Bool) throws {
        let request = try MessagesFixture.read(
            #"{"tools":[{"name":"f","input_schema":\#(schema),"strict":true},{"name":"g","input_schema":\#(schema)}],"#
                + #""output_config":{"format":{"type":"json_schema","schema":\#(schema)}}}"#
        )
        #expect(request.tools.map(\.strict) == [isStrict, nil])
        guard case .schema(_, _, _, let strict) = request.format else {
            Issue.record("There is no schema.")
            return
        }
        #expect(strict == isStrict)
        #expect(request.foreign == (isStrict ? [] : [.toolStrict, .jsonSchema]))
    }

    @Test("what the vendor would clear from a history is left out and told, for Claude Code asks for it unasked")
    func contextManagement() throws {
        let edits = #"[{"type":"clear_thinking_20251015","keep":"all"}]"#
        let request = try MessagesFixture.read(#"{"context_management":{"edits":\#(edits)}}"#)
        #expect(request.foreign.isEmpty && request.unknown == ["context_management"])
    }

    @Test("defaults lose nothing")
    func defaults() throws {
        let request = try MessagesFixture.read(
            #"""
            {"stream":false,"service_tier":"auto","system":"","stop_sequences":[],"metadata":{},"mcp_servers":[],"tools":[],
            "context_management":{"edits":[]}}
            """#
        )
        #expect(request.foreign.isEmpty && request.unknown.isEmpty && request.serviceTier == nil)
    }

    @Test(
        "what only the vendor could honour is named",
        arguments: [
            (#"{"type":"server_tool_use","id":"s","name":"web_search","input":{}}"#, ConversationField.vendorTools),
            (#"{"type":"web_search_tool_result","tool_use_id":"s","content":[]}"#, .vendorTools),
            (#"{"type":"container_upload","file_id":"f"}"#, .vendorFile),
            (#"{"type":"search_result","source":"s","title":"t","content":[]}"#, .vendorFeatures),
            (#"{"type":"of_tomorrow"}"#, .vendorFeatures),
        ]
    )
    func foreign(block: String, field: ConversationField) throws {
        let request = try MessagesFixture.read(#"{"messages":[{"role":"user","content":[\#(block)]}]}"#)
        #expect(request.foreign == [field])
    }

    @Test(
        "what the dialect does not allow is refused with its place",
        arguments: [
            (#"{"max_tokens":null}"#, "max_tokens"), (#"{"max_tokens":10.5}"#, "max_tokens"),
            (#"{"max_tokens":-1}"#, "max_tokens"),
            (#"{"messages":[]}"#, "messages"),
            (#"{"messages":[{"role":"tool","content":""}]}"#, "messages[0].role"),
            (#"{"messages":[{"role":"user","content":7}]}"#, "messages[0].content"),
            (#"{"messages":[{"role":"user","content":[{"type":"text"}]}]}"#, "messages[0].content[0].text"),
            (#"{"messages":[{"role":"user","content":[7]}]}"#, "messages[0].content[0].type"),
            (#"{"tools":[{"name":"f"}]}"#, "tools[0].input_schema"),
            (#"{"tool_choice":"auto"}"#, "tool_choice.type"),
            (#"{"thinking":{"type":"enabled"}}"#, "thinking.budget_tokens"),
            (#"{"temperature":"hot"}"#, "temperature"),
        ]
    )
    func faults(members: String, place: String) throws {
        let refusal = #expect(throws: Refusal.self) { try MessagesFixture.read(members) }
        #expect(refusal?.parameter == place && refusal?.code == .badRequest)
    }
}
