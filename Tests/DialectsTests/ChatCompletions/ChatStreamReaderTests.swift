import Domain
import JSON
import Testing

@testable import Dialects

@Suite("Chat Completions: reading streams")
struct ChatStreamReaderTests {
    private let chunk = ChatExamples.chunk
    private let start = StreamEvent.started(id: "chatcmpl-1", model: "m", createdAt: 7)

    @Test("text, then usage in a chunk of its own")
    func text() throws {
        let events = try ChatExamples.events([
            #"{"id":"","model":"","choices":[],"prompt_filter_results":[]}"#,
            chunk(#"{"role":"assistant","content":""}"#, nil), chunk(#"{"content":"a"}"#, nil),
            chunk(#"{"content":"b"}"#, nil), chunk("{}", "stop"),
            #"{"id":"chatcmpl-1","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}"#,
            "[DONE]", "[DONE]",
        ])
        #expect(
            events == [
                start, .opened(0, .text), .delta(0, "a"), .delta(0, "b"), .usage(Usage(input: 3, output: 2)),
                .closed(0),
                .stopped(.endOfTurn, sequence: nil), .ended,
            ]
        )
    }

    @Test("a block closes when another kind begins; calls stay open")
    func kinds() throws {
        let events = try ChatExamples.events([
            chunk(#"{"role":"assistant","content":null,"reasoning_content":"r"}"#, nil),
            chunk(#"{"reasoning":"s"}"#, nil), chunk(#"{"content":"t"}"#, nil),
            chunk(
                #"{"tool_calls":[{"index":0,"id":"c","type":"function","function":{"name":"f","arguments":""}}]}"#,
                nil
            ),
            chunk(#"{"tool_calls":[{"index":0,"function":{"arguments":"{}"}}]}"#, nil),
            chunk(#"{"content":"u"}"#, nil), chunk(#"{"refusal":"no"}"#, nil), chunk("{}", "tool_calls"), "[DONE]",
        ])
        #expect(
            events == [
                start, .opened(0, .reasoning(isSummary: false)), .delta(0, "r"), .delta(0, "s"), .closed(0),
                .opened(1, .text), .delta(1, "t"), .closed(1), .opened(2, .toolCall(id: "c", name: "f")),
                .delta(2, "{}"), .opened(3, .text), .delta(3, "u"), .closed(3), .opened(4, .refusal), .delta(4, "no"),
                .closed(4), .closed(2), .stopped(.toolCalls, sequence: nil), .ended,
            ]
        )
    }

    @Test(
        "two calls, however the server numbers them",
        arguments: [
            // By the book, interleaved.
            [
                #"{"index":0,"id":"a","function":{"name":"f","arguments":""}}"#,
                #"{"index":1,"id":"b","function":{"name":"g","arguments":""}}"#,
                #"{"index":0,"function":{"arguments":"1"}}"#, #"{"index":1,"function":{"arguments":"2"}}"#,
            ],
            // Without an index.
            [
                #"{"id":"a","function":{"name":"f","arguments":""}}"#, #"{"function":{"arguments":"1"}}"#,
                #"{"id":"b","function":{"name":"g","arguments":"2"}}"#,
            ],
            // Index 0 for both.
            [
                #"{"index":0,"id":"a","function":{"name":"f","arguments":"1"}}"#,
                #"{"index":0,"id":"b","function":{"name":"g","arguments":"2"}}"#,
            ],
            // The id repeated, the name late, the arguments as a value.
            [
                #"{"index":0,"id":"a","function":{"name":"f"}}"#,
                #"{"index":0,"id":"a","function":{"name":null,"arguments":1}}"#,
                #"{"index":1,"id":"b","function":{"arguments":"2"}}"#, #"{"index":1,"function":{"name":"g"}}"#,
            ],
        ]
    )
    func calls(fragments: [String]) throws {
        let separate = try ChatExamples.events(
            fragments.map { chunk(#"{"tool_calls":[\#($0)]}"#, nil) } + [chunk("{}", "stop"), "[DONE]"]
        )
        let together = try ChatExamples.events([
            chunk(#"{"tool_calls":[\#(fragments.joined(separator: ","))]}"#, "stop"), "[DONE]",
        ])
        for events in [separate, together] {
            var arguments: [Int: String] = [:]
            var opened: [StreamEvent.Block] = []
            for event in events {
                if case .opened(_, let block) = event { opened.append(block) }
                if case .delta(let block, let text) = event { arguments[block, default: ""] += text }
            }
            #expect(opened == [.toolCall(id: "a", name: "f"), .toolCall(id: "b", name: "g")])
            #expect(arguments == [0: "1", 1: "2"])
            #expect(events.suffix(4) == [.closed(0), .closed(1), .stopped(.toolCalls, sequence: nil), .ended])
        }
    }

    @Test("a call whose arguments are whole closes when the next one opens")
    func callAfterCall() throws {
        let fragments = [
            #"{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":\"}"}}"#,
            #"{"index":0,"function":{"arguments":"{\"}"}}"#,
            #"{"index":1,"id":"b","function":{"name":"g","arguments":"{}"}}"#,
        ].map { chunk(#"{"tool_calls":[\#($0)]}"#, nil) }
        let events = try ChatExamples.events(fragments + [chunk("{}", "tool_calls"), "[DONE]"])
        #expect(
            events == [
                start, .opened(0, .toolCall(id: "a", name: "f")), .delta(0, #"{"x":"}"#), .delta(0, #"{"}"#),
                .closed(0),
                .opened(1, .toolCall(id: "b", name: "g")), .delta(1, "{}"), .closed(1),
                .stopped(.toolCalls, sequence: nil), .ended,
            ]
        )
        let late = chunk(#"{"tool_calls":[{"index":0,"function":{"arguments":"{}"}}]}"#, nil)
        #expect(throws: TranslationFault.self) { try ChatExamples.events(fragments + [late]) }
    }

    @Test("calls without ids get ones that differ")
    func ids() throws {
        let events = try ChatExamples.events([
            chunk(#"{"tool_calls":[{"function":{"name":"f","arguments":"{}"}},{"function":{"name":"g"}}]}"#, "stop")
        ])
        #expect(events.contains(.opened(0, .toolCall(id: "call_chatcmpl10", name: "f"))))
        #expect(events.contains(.opened(1, .toolCall(id: "call_chatcmpl11", name: "g"))))
    }

    /// Calls as a client puts them together: name and arguments.
    private func put(together fragments: [String]) throws -> [[String]] {
        let events = try ChatExamples.events(
            fragments.map { chunk(#"{"tool_calls":[\#($0)]}"#, nil) } + [chunk("{}", "tool_calls"), "[DONE]"]
        )
        var assembler = StreamAssembler()
        for event in events { assembler.take(event) }
        #expect(assembler.isEnded)
        let calls = assembler.answer.parts.compactMap { if case .toolCall(let call) = $0 { call } else { nil } }
        #expect(Set(calls.map(\.id)).count == calls.count)
        #expect(!calls.contains { $0.id.isEmpty })
        return calls.map { [$0.name, $0.arguments] }
    }

    @Test(
        "a call behind whole arguments is another one, whatever its index",
        arguments: [
            // Google's: index 0 for all, the id empty.
            [
                #"{"index":0,"id":"","function":{"name":"f","arguments":"{\"a\":1}"}}"#,
                #"{"index":0,"id":"","function":{"name":"g","arguments":"{\"b\":2}"}}"#,
            ],
            [
                #"{"index":0,"function":{"name":"f","arguments":"{\"a\":"}}"#,
                #"{"index":0,"function":{"name":null,"arguments":"1}"}}"#,
                #"{"index":0,"function":{"name":"g","arguments":""}}"#,
                #"{"index":0,"function":{"arguments":"{\"b\":2}"}}"#,
            ],
            // One id for both.
            [
                #"{"index":0,"id":"t","function":{"name":"f","arguments":"{\"a\":1}"}}"#,
                #"{"index":1,"id":"t","function":{"name":"g","arguments":"{\"b\":"}}"#,
                #"{"index":1,"id":"t","function":{"arguments":"2}"}}"#,
            ],
            [
                #"{"index":0,"id":"t","function":{"name":"f","arguments":"{\"a\":1}"}}"#,
                #"{"index":0,"id":"t","function":{"name":"g","arguments":"{\"b\":2}"}}"#,
            ],
            [
                #"{"id":"t","function":{"name":"f","arguments":"{\"a\":1}"}}"#,
                #"{"id":"t","function":{"name":"g","arguments":"{\"b\":2}"}}"#,
            ],
            // The name again and again.
            [
                #"{"function":{"name":"f","arguments":"{\"a\":"}}"#, #"{"function":{"name":"f","arguments":"1}"}}"#,
                #"{"function":{"name":"f","arguments":""}}"#, #"{"function":{"name":"g","arguments":"{\"b\":"}}"#,
                #"{"function":{"name":"g","arguments":"2}"}}"#,
            ],
        ]
    )
    func anotherCall(fragments: [String]) throws {
        #expect(try put(together: fragments) == [["f", #"{"a":1}"#], ["g", #"{"b":2}"#]])
    }

    @Test(
        "a call that waits for arguments is no rival where index, id or name say whose the next ones are",
        arguments: [
            [
                #"{"index":"0","function":{"name":"f"}}"#, #"{"index":"1","function":{"name":"g"}}"#,
                #"{"index":"1","function":{"arguments":"{\"b\":2}"}}"#,
            ],
            [
                #"{"index":0,"id":"a","function":{"name":"f"}}"#, #"{"index":1,"id":"b","function":{"name":"g"}}"#,
                #"{"index":1,"function":{"arguments":"{\"b\":2}"}}"#,
            ],
            [
                #"{"id":"a","function":{"name":"f"}}"#, #"{"id":"b","function":{"name":"g"}}"#,
                #"{"id":"b","function":{"arguments":"{\"b\":2}"}}"#,
            ],
            [
                #"{"function":{"name":"f"}}"#, #"{"function":{"name":"g"}}"#,
                #"{"function":{"name":"g","arguments":"{\"b\":2}"}}"#,
            ],
            [
                #"{"function":{"name":"f"}}"#, #"{"function":{"name":"g","arguments":"{\"b\":2}"}}"#,
                #"{"function":{"arguments":" "}}"#,
            ],
        ]
    )
    func noRival(fragments: [String]) throws {
        let calls = try put(together: fragments).map { [$0[0], $0[1].filter { $0 != " " }] }
        #expect(calls == [["f", ""], ["g", #"{"b":2}"#]])
    }

    @Test(
        "arguments that are no JSON are the model's own where the server says whose they are",
        arguments: [#"{"a":{"b":1}2}"#, #"{"a" "b"}"#, #"{"a":[{}{}]}"#]
    )
    func noJSON(arguments: String) throws {
        let text = String(decoding: JSONValue.string(arguments).bytes, as: UTF8.self)
        for member in [#""index":0"#, #""index":"0""#, #""id":"a""#] {
            let fragments = [
                #"{\#(member),"function":{"name":"f","arguments":""}}"#,
                #"{\#(member),"function":{"arguments":\#(text)}}"#,
            ]
            #expect(try put(together: fragments) == [["f", arguments]])
        }
        #expect(throws: TranslationFault.self) {
            try put(together: [#"{"function":{"name":"f"}}"#, #"{"function":{"arguments":\#(text)}}"#])
        }
    }

    @Test("arguments that begin anew are another call of the same function")
    func sameFunction() throws {
        for name in ["", #""name":"","#, #""name":"f","#] {
            let fragments = [
                #"{"index":0,"id":"t","function":{"name":"f","arguments":""}}"#,
                #"{"index":0,"function":{\#(name)"arguments":"{\"a\":1}"}}"#,
                #"{"index":0,"function":{\#(name)"arguments":"{\"a\":2}"}}"#,
            ]
            #expect(try put(together: fragments) == [["f", #"{"a":1}"#], ["f", #"{"a":2}"#]])
        }
    }

    @Test("the second call with an id gets one of ours")
    func sameID() throws {
        let events = try ChatExamples.events([
            chunk(
                #"{"tool_calls":[{"index":0,"id":"t","function":{"name":"f"}},{"index":1,"id":"t","function":{"name":"g"}}]}"#,
                nil
            )
        ])
        #expect(events.contains(.opened(0, .toolCall(id: "t", name: "f"))))
        #expect(events.contains(.opened(1, .toolCall(id: "call_chatcmpl11", name: "g"))))
    }

    @Test(
        "calls that cannot be told apart are a fault and never one call",
        arguments: [
            [#"{"index":0,"function":{"name":"f","arguments":"{\"a\":1}{\"b\":2}"}}"#],
            [
                #"{"index":0,"function":{"name":"f","arguments":"{\"a\":"}}"#,
                #"{"index":0,"function":{"arguments":"1}{\"b\":2}"}}"#,
            ],
            [
                #"{"index":0,"function":{"name":"f","arguments":"{\"a\":"}}"#,
                #"{"index":0,"function":{"name":"g","arguments":"{\"b\":2}"}}"#,
            ],
            [
                #"{"function":{"arguments":"{\"a\":1}"}}"#, #"{"function":{"name":"f","arguments":"{\"b\":2}"}}"#,
            ],
            // One call as far as one can see, whose words cannot be of one.
            [
                #"{"function":{"name":"f","arguments":""}}"#, #"{"function":{"name":"f","arguments":""}}"#,
                #"{"function":{"arguments":"{\"x\":"}}"#, #"{"function":{"arguments":"{\"y\":"}}"#,
                #"{"function":{"arguments":"1}"}}"#, #"{"function":{"arguments":"2}"}}"#,
            ],
            // Two wait for arguments, and nothing says whose these are.
            [
                #"{"id":"a","function":{"name":"f","arguments":""}}"#,
                #"{"id":"b","function":{"name":"g","arguments":""}}"#, #"{"function":{"arguments":"{\"a\":"}}"#,
            ],
            [
                #"{"index":0,"id":"a","function":{"name":"f","arguments":""}}"#,
                #"{"index":0,"id":"b","function":{"name":"g","arguments":""}}"#,
                #"{"index":0,"function":{"arguments":"{\"a\":1}"}}"#,
            ],
            [
                #"{"function":{"name":"f","arguments":""}}"#, #"{"function":{"name":"g","arguments":""}}"#,
                #"{"function":{"name":"f","arguments":"{}"}}"#,
            ],
            [
                #"{"id":"a","function":{"name":"f","arguments":"{"}}"#,
                #"{"id":"b","function":{"name":"g","arguments":"{"}}"#, #"{"function":{"arguments":"}"}}"#,
            ],
            [
                #"{"id":"a","custom":{"name":"f","input":"x"}}"#, #"{"id":"b","custom":{"name":"g","input":"y"}}"#,
                #"{"custom":{"input":"z"}}"#,
            ],
        ]
    )
    func merged(fragments: [String]) {
        #expect(throws: TranslationFault.self) {
            try ChatExamples.events(fragments.map { chunk(#"{"tool_calls":[\#($0)]}"#, nil) })
        }
    }

    @Test("sealed reasoning")
    func seals() throws {
        let events = try ChatExamples.events([
            chunk(#"{"reasoning":"r","reasoning_details":[{"type":"reasoning.text","text":"r"}]}"#, nil),
            chunk(#"{"reasoning_details":[{"type":"reasoning.text","signature":"s"}]}"#, nil),
            chunk(#"{"content":"t"}"#, "stop"),
        ])
        #expect(
            events == [
                start, .opened(0, .reasoning(isSummary: false)), .delta(0, "r"), .sealed(0, .signature("s")),
                .closed(0),
                .opened(1, .text), .delta(1, "t"),
            ]
        )
    }

    @Test("an error inside the stream ends it")
    func error() throws {
        let events = try ChatExamples.events([
            chunk(#"{"content":"t"}"#, nil), #"{"error":{"message":"m","type":"overloaded","code":529}}"#, "[DONE]",
        ])
        #expect(events.last == .failed(UpstreamError(type: "overloaded", code: "529", message: "m")))
        #expect(
            try ChatExamples.events([
                #"{"choices":[{"delta":{},"finish_reason":"error","error":{"message":"m"}}]}"#
            ]).last == .failed(UpstreamError(message: "m"))
        )
    }

    @Test(
        "a stream that is broken or ends without a reason is a fault",
        arguments: [
            ["[DONE]"], [ChatExamples.chunk(#"{"content":"cut"}"#), "[DONE]"], ["{"], ["7"],
            [ChatExamples.chunk(#"{"content":7}"#)],
            [ChatExamples.chunk(#"{"tool_calls":[{"index":0,"id":"a"}]}"#, finish: "tool_calls"), "[DONE]"],
            [
                ChatExamples.chunk(#"{"tool_calls":[{"index":0,"id":"a","custom":{}}]}"#, finish: "tool_calls"),
                "[DONE]",
            ],
        ]
    )
    func faults(chunks: [String]) {
        #expect(throws: TranslationFault.self) { try ChatExamples.events(chunks) }
    }

    @Test("a stream of calls has a bound")
    func bound() {
        let fragments = (0...1024).map { #"{"index":\#($0),"id":"c\#($0)","function":{"name":"f"}}"# }
        #expect(throws: TranslationFault.self) {
            try ChatExamples.events([chunk(#"{"tool_calls":[\#(fragments.joined(separator: ","))]}"#, nil)])
        }
    }
}
