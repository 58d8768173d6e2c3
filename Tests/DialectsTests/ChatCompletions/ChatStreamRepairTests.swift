import Dialects
import Domain
import HoldfastTesting
import JSON
import Testing

@Suite("Chat Completions: repair of streams")
struct ChatStreamRepairTests {
    private static func chunk(_ choices: String, _ beside: String = "") -> String {
        #"{"id":"chatcmpl-1","object":"chat.completion.chunk","created":17,"model":"m","system_fingerprint":"fp","choices":[\#(choices)]\#(beside)}"#
    }

    private static func choice(_ delta: String, finish: String = "null", index: Int = 0) -> String {
        #"{"index":\#(index),"delta":\#(delta),"logprobs":null,"finish_reason":\#(finish)}"#
    }

    private static func calls(_ fragment: String) -> String { choice("{\"tool_calls\":[\(fragment)]}") }

    private static let role = chunk(choice(#"{"role":"assistant","content":""}"#))
    private static let stop = chunk(choice("{}", finish: #""stop""#))

    private static func deltas(_ data: [String]) throws -> [JSONValue] {
        try Repaired.events(data, .chatCompletions).compactMap { $0["choices"]?.elements?.first?["delta"] }
    }

    @Test("a whole stream comes out as it went in")
    func kept() throws {
        try Repaired.expectKept(
            [
                // Azure's first one.
                #"{"id":"","object":"","created":0,"model":"","choices":[],"prompt_filter_results":[{"prompt_index":0}]}"#,
                Self.chunk(Self.choice(#"{"role":"assistant","content":"","refusal":null}"#)),
                Self.chunk(
                    Self.choice(
                        #"{"reasoning":"Hm","reasoning_details":[{"type":"reasoning.text","text":"Hm","signature":"S"}]}"#
                    )
                ),
                Self.chunk(
                    #"{"index":0,"delta":{"content":"a","annotations":[{"n":1.50}]},"logprobs":{"content":[{"token":"a","logprob":-1.0}]},"finish_reason":null}"#
                ),
                Self.chunk(
                    Self.calls(
                        #"{"index":0,"id":"c1","type":"function","function":{"name":"f","arguments":""},"extra_content":{"google":{"thought_signature":"T"}}}"#
                    )
                ),
                Self.chunk(Self.calls(#"{"index":0,"function":{"arguments":"{\"a\": "}}"#)),
                Self.chunk(Self.calls(#"{"index":0,"function":{"arguments":"1}"}}"#)),
                Self.chunk(
                    Self.calls(#"{"index":1,"id":"c2","type":"custom","custom":{"name":"apply_patch","input":""}}"#)
                ),
                Self.chunk(Self.calls(#"{"index":1,"custom":{"input":"*** }{"}}"#)),
                Self.chunk(Self.choice("{}", finish: #""tool_calls""#), #","usage":null"#),
                Self.chunk("", #","usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5},"x_new":1"#),
                "[DONE]",
            ],
            .chatCompletions
        )
    }

    @Test("several choices come out as they went in, each with its own calls")
    func severalChoices() throws {
        let call = #"{"tool_calls":[{"index":0,"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]}"#
        try Repaired.expectKept(
            [
                Self.chunk(Self.choice(#"{"role":"assistant","content":"a"}"#)),
                Self.chunk(Self.choice(#"{"role":"assistant","content":"b"}"#, index: 1)),
                Self.chunk(Self.choice(call, index: 1) + "," + Self.choice(call)),
                Self.chunk(Self.choice("{}", finish: #""tool_calls""#, index: 1)),
                Self.chunk(Self.choice("{}", finish: #""length""#)), "[DONE]",
            ],
            .chatCompletions
        )
    }

    @Test("who the answer is, the role and the choice's number are put in")
    func identity() throws {
        let events = try Repaired.events(
            [
                #"{"choices":[{"delta":{"content":"a"}}]}"#,
                #"{"id":"x-1","model":"m","choices":[{"index":null,"delta":{"content":"b"}}]}"#,
                #"{"choices":[{"index":"0","finish_reason":"stop"}]}"#, #"{"usage":{"prompt_tokens":1}}"#, "[DONE]",
            ],
            .chatCompletions
        )
        #expect(events.dropLast().map { $0["id"]?.string } == ["chatcmpl-s", "x-1", "x-1", "x-1"])
        #expect(events.dropLast().map { $0["model"]?.string } == ["up", "m", "m", "m"])
        #expect(events.dropLast().allSatisfy { $0["object"]?.string == "chat.completion.chunk" })
        #expect(events.dropLast().allSatisfy { $0["created"]?.integer == 1 })
        #expect(events[..<3].allSatisfy { $0["choices"]?.elements?.first?["index"]?.integer == 0 })
        let deltas = events.compactMap { $0["choices"]?.elements?.first?["delta"] }
        #expect(deltas.map { $0["role"]?.string } == ["assistant", nil, nil])
        #expect(events[3]["choices"] == .array([]))
    }

    @Test(
        "calls get number, id and kind",
        arguments: [
            [#"{"id":"a","function":{"name":"f","arguments":""}}"#, #"{"function":{"arguments":"{}"}}"#],
            [#"{"index":null,"id":"a","function":{"name":"f"}}"#, #"{"index":null,"function":{"arguments":"{}"}}"#],
            [#"{"index":"0","id":"a","function":{"name":"f"}}"#, #"{"index":"0","function":{"arguments":"{}"}}"#],
            [#"{"index":3,"id":"a","function":{"name":"f"}}"#, #"{"index":3,"function":{"arguments":{}}}"#],
            [
                #"{"index":0,"id":"a","function":{"arguments":"{"}}"#,
                #"{"index":0,"function":{"name":"f","arguments":"}"}}"#,
            ],
        ]
    )
    func fragments(fragments: [String]) throws {
        let data = [Self.role] + fragments.map { Self.chunk(Self.calls($0)) }
        let told = try Self.deltas(data).compactMap { $0["tool_calls"]?.elements }.joined()
        #expect(told.allSatisfy { $0["index"]?.integer == 0 })
        #expect(told.first?["id"]?.string == "a")
        #expect(told.first?["type"]?.string == "function")
        #expect(told.first?["function"]?["name"]?.string == "f")
        #expect(told.compactMap { $0["function"]?["arguments"]?.string }.joined() == "{}")
    }

    /// Calls as the vendor's clients put them together: all that is told under a number is joined.
    private static func joined(_ fragments: [String]) throws -> [[String]] {
        var joined: [Int: [String]] = [:]
        for told in try deltas(fragments.map { chunk(calls($0)) }).compactMap({ $0["tool_calls"]?.elements }).joined() {
            let tool = told["function"] ?? told["custom"]
            let text = tool?["arguments"] ?? tool?["input"]
            let pieces = [told["id"], told["type"], tool?["name"], text].map { $0?.string ?? "" }
            let index = try #require(told["index"]?.integer)
            joined[index] = zip(joined[index] ?? ["", "", "", ""], pieces).map { $0 + $1 }
        }
        return joined.keys.sorted().compactMap { joined[$0] }
    }

    @Test(
        "id, kind and name are told once, however often they came",
        arguments: [
            [
                #"{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"{\"x\":"}}"#,
                #"{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"1}"}}"#,
                #"{"index":1,"id":"b","type":"custom","custom":{"name":"g","input":"y"}}"#,
                #"{"index":1,"id":"b","type":"custom","custom":{"name":"g","input":"z"}}"#,
            ],
            [
                #"{"id":"a","type":"function","function":{"name":"f","arguments":""}}"#,
                #"{"id":"a","type":"function","function":{"name":"f","arguments":"{\"x\":1}"}}"#,
                #"{"id":"b","custom":{"name":"g","input":"y"}}"#, #"{"id":"b","custom":{"name":"g","input":"z"}}"#,
            ],
        ]
    )
    func repeated(fragments: [String]) throws {
        #expect(
            try Self.joined(fragments) == [["a", "function", "f", #"{"x":1}"#], ["b", "custom", "g", "yz"]]
        )
    }

    @Test("two calls of one name keep it, though nothing else tells where the second begins")
    func sameName() throws {
        let calls = try Self.joined([
            #"{"function":{"name":"f","arguments":""}}"#, #"{"function":{"arguments":"{\"x\":1}"}}"#,
            #"{"function":{"name":"f","arguments":""}}"#, #"{"function":{"arguments":"{\"x\":2}"}}"#,
        ])
        #expect(
            calls == [
                ["call_chatcmpl10", "function", "f", #"{"x":1}"#], ["call_chatcmpl11", "function", "f", #"{"x":2}"#],
            ]
        )
    }

    @Test(
        "calls that cannot be told apart are a fault, and so is one whose name never comes",
        arguments: [
            [
                #"{"id":"a","function":{"name":"f","arguments":""}}"#,
                #"{"id":"b","function":{"name":"g","arguments":""}}"#, #"{"function":{"arguments":"{}"}}"#,
            ],
            [
                #"{"index":0,"id":"a","custom":{"name":"f","input":"x"}}"#,
                #"{"index":0,"custom":{"name":"f","input":"y"}}"#,
            ],
            [#"{"index":0,"id":"a","function":{"arguments":"{}"}}"#],
            [#"{"index":0,"id":"a","custom":{"input":"x"}}"#],
        ]
    )
    func ambiguous(fragments: [String]) {
        let finish = Self.chunk(Self.choice("{}", finish: #""tool_calls""#))
        #expect(throws: TranslationFault.self) {
            try Repaired.events(
                fragments.map { Self.chunk(Self.calls($0)) } + [finish, "[DONE]"],
                .chatCompletions
            )
        }
    }

    @Test("a call without an id gets one that no other call of the answer has")
    func ids() throws {
        let data = [
            Self.chunk(Self.calls(#"{"index":0,"function":{"name":"f","arguments":"{}"}}"#)),
            Self.chunk(Self.calls(#"{"index":1,"function":{"name":"f","arguments":"{}"}}"#)),
            Self.chunk(Self.calls(#"{"index":2,"custom":{"name":"g","input":"x"}}"#)),
        ]
        let calls = try Self.deltas(data).compactMap { $0["tool_calls"]?.elements?.first }
        #expect(calls.map { $0["id"]?.string } == ["call_chatcmpl10", "call_chatcmpl11", "call_chatcmpl12"])
        #expect(calls.map { $0["index"]?.integer } == [0, 1, 2])
        #expect(calls.map { $0["type"]?.string } == ["function", "function", "custom"])
    }

    @Test("an answer of calls that are whole needs no reason to stop; any other one may have been cut")
    func missingFinish() throws {
        let call = Self.chunk(
            Self.calls(#"{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}"#)
        )
        let events = try Repaired.events([Self.role, call, "[DONE]"], .chatCompletions)
        #expect(events.count == 4)
        #expect(events[2]["choices"]?.elements?.first?["finish_reason"]?.string == "tool_calls")
        #expect(events[2]["id"]?.string == "chatcmpl-1")
        let half = Self.chunk(
            Self.calls(#"{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"{"}}"#)
        )
        let bare = Self.chunk(
            Self.calls(#"{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}"#)
        )
        let custom = Self.chunk(Self.calls(#"{"index":0,"id":"a","type":"custom","custom":{"name":"f","input":"x"}}"#))
        let text = Self.chunk(Self.choice(#"{"content":"a"}"#))
        for data in [
            [], [Self.role], [text], [half], [bare], [custom], [call, Self.chunk(Self.choice("{}", index: 1))],
        ] {
            #expect(throws: TranslationFault.self, "\(data)") {
                try Repaired.events(data + ["[DONE]"], .chatCompletions)
            }
        }
        #expect(try !Repaired.passed([Self.role, call], .chatCompletions).passage.isEnded)
    }

    @Test(
        "the reason to stop is one of the dialect's words",
        arguments: [
            ("stop", false, "stop"), ("stop", true, "tool_calls"), ("tool_use", true, "tool_calls"),
            ("eos", false, "stop"), ("max_tokens", false, "length"), ("content_filter", true, "content_filter"),
            ("length", true, "length"), ("function_call", false, "function_call"), ("odd", true, "odd"),
        ]
    )
    func finish(word: String, hasCalls: Bool, expected: String) throws {
        let call = Self.chunk(Self.calls(#"{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}"#))
        let data =
            [Self.role] + (hasCalls ? [call] : []) + [Self.chunk(Self.choice("{}", finish: "\"\(word)\"")), "[DONE]"]
        let events = try Repaired.events(data, .chatCompletions)
        #expect(events.dropLast().last?["choices"]?.elements?.first?["finish_reason"]?.string == expected)
        let empty = try Repaired.events([Self.chunk(Self.choice("{}", finish: "\"\"")), Self.stop], .chatCompletions)
        #expect(empty[0]["choices"]?.elements?.first?["finish_reason"] == .null)
    }

    @Test("a call that came without arguments gets those of an empty object before the end")
    func emptyArguments() throws {
        let call = #"{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}"#
        let events = try Repaired.events([Self.chunk(Self.calls(call)), Self.stop, "[DONE]"], .chatCompletions)
        let told = events.compactMap { $0["choices"]?.elements?.first?["delta"]?["tool_calls"]?.elements?.first }
        #expect(told.compactMap { $0["function"]?["arguments"]?.string } == ["", "{}"])
        #expect(told.map { $0["index"]?.integer } == [0, 0])
    }

    @Test("parts that hold words alone become a text; others stay")
    func parts() throws {
        let words = #"[{"type":"thinking","thinking":[{"type":"text","text":"Hm"}]},{"type":"text","text":"a"}]"#
        let deltas = try Self.deltas([
            Self.chunk(Self.choice("{\"content\":\(words)}")),
            Self.chunk(Self.choice(#"{"content":[{"type":"image","n":1}]}"#)),
        ])
        #expect(deltas[0]["content"]?.string == "a")
        #expect(deltas[0]["reasoning_content"]?.string == "Hm")
        #expect(deltas[1]["content"]?.elements?.first?["n"]?.integer == 1)
    }

    @Test("an error that stands in a choice is where clients look for it")
    func errors() throws {
        let choice =
            #"{"index":0,"delta":{"content":""},"finish_reason":"error","error":{"message":"Later","code":502}}"#
        let (_, passage) = try Repaired.passed([Self.role, Self.chunk(choice), "[DONE]"], .chatCompletions)
        #expect(passage.failure?.message == "Later")
        #expect(!passage.isEnded)
    }

    @Test("seals are found")
    func seals() throws {
        let details = #"[{"type":"reasoning.encrypted","data":"D"}]"#
        let passage = try Repaired.passed(
            [Self.chunk(Self.choice("{\"reasoning_details\":\(details)}"))],
            .chatCompletions
        )
        .passage
        #expect(passage.seals == ["D"])
    }
}
