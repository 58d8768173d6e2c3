import Domain
import JSON
import Testing

@testable import Dialects

@Suite("Chat Completions: writing requests")
struct ChatRequestWriterTests {
    private func request(_ turns: Turn...) -> ConversationRequest {
        var request = ConversationRequest(model: "m")
        request.turns = turns
        return request
    }

    private func messages(_ turns: Turn...) throws -> (JSONValue?, [ConversationField]) {
        var request = ConversationRequest(model: "m")
        request.turns = turns
        let written = try ChatExamples.write(request)
        return (written.body["messages"], written.lost)
    }

    @Test("what was read is written as it was said")
    func roundTrip() throws {
        let text = #"""
            {"model":"m","messages":[{"role":"system","content":"s"},{"role":"developer","content":"d"},
            {"role":"user","content":[{"type":"text","text":"t"},
            {"type":"image_url","image_url":{"url":"data:image/png;base64,QUJD","detail":"low"}},
            {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,QQ=="}}],"name":"ann"},
            {"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function",
            "function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":"r"},
            {"role":"assistant","content":null,"refusal":"no"}],
            "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"},"strict":true}}],
            "tool_choice":"required","parallel_tool_calls":false,
            "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{},"strict":true}},
            "temperature":0.70,"top_p":0.5,"seed":7,"frequency_penalty":1,"presence_penalty":2,"logit_bias":{"1":2},
            "stop":["x"],"max_completion_tokens":9,"reasoning_effort":"low","verbosity":"low","metadata":{"a":"b"},
            "user":"u","prompt_cache_key":"k","store":false,"service_tier":"flex","stream":true,
            "stream_options":{"include_usage":true}}
            """#
        let body = try chatJSON(text)
        let written = try ChatExamples.write(ChatExamples.profile.readRequest(body))
        #expect(written.body == body)
        #expect(written.lost.isEmpty)
    }

    @Test("reasoning, cache marks and citations are lost and told")
    func losses() throws {
        let (messages, lost) = try messages(
            Turn(.user, [.file(.init(.text("words"), name: "a.txt", wantsCitations: true, cache: CacheMark()))]),
            Turn(.assistant, [.reasoning(.init("why")), .text(.init("b"))]),
            Turn(.assistant, [.reasoning(.init("only"))])
        )
        #expect(
            try messages
                == chatJSON(
                    #"[{"role":"user","content":"a.txt:\n\nwords"},{"role":"assistant","content":"b"}]"#
                )
        )
        #expect(lost == [.cacheControl, .citations, .reasoningContent])
    }

    @Test("results of tools: an error is marked, pictures follow after all results")
    func results() throws {
        let (messages, lost) = try messages(
            Turn(
                .tool,
                [
                    .toolResult(.init(callID: "a", parts: [.text(.init("broken"))], isError: true)),
                    .toolResult(.init(callID: "b", parts: [.image(.init(.url("https://x/y")))])),
                    .toolResult(.init(callID: "c", parts: [], isError: true)),
                ]
            )
        )
        #expect(
            try messages
                == chatJSON(
                    #"""
                    [{"role":"tool","tool_call_id":"a","content":"Error: broken"},
                    {"role":"tool","tool_call_id":"b","content":"See the attachment in the next message."},
                    {"role":"tool","tool_call_id":"c","content":"Error: the tool failed."},
                    {"role":"user","content":[{"type":"text","text":"Attached by the result of tool call b:"},
                    {"type":"image_url","image_url":{"url":"https://x/y"}}]}]
                    """#
                )
        )
        #expect(lost.isEmpty)
    }

    @Test("calls told turn by turn are one message, and empty arguments an empty object")
    func calls() throws {
        let (messages, _) = try messages(
            Turn(.assistant, [.text(.init("t")), .toolCall(.init(id: "a", name: "f", arguments: ""))]),
            Turn(.assistant, [.text(.init("u")), .toolCall(.init(id: "b", name: "g", arguments: #"{"x":1}"#))])
        )
        #expect(
            try messages
                == chatJSON(
                    #"""
                    [{"role":"assistant","content":[{"type":"text","text":"t"},{"type":"text","text":"u"}],"tool_calls":[
                    {"id":"a","type":"function","function":{"name":"f","arguments":"{}"}},
                    {"id":"b","type":"function","function":{"name":"g","arguments":"{\"x\":1}"}}]}]
                    """#
                )
        )
    }

    @Test("results follow their calls at once, and what stood between goes behind them")
    func order() throws {
        func call(_ id: String) -> Part { .toolCall(.init(id: id, name: "f", arguments: "{}")) }
        func result(_ id: String, _ text: String) -> Part {
            .toolResult(.init(callID: id, parts: [.text(.init(text))]))
        }
        func says(_ text: String) -> Part { .text(.init(text)) }
        let (messages, _) = try messages(
            Turn(.assistant, [call("a"), call("b")]),
            Turn(.user, [says("wait")]),
            Turn(.tool, [result("a", "1")]),
            Turn(.developer, [says("be brief")]),
            Turn(.tool, [result("b", "2")]),
            Turn(.assistant, [says("so")]),
            // An id used again, another call before its result, and a result of nobody's.
            Turn(.assistant, [call("a")]),
            Turn(.user, [says("and")]),
            Turn(.assistant, [call("c")]),
            Turn(.tool, [result("a", "3"), result("c", "4"), result("d", "5")])
        )
        func written(_ id: String) -> String {
            #"{"id":"\#(id)","type":"function","function":{"name":"f","arguments":"{}"}}"#
        }
        #expect(
            try messages
                == chatJSON(
                    #"""
                    [{"role":"assistant","content":null,"tool_calls":[\#(written("a")),\#(written("b"))]},
                    {"role":"tool","tool_call_id":"a","content":"1"},{"role":"tool","tool_call_id":"b","content":"2"},
                    {"role":"user","content":"wait"},{"role":"developer","content":"be brief"},
                    {"role":"assistant","content":"so"},{"role":"assistant","content":null,"tool_calls":[\#(written("a"))]},
                    {"role":"tool","tool_call_id":"a","content":"3"},{"role":"user","content":"and"},
                    {"role":"assistant","content":null,"tool_calls":[\#(written("c"))]},
                    {"role":"tool","tool_call_id":"c","content":"4"},{"role":"tool","tool_call_id":"d","content":"5"}]
                    """#
                )
        )
    }

    @Test(
        "what would make another answer is refused",
        arguments: [
            (Part.file(.init(.url("https://x/a.pdf"))), "file_url"),
            (.file(.init(.vendorID("file-1"))), "vendor_file"),
            (.image(.init(.vendorID("file-1"))), "vendor_file"),
            (.audio, "audio_input"),
        ]
    )
    func refusals(part: Part, field: String) throws {
        let refusal = try #require(throws: Refusal.self) { try ChatExamples.write(request(Turn(.user, [part]))) }
        #expect(refusal.code == .untranslatable)
        #expect(refusal.parameter == field)
    }

    @Test("a conversation kept elsewhere is refused")
    func previous() throws {
        var request = request()
        request.previousResponseID = "resp_1"
        #expect(throws: Refusal.self) { try ChatExamples.write(request) }
        request = self.request()
        request.conversationID = "conv_1"
        #expect(throws: Refusal.self) { try ChatExamples.write(request) }
    }

    @Test(
        "reasoning wishes become an effort",
        arguments: [
            (ReasoningWish.Mode.on, "high", nil, "high"), (.on, nil, "1024", "low"), (.on, nil, "4095", "low"),
            (.on, nil, "4096", "medium"), (.on, nil, "16384", "high"), (.adaptive, nil, nil, nil),
            (.off, nil, nil, nil), (.off, "none", nil, "none"),
        ] as [(ReasoningWish.Mode, String?, String?, String?)]
    )
    func effort(mode: ReasoningWish.Mode, effort: String?, budget: String?, written: String?) throws {
        var request = request()
        request.reasoning = ReasoningWish()
        request.reasoning?.mode = mode
        request.reasoning?.effort = effort
        request.reasoning?.budget = budget
        let result = try ChatExamples.write(request)
        #expect(result.body["reasoning_effort"]?.string == written)
        #expect(result.lost == (mode == .off && effort == nil ? [.reasoningEffort] : []))
    }

    @Test("limits of the dialect and of the model")
    func limits() throws {
        var request = request()
        request.sampling.stop = ["1", "2", "3", "4", "5"]
        request.sampling.topK = "4"
        request.outputLimit = "64000"
        request.serviceTier = "turbo"
        request.allowsParallelToolCalls = true
        request.toolChoice = .auto
        request.format = .schema(name: nil, description: nil, schema: .object([]), strict: nil)
        let (body, lost) = try ChatExamples.write(request, TargetTraits(outputLimit: 16384))
        #expect(body["stop"]?.elements?.count == 4)
        #expect(body["max_completion_tokens"] == .number("16384"))
        #expect(body["response_format"]?["json_schema"]?["name"] == .string("answer"))
        #expect(body["parallel_tool_calls"] == nil)
        #expect(body["tool_choice"] == nil)
        #expect(Set(lost) == [.stop, .topK, .serviceTier])
        request = self.request()
        request.serviceTier = "standard_only"
        #expect(try ChatExamples.write(request).body["service_tier"] == .string("default"))
    }

    @Test("a strict route refuses what would be dropped")
    func strict() throws {
        var request = request()
        request.sampling.topK = "4"
        var losses = LossReport(target: .chatCompletions, isStrict: true)
        #expect(throws: Refusal.self) {
            try ChatExamples.profile.writeRequest(request, for: TargetTraits(), losses: &losses)
        }
    }
}
