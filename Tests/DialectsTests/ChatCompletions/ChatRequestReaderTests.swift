import Domain
import JSON
import Testing

@testable import Dialects

@Suite("Chat Completions: reading requests")
struct ChatRequestReaderTests {
    @Test("messages of every role become turns")
    func roles() throws {
        let request = try ChatExamples.read(
            messages: #"""
                {"role":"system","content":"s"},
                {"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}],"name":"ann"},
                {"role":"developer","content":"d"},
                {"role":"assistant","content":"","refusal":null,"tool_calls":[
                  {"id":"c1","type":"function","function":{"name":"f","arguments":"{\"x\":1.0}"}},
                  {"id":"c2","type":"function","function":{"name":"g","arguments":""}}]},
                {"role":"tool","tool_call_id":"c1","content":"one"},
                {"role":"tool","tool_call_id":"c2","content":[{"type":"text","text":"two"}]},
                {"role":"assistant","content":[{"type":"text","text":"t"},{"type":"refusal","refusal":"r"}]},
                {"role":"assistant","content":null,"refusal":"no"}
                """#
        )
        #expect(
            request.turns == [
                Turn(.system, [.text(.init("s"))]),
                Turn(.user, [.text(.init("a")), .text(.init("b"))], name: "ann"),
                Turn(.developer, [.text(.init("d"))]),
                Turn(
                    .assistant,
                    [
                        .toolCall(.init(id: "c1", name: "f", arguments: #"{"x":1.0}"#)),
                        .toolCall(.init(id: "c2", name: "g", arguments: "")),
                    ]
                ),
                Turn(
                    .tool,
                    [
                        .toolResult(.init(callID: "c1", parts: [.text(.init("one"))])),
                        .toolResult(.init(callID: "c2", parts: [.text(.init("two"))])),
                    ]
                ),
                Turn(.assistant, [.text(.init("t")), .refusal("r")]),
                Turn(.assistant, [.refusal("no")]),
            ]
        )
        #expect(request.foreign.isEmpty)
        #expect(request.unknown.isEmpty)
    }

    @Test(
        "content parts",
        arguments: [
            (
                #"{"type":"image_url","image_url":{"url":"https://x/y.png","detail":"high"}}"#,
                Part.image(.init(.url("https://x/y.png"), detail: "high"))
            ),
            (#"{"type":"image_url","image_url":"https://x/y.png"}"#, .image(.init(.url("https://x/y.png")))),
            (
                #"{"type":"image_url","image_url":{"url":"data:image/png;base64,QUJD"}}"#,
                .image(.init(.inline(mediaType: "image/png", base64: "QUJD")))
            ),
            (
                #"{"type":"image_url","image_url":{"url":"DATA:IMAGE/Png;charset=x;BASE64,QUJD"}}"#,
                .image(.init(.inline(mediaType: "image/png", base64: "QUJD")))
            ),
            (
                #"{"type":"image_url","image_url":{"url":"data:image/svg+xml;utf8,<svg"}}"#,
                .image(.init(.url("data:image/svg+xml;utf8,<svg")))
            ),
            (
                #"{"type":"image_url","image_url":{"url":"data:image/svg+xml,%3Csvg"}}"#,
                .image(.init(.url("data:image/svg+xml,%3Csvg")))
            ),
            (
                #"{"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,QQ=="}}"#,
                .file(.init(.inline(mediaType: "application/pdf", base64: "QQ=="), name: "a.pdf"))
            ),
            (
                #"{"type":"file","file":{"filename":"a.CSV","file_data":"QQ=="}}"#,
                .file(.init(.inline(mediaType: "text/csv", base64: "QQ=="), name: "a.CSV"))
            ),
            (#"{"type":"file","file":{"file_id":"file-1"}}"#, .file(.init(.vendorID("file-1")))),
            (#"{"type":"input_audio","input_audio":{"data":"QQ==","format":"wav"}}"#, .audio),
            (
                #"{"type":"text","text":"t","prompt_cache_breakpoint":{"mode":"explicit"}}"#,
                .text(.init("t", cache: CacheMark()))
            ),
            (
                #"{"type":"text","text":"t","prompt_cache_breakpoint":{"mode":"explicit","ttl":"30m"}}"#,
                .text(.init("t", cache: CacheMark(lifetime: "1h")))
            ),
            (
                #"{"type":"text","text":"t","cache_control":{"type":"ephemeral","ttl":"5m"}}"#,
                .text(.init("t", cache: CacheMark(lifetime: "5m")))
            ),
        ]
    )
    func parts(text: String, part: Part) throws {
        #expect(
            try ChatExamples.read(messages: #"{"role":"user","content":[\#(text)]}"#).turns == [Turn(.user, [part])]
        )
    }

    @Test("wishes keep their numbers' text")
    func wishes() throws {
        let request = try ChatExamples.read(
            #"""
            ,"temperature":0.70,"top_p":1.0,"top_k":40,"seed":12345678901234567890,"frequency_penalty":0.5,
            "presence_penalty":-1,"logit_bias":{"5":-100},"stop":["a","b"],"max_tokens":5,"max_completion_tokens":7,
            "reasoning_effort":"low","verbosity":"high","stream":true,"stream_options":{"include_usage":true},
            "metadata":{"k":"v"},"user":"u","prompt_cache_key":"p","store":true,"service_tier":"flex",
            "parallel_tool_calls":false
            """#
        )
        var expected = ConversationRequest(model: "m")
        expected.turns = [Turn(.user, [.text(.init("hi"))])]
        expected.sampling.temperature = "0.70"
        expected.sampling.topP = "1.0"
        expected.sampling.topK = "40"
        expected.sampling.seed = "12345678901234567890"
        expected.sampling.frequencyPenalty = "0.5"
        expected.sampling.presencePenalty = "-1"
        expected.sampling.logitBias = .object(("5", .number("-100")))
        expected.sampling.stop = ["a", "b"]
        expected.outputLimit = "7"
        expected.reasoning = ReasoningWish()
        expected.reasoning?.effort = "low"
        expected.verbosity = "high"
        expected.isStream = true
        expected.wantsStreamUsage = true
        expected.metadata = [.init(name: "k", value: "v")]
        expected.endUser = "u"
        expected.promptCacheKey = "p"
        expected.store = true
        expected.serviceTier = "flex"
        expected.allowsParallelToolCalls = false
        #expect(request == expected)
    }

    @Test("tools, choices of them, formats")
    func tools() throws {
        let request = try ChatExamples.read(
            #"""
            ,"tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"},
            "strict":true}},{"type":"function","function":{"name":"g"}}],
            "tool_choice":{"type":"function","function":{"name":"f"}},
            "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"},"strict":true}}
            """#
        )
        let schema = try chatJSON(#"{"type":"object"}"#)
        #expect(
            request.tools == [
                Tool(name: "f", description: "d", parameters: schema, strict: true),
                Tool(name: "g"),
            ]
        )
        #expect(request.toolChoice == .named("f"))
        #expect(request.format == .schema(name: "n", description: nil, schema: schema, strict: true))
        for (word, choice) in [("auto", ToolChoice.auto), ("none", .none), ("required", .required)] {
            #expect(try ChatExamples.read(#","tool_choice":"\#(word)""#).toolChoice == choice)
        }
        let custom = try ChatExamples.read(
            #"""
            ,"tools":[{"type":"custom","custom":{"name":"c","description":"d"}},{"type":"custom","custom":{"name":"e",
            "format":{"type":"grammar","grammar":{"syntax":"regex","definition":"x+"}}}}],"tool_choice":
            {"type":"allowed_tools","allowed_tools":{"mode":"required","tools":[{"type":"custom","custom":{"name":"c"}},
            {"type":"function","function":{"name":"f"}}]}}
            """#
        )
        #expect(
            custom.tools == [
                Tool(kind: .custom(.text), name: "c", description: "d"),
                Tool(kind: .custom(.grammar(syntax: "regex", definition: "x+")), name: "e"),
            ]
        )
        #expect(custom.toolChoice == .allowed(["c", "f"], isRequired: true))
        #expect(custom.foreign.isEmpty)
        let named = #","tool_choice":{"type":"custom","custom":{"name":"c"}}"#
        #expect(try ChatExamples.read(named).toolChoice == .named("c"))
        for bad in [#"{}"#, #"{"mode":"none","tools":[]}"#, #"{"mode":"auto","tools":[{"type":"function"}]}"#] {
            let choice = #","tool_choice":{"type":"allowed_tools","allowed_tools":\#(bad)}"#
            #expect(throws: Refusal.self) { try ChatExamples.read(choice) }
        }
        #expect(try ChatExamples.read(#","response_format":{"type":"text"}"#).format == nil)
        #expect(try ChatExamples.read(#","response_format":{"type":"json_object"}"#).format == .json)
    }

    @Test(
        "what no other dialect could honour is named",
        arguments: [
            (#","n":2"#, [ConversationField.choices]),
            (#","logprobs":true,"top_logprobs":3"#, [.logProbabilities]),
            (#","modalities":["text","audio"],"audio":{"voice":"x","format":"wav"}"#, [.audioOutput]),
            (#","web_search_options":{}"#, [.vendorFeatures]),
            (#","moderation":{"model":"x"}"#, [.vendorFeatures]),
            (#","functions":[{"name":"f"}],"function_call":"auto""#, [.vendorTools]),
            (#","tools":[{"type":"custom","custom":{"name":"c","format":{"type":"new"}}}]"#, [.vendorTools]),
            (#","tools":[{"type":"new","new":{"name":"c"}}]"#, [.vendorTools]),
            (
                #","tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[{"type":"mcp"}]}}"#,
                [.vendorTools]
            ),
            (#","tool_choice":{"type":"new"}"#, [.vendorTools]),
            (#","response_format":{"type":"grammar"}"#, [.vendorFeatures]),
        ]
    )
    func foreign(members: String, fields: [ConversationField]) throws {
        let request = try ChatExamples.read(members)
        #expect(request.foreign == fields)
        #expect(request.unknown.isEmpty)
    }

    @Test("parts and calls that are not known are never silently lost")
    func foreignParts() throws {
        let request = try ChatExamples.read(
            messages: #"""
                {"role":"user","content":[{"type":"video_url","video_url":{}}]},
                {"role":"assistant","tool_calls":[{"id":"c","type":"custom","custom":{"name":"n","input":"i"}}]},
                {"role":"function","name":"f","content":"x"}
                """#
        )
        #expect(request.foreign == [.vendorFeatures, .vendorTools])
    }

    @Test("null, defaults and empty lists ask for nothing")
    func defaults() throws {
        let request = try ChatExamples.read(
            #"""
            ,"n":1,"logprobs":false,"top_logprobs":0,"modalities":["text"],"service_tier":"auto","audio":null,
            "frequency_penalty":0,"presence_penalty":0.0,"logit_bias":{},"tools":[],"functions":[],"stop":null,
            "temperature":null,"response_format":null,"stream":false,"stream_options":null,"prediction":null,
            "function_call":"none","metadata":null
            """#
        )
        var expected = ConversationRequest(model: "m")
        expected.turns = [Turn(.user, [.text(.init("hi"))])]
        #expect(request == expected)
    }

    @Test("unknown fields are named in order")
    func unknown() throws {
        let request = try ChatExamples.read(
            #","prediction":{},"min_p":0.1,"stream":true,"stream_options":{"include_obfuscation":false,"x":1}"#
        )
        #expect(request.unknown == ["prediction", "min_p", "x"])
    }

    @Test("the newer name of the end user wins")
    func endUser() throws {
        let request = try ChatExamples.read(#","user":"old","safety_identifier":"new""#)
        #expect(request.endUser == "new")
        #expect(request.unknown == ["user"])
        #expect(try ChatExamples.read(#","safety_identifier":"new","user":"new""#).unknown.isEmpty)
    }

    @Test("reasoning in the history is read, sealed or not")
    func reasoning() throws {
        let request = try ChatExamples.read(
            messages: #"""
                {"role":"assistant","content":"a","reasoning_content":"why"},
                {"role":"assistant","content":"b","reasoning":"w","reasoning_details":[
                  {"type":"reasoning.text","text":"w","signature":"s"},{"type":"reasoning.encrypted","data":"e"}]}
                """#
        )
        #expect(request.turns[0].parts == [.reasoning(.init("why")), .text(.init("a"))])
        #expect(
            request.turns[1].parts == [
                .reasoning(.init("w", seal: .signature("s"))), .reasoning(.init("", seal: .encrypted("e"))),
                .text(.init("b")),
            ]
        )
    }

    @Test(
        "a fault is refused with its place",
        arguments: [
            (#"{"model":"m"}"#, "messages"),
            (#"{"model":"m","messages":{}}"#, "messages"),
            (#"{"model":"m","messages":[7]}"#, "messages[0]"),
            (#"{"model":"m","messages":[{"role":"user"}]}"#, "messages[0].content"),
            (#"{"model":"m","messages":[{"role":"king","content":""}]}"#, "messages[0].role"),
            (#"{"model":"m","messages":[{"role":"user","content":7}]}"#, "messages[0].content"),
            (#"{"model":"m","messages":[{"role":"user","content":[{"type":"text"}]}]}"#, "messages[0].content[0].text"),
            (
                #"{"model":"m","messages":[{"role":"user","content":[{"type":"image_url"}]}]}"#,
                "messages[0].content[0].image_url"
            ),
            (
                #"{"model":"m","messages":[{"role":"user","content":[{"type":"file","file":{}}]}]}"#,
                "messages[0].content[0].file"
            ),
            (#"{"model":"m","messages":[{"role":"tool","content":""}]}"#, "messages[0].tool_call_id"),
            (
                #"{"model":"m","messages":[{"role":"assistant","tool_calls":[{"id":"x"}]}]}"#,
                "messages[0].tool_calls[0].function"
            ),
            (#"{"model":"m","messages":[],"tools":[{"type":"function"}]}"#, "tools[0].function"),
            (#"{"model":"m","messages":[],"tool_choice":"some"}"#, "tool_choice"),
            (#"{"model":"m","messages":[],"temperature":"hot"}"#, "temperature"),
            (#"{"model":"m","messages":[],"stop":[1]}"#, "stop[0]"),
            (#"{"model":"m","messages":[],"max_completion_tokens":0}"#, "max_completion_tokens"),
            (#"{"model":"m","messages":[],"max_tokens":0.0}"#, "max_tokens"),
            (#"{"model":"m","messages":[],"metadata":{"a":1}}"#, "metadata.a"),
            (#"{"model":"m","messages":[],"stream_options":7}"#, "stream_options"),
        ]
    )
    func faults(body: String, place: String) throws {
        let refusal = try #require(throws: Refusal.self) { try ChatExamples.profile.readRequest(chatJSON(body)) }
        #expect(refusal.code == .badRequest)
        #expect(refusal.parameter == place)
        #expect(refusal.message.contains(place))
    }
}
