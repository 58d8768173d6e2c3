import Domain
import JSON
import Testing

@testable import Dialects

@Suite("Custom tools")
struct CustomToolTests {
    private static let tools = [Tool(kind: .custom(.text), name: "log"), Tool(name: "tide")]

    private static func call(_ name: String, _ arguments: String, isCustom: Bool = false) -> Part {
        .toolCall(ToolCall(id: "1", name: name, arguments: arguments, isCustom: isCustom))
    }

    @Test(
        "a function's arguments become the input, and nothing that the model said is lost",
        arguments: [
            (#"{"input":"a\n\"b\""}"#, "a\n\"b\""), (#"{"input":""}"#, ""), ("{}", ""), ("", ""),
            (#"{"input":{"a":1}}"#, #"{"a":1}"#), (#"{"text":"a"}"#, #"{"text":"a"}"#), ("a", "a"),
            // Cut off, by a limit.
            (#"{"input":"cut"#, "cut"), (#" { "input" : "cut"#, "cut"), (#"{"input":"cut\"#, "cut"),
            (#"{"input":"cut\\"#, "cut\\"), (#"{"input":"cut\u00e"#, "cut"), (#"{"input":"cut\ud83d\ude0"#, "cut"),
            (#"{"input":"cut""#, "cut"), (#"{"input":""#, ""), (#"{ "inp"#, ""), ("{", ""),
            (#"{"input":"a"b"#, #"{"input":"a"b"#), (#"{"text":"cut"#, #"{"text":"cut"#),
            (#"{"input":{"a":1"#, #"{"input":{"a":1"#), (#"{"input":"a","b":1"#, #"{"input":"a","b":1"#),
            (#"["input"]"#, #"["input"]"#),
        ]
    )
    func input(arguments: String, input: String) {
        var answer = ConversationAnswer()
        answer.parts = [Self.call("log", arguments), Self.call("tide", arguments)]
        let restored = answer.restoringCustomCalls(of: Self.tools)
        #expect(restored.parts == [Self.call("log", input, isCustom: true), Self.call("tide", arguments)])
        #expect(answer.restoringCustomCalls(of: []) == answer)
        // What a model of the dialect itself called so is the input already.
        #expect(restored.restoringCustomCalls(of: Self.tools) == restored)
    }

    @Test("a streamed input is held until its call closes, whatever comes in between")
    func held() {
        var restorer = CustomCallRestorer(Self.tools)
        let events: [StreamEvent] = [
            .opened(0, .toolCall(id: "a", name: "log")), .delta(0, #"{"inp"#), .opened(1, .text), .delta(1, "t"),
            .delta(0, #"ut":"x\u00"#), .closed(1), .delta(0, #"e9"}"#), .closed(0),
            .opened(2, .toolCall(id: "b", name: "tide")), .delta(2, "{}"), .closed(2),
            .opened(3, .toolCall(id: "c", name: "log")), .closed(3), .ended,
        ]
        #expect(
            events.flatMap { restorer.follow($0) } == [
                .opened(0, .customCall(id: "a", name: "log")), .opened(1, .text), .delta(1, "t"), .closed(1),
                .delta(0, "xé"), .closed(0), .opened(2, .toolCall(id: "b", name: "tide")), .delta(2, "{}"), .closed(2),
                .opened(3, .customCall(id: "c", name: "log")), .closed(3), .ended,
            ]
        )
    }

    @Test("what is held has a bound, and room is free again behind it")
    func bound() throws {
        var restorer = CustomCallRestorer(Self.tools)
        let piece = String(repeating: "x", count: CustomCallRestorer.mostHeld)
        for number in 0..<2 {
            _ = restorer.follow(.opened(number, .toolCall(id: "a", name: "log")))
            _ = restorer.follow(.delta(number, piece))
            #expect(!restorer.isOverfull)
            #expect(restorer.follow(.closed(number)).count == 2)
        }
        _ = restorer.follow(.opened(2, .toolCall(id: "a", name: "log")))
        _ = restorer.follow(.delta(2, piece + "x"))
        #expect(restorer.isOverfull)

        var options = Fixture.options
        options.request = ConversationRequest(model: "m")
        options.request?.tools = Self.tools
        var stream = StreamTranslation(from: .messages, to: .chatCompletions, options)
        func follow(_ json: String) throws -> [UInt8] {
            try Array("data: \(json)\n\n".utf8).withUnsafeBytes { try stream.follow($0) }
        }
        let start =
            #"{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"a","name":"log"}}"#
        let half = String(piece.prefix(CustomCallRestorer.mostHeld / 2 + 1))
        let delta =
            #"{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"\#(half)"}}"#
        #expect(try !follow(start).isEmpty)
        #expect(try follow(delta).isEmpty && stream.failure == nil)
        #expect(try follow(delta).isEmpty && stream.failure?.code == "server_error")
        #expect(try follow(#"{"type":"message_stop"}"#).isEmpty && !stream.isEnded)
    }

    @Test("to a client that knows functions alone a streamed input is the text of an object, cut anywhere")
    func wrapped() throws {
        let input = "a\n\"b\" \\ \u{7} é🌊"
        for size in 1...input.count {
            var wrapper = CustomCallWrapper()
            var events: [StreamEvent] = [.opened(0, .customCall(id: "a", name: "log"))]
            var rest = Substring(input)
            while !rest.isEmpty {
                events.append(.delta(0, String(rest.prefix(size))))
                rest = rest.dropFirst(size)
            }
            var assembler = StreamAssembler()
            for event in (events + [.closed(0)]).flatMap({ wrapper.follow($0) }) { assembler.take(event) }
            guard case .toolCall(let call)? = assembler.answer.parts.first else { continue }
            #expect(!call.isCustom && call.arguments == CustomToolFunction.arguments(input))
        }
    }

    @Test("a Messages stream of a custom call ends well, and nothing of it is lost to a repaired Chat stream")
    func everyCaller() throws {
        let frames = [
            #"{"id":"chatcmpl-1","choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","type":"custom","custom":{"name":"log"}}]}}]}"#,
            #"{"choices":[{"delta":{"tool_calls":[{"index":0,"custom":{"input":"{\"a\":1}{"}}]}}]}"#,
            #"{"choices":[{"delta":{"tool_calls":[{"index":0,"custom":{"input":"\"b"}}]},"finish_reason":"tool_calls"}]}"#,
            "[DONE]",
        ]
        let bytes = Array(frames.map { "data: \($0)\n\n" }.joined().utf8)
        let input = #"{"a":1}{"b"#
        for caller in Dialect.allCases {
            let written = try Fixture.streamed([bytes], from: .chatCompletions, to: caller)
            let answer = try StreamAssembler.answer(written.bytes, caller).answer
            let isFunction = caller == .messages
            let arguments = isFunction ? CustomToolFunction.arguments(input) : input
            let call = ToolCall(id: "a", name: "log", arguments: arguments, isCustom: !isFunction)
            #expect(answer.parts == [.toolCall(call)])
            #expect(answer.stop == .toolCalls)
        }
    }

    @Test(
        "fragments of custom calls that could be of one call or of two are a fault",
        arguments: [
            (#"{"index":0,"custom":{"name":"log","input":"a"}}"#, #"{"index":0,"custom":{"name":"log","input":"b"}}"#),
            (#"{"custom":{"name":"log","input":"a"}}"#, #"{"custom":{"name":"log","input":"b"}}"#),
        ]
    )
    func ambiguous(first: String, second: String) {
        #expect(throws: TranslationFault.self) {
            try ChatExamples.events([ChatExamples.chunk(#"{"tool_calls":[\#(first),\#(second)]}"#)])
        }
    }

    @Test("custom calls side by side are told apart by index, id or name")
    func apart() throws {
        for (first, second) in [
            (#""index":0"#, #""index":1"#), (#""index":0,"id":"a""#, #""index":0,"id":"b""#),
            (#""id":"a""#, #""id":"b""#),
        ] {
            let events = try ChatExamples.events([
                ChatExamples.chunk(
                    #"{"tool_calls":[{\#(first),"custom":{"name":"log","input":"x"}},"#
                        + #"{\#(second),"custom":{"name":"log","input":"y"}}]}"#
                )
            ])
            #expect(events.contains(.delta(0, "x")) && events.contains(.delta(1, "y")))
        }
        let named = try ChatExamples.events([
            ChatExamples.chunk(
                #"{"tool_calls":[{"custom":{"name":"log","input":"x"}},{"custom":{"name":"sign","input":"y"}}]}"#
            )
        ])
        #expect(named.contains(.delta(0, "x")) && named.contains(.delta(1, "y")))
    }

    @Test("in Responses an output is of the kind of its call, also where an id is used again")
    func outputs() throws {
        var request = ConversationRequest(model: "m")
        func result(_ id: String) -> Turn { Turn(.tool, [.toolResult(ToolResult(callID: id, parts: []))]) }
        request.turns = [
            Turn(.assistant, [Self.call("log", "a", isCustom: true)]), result("1"),
            Turn(.assistant, [Self.call("tide", "")]),
            result("1"), result("2"),
        ]
        var losses = LossReport(target: .responses)
        let body = try Responses().writeRequest(request, for: TargetTraits(), losses: &losses)
        #expect(
            body["input"]?.elements?.map { $0["type"]?.string } == [
                "custom_tool_call", "custom_tool_call_output", "function_call", "function_call_output",
                "function_call_output",
            ]
        )
    }

    @Test("Messages declares the allowed tools alone, and a forced one leaves no room for thinking")
    func allowed() throws {
        func written(_ choice: ToolChoice) throws -> JSONValue {
            var request = ConversationRequest(model: "claude-sonnet-4-5")
            request.turns = [Turn(.user, [.text(Part.Text("x"))])]
            request.tools = Self.tools
            request.toolChoice = choice
            request.reasoning = ReasoningWish()
            request.reasoning?.effort = "low"
            var losses = LossReport(target: .messages)
            return try Messages().writeRequest(request, for: TargetTraits(), losses: &losses)
        }
        let auto = try written(.allowed(["tide"], isRequired: false))
        #expect(auto["tools"]?.elements?.map { $0["name"]?.string } == ["tide"])
        #expect(auto["tool_choice"]?["type"]?.string == "auto" && auto["thinking"] != nil)
        let required = try written(.allowed(["log", "tide"], isRequired: true))
        #expect(required["tools"]?.elements?.count == 2)
        #expect(required["tool_choice"]?["type"]?.string == "any" && required["thinking"] == nil)
        let none = try written(.allowed(["other"], isRequired: false))
        #expect(none["tools"] == nil && none["tool_choice"] == nil)
    }
}
