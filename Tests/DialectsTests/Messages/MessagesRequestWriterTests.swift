import Domain
import JSON
import Testing

@testable import Dialects

@Suite("Messages: requests are written")
struct MessagesRequestWriterTests {
    private static func text(_ role: Turn.Role, _ text: String) -> Turn { Turn(role, [.text(Part.Text(text))]) }
    private static func call(_ id: String, _ arguments: String) -> Part {
        .toolCall(ToolCall(id: id, name: "f", arguments: arguments))
    }
    private static func result(_ id: String) -> Turn {
        Turn(.tool, [.toolResult(ToolResult(callID: id, parts: [.text(Part.Text("r"))]))])
    }

    /// What a table's row reads as: `role: block, block | role: …`
    private static func outline(_ body: JSONValue) -> String {
        (body["messages"]?.elements ?? []).map { message in
            let blocks = (message["content"]?.elements ?? []).map { block in
                block["text"]?.string ?? block["tool_use_id"]?.string.map { "=\($0)" } ?? block["id"]?.string ?? "?"
            }
            return "\(message["role"]?.string ?? ""): \(blocks.joined(separator: ", "))"
        }.joined(separator: " | ")
    }

    static let orders: [(turns: [Turn], outline: String)] = [
        ([text(.user, "a"), text(.user, "b"), text(.assistant, "c")], "user: a, b | assistant: c"),
        ([text(.assistant, "a"), text(.user, "b")], "user: \(MessagesRequestWriter.opening) | assistant: a | user: b"),
        ([text(.user, "a"), text(.assistant, " \n"), text(.user, "")], "user: a"),
        ([text(.user, "a"), text(.assistant, "b \n")], "user: a | assistant: b"),
        ([text(.system, "a"), text(.developer, "b")], "user: b"),
        (
            [text(.user, "a"), text(.system, "s")],
            "user: a, <system-instruction>\ns\n</system-instruction>"
        ),
        (
            [
                text(.user, "a"), Turn(.assistant, [call("1", ""), call("2", "")]), result("1"), text(.user, "b"),
                result("2"),
            ],
            "user: a | assistant: 1, 2 | user: =1, =2, b"
        ),
        (
            [text(.user, "a"), Turn(.assistant, [.refusal("no")]), text(.user, "b")],
            "user: a | assistant: no | user: b"
        ),
        (
            [text(.user, "a"), Turn(.assistant, [call("x:1", "")]), result("x:1")],
            "user: a | assistant: x_3a1 | user: =x_3a1"
        ),
    ]

    @Test("turns become messages that the vendor takes", arguments: orders)
    func order(turns: [Turn], outline: String) throws {
        #expect(Self.outline(try MessagesFixture.write { $0.turns = turns }.body) == outline)
    }

    @Test("a conversation without a word is refused, not opened for the caller", arguments: [[], [text(.user, " ")]])
    func nothing(turns: [Turn]) {
        #expect(throws: Refusal.self) { try MessagesFixture.write { $0.turns = turns } }
    }

    @Test(
        "an image of a kind that the vendor does not take is refused",
        arguments: [
            .inline(mediaType: "image/svg+xml", base64: "AA=="), .inline(mediaType: "text/plain", base64: "AA=="),
            .url("data:image/svg+xml,%3Csvg"),
        ] as [Part.Source]
    )
    func unknownImage(source: Part.Source) {
        let refusal = #expect(throws: Refusal.self) {
            try MessagesFixture.write { $0.turns = [Turn(.user, [.image(Part.Image(source))])] }
        }
        #expect(refusal?.code == .untranslatable)
        #expect(refusal?.parameter == "image_inline")
    }

    @Test(
        "an image has the name of its kind that the vendor knows",
        arguments: ["image/jpg", "image/JPG; a=b", "IMAGE/JPEG"]
    )
    func imageKind(type: String) throws {
        let image = Part.image(Part.Image(.inline(mediaType: type, base64: "AA==")))
        let body = try MessagesFixture.write { $0.turns = [Turn(.user, [image])] }.body
        let source = body["messages"]?.elements?[0]["content"]?.elements?[0]["source"]
        #expect(source?["media_type"]?.string == "image/jpeg")
    }

    @Test("instructions before the conversation stand in `system`")
    func system() throws {
        let body = try MessagesFixture.write { request in
            request.turns.insert(contentsOf: [Self.text(.system, "a"), Self.text(.developer, "b")], at: 0)
        }.body
        #expect(body["system"]?.elements?.map { $0["text"]?.string } == ["a", "b"])
    }

    @Test(
        "arguments are an object, whatever the model wrote",
        arguments: [
            ("", "{}"), (" ", "{}"), (#"{"a":1.0}"#, #"{"a":1.0}"#), ("[1]", #"{"arguments":[1]}"#),
            ("{broken", #"{"arguments":"{broken"}"#),
        ]
    )
    func arguments(text: String, input: String) throws {
        let body = try MessagesFixture.write { request in
            request.turns.append(Turn(.assistant, [Self.call("1", text)]))
            request.turns.append(Self.result("1"))
        }.body
        #expect(body["messages"]?.elements?[1]["content"]?.elements?.first?["input"].map(MessagesFixture.text) == input)
        #expect(body["tools"].map(MessagesFixture.text) == #"[{"name":"f","input_schema":{"type":"object"}}]"#)
        #expect(body["tool_choice"]?["type"]?.string == "none")
    }

    struct Row: Sendable {
        var model = "claude-sonnet-4-5"
        var change: @Sendable (inout ConversationRequest) -> Void
        var member: String
        var value: String?
        var losses: [ConversationField] = []
    }

    private static func thinking(
        _ effort: String?,
        _ more: @escaping @Sendable (inout ConversationRequest) -> Void = { _ in }
    )
        -> @Sendable (inout ConversationRequest) -> Void
    {
        { request in
            var wish = ReasoningWish()
            wish.effort = effort
            request.reasoning = wish
            more(&request)
        }
    }

    private static func budget(_ tokens: String, limit: String?) -> @Sendable (inout ConversationRequest) -> Void {
        thinking(nil) {
            $0.reasoning?.mode = .on
            $0.reasoning?.budget = tokens
            $0.outputLimit = limit
        }
    }

    static let rows: [Row] = [
        Row(change: { _ in }, member: "max_tokens", value: "4096"),
        Row(change: { $0.outputLimit = "1e2" }, member: "max_tokens", value: "100"),
        Row(change: { $0.outputLimit = "1e20" }, member: "max_tokens", value: "8000"),
        Row(change: { $0.outputLimit = "9999999" }, member: "max_tokens", value: "8000"),
        Row(change: { $0.sampling.temperature = "0.70" }, member: "temperature", value: "0.70"),
        Row(change: { $0.sampling.temperature = "1.5" }, member: "temperature", value: nil, losses: [.temperature]),
        Row(
            change: {
                $0.sampling.temperature = "0.5"; $0.sampling.topP = "0.5"
            },
            member: "top_p",
            value: nil,
            losses: [.topP]
        ),
        Row(
            model: "local",
            change: {
                $0.sampling.temperature = "0.5"; $0.sampling.topP = "0.5"
            },
            member: "top_p",
            value: "0.5"
        ),
        Row(
            model: "claude-opus-5-5",
            change: {
                $0.sampling.temperature = "0.5"; $0.sampling.topP = "1"
            },
            member: "temperature",
            value: nil,
            losses: [.temperature]
        ),
        Row(change: { $0.sampling.stop = [" ", "x"] }, member: "stop_sequences", value: #"["x"]"#, losses: [.stop]),
        Row(change: { $0.sampling.seed = "1" }, member: "seed", value: nil, losses: [.seed]),
        Row(change: { $0.sampling.presencePenalty = "0.0" }, member: "presence_penalty", value: nil),
        Row(change: { $0.endUser = "u" }, member: "metadata", value: #"{"user_id":"u"}"#),
        Row(
            change: { $0.metadata = [ConversationRequest.Label(name: "a", value: "b")] },
            member: "metadata",
            value: nil,
            losses: [.metadata]
        ),
        Row(change: { $0.serviceTier = "flex" }, member: "service_tier", value: nil, losses: [.serviceTier]),
        Row(change: { $0.serviceTier = "default" }, member: "service_tier", value: #""standard_only""#),
        Row(change: { $0.format = .json }, member: "output_config", value: nil, losses: [.jsonObject]),
        Row(
            change: {
                let schema = JSONValue.object(("type", .string("object")), ("properties", .object([])))
                $0.format = .schema(name: "n", description: nil, schema: schema, strict: nil)
            },
            member: "output_config",
            value:
                #"{"format":{"type":"json_schema","schema":{"type":"object","properties":{},"additionalProperties":false}}}"#
        ),
        Row(
            change: { $0.tools = [Tool(name: "f", parameters: .object(("properties", .object([]))))] },
            member: "tools",
            value: #"[{"name":"f","input_schema":{"type":"object","properties":{}}}]"#
        ),
        Row(
            change: {
                $0.tools = [Tool(name: "f")]; $0.allowsParallelToolCalls = false
            },
            member: "tool_choice",
            value: #"{"type":"auto","disable_parallel_tool_use":true}"#
        ),
        Row(
            change: {
                $0.tools = [Tool(name: "f")]; $0.toolChoice = .named("f")
            },
            member: "tool_choice",
            value: #"{"type":"tool","name":"f"}"#
        ),
        Row(change: thinking("low"), member: "thinking", value: #"{"type":"enabled","budget_tokens":2048}"#),
        Row(
            change: thinking("high") { $0.outputLimit = "8000" },
            member: "thinking",
            value: #"{"type":"enabled","budget_tokens":6000}"#
        ),
        Row(
            change: thinking("high") { $0.outputLimit = "900" },
            member: "thinking",
            value: nil,
            losses: [.reasoningEffort]
        ),
        Row(
            change: budget("10", limit: "3000"),
            member: "thinking",
            value: #"{"type":"enabled","budget_tokens":1024}"#
        ),
        Row(
            change: budget("9000", limit: "3000"),
            member: "thinking",
            value: #"{"type":"enabled","budget_tokens":2999}"#
        ),
        Row(
            change: thinking("low") {
                $0.sampling.temperature = "0.2"; $0.sampling.topP = "0.99"
            },
            member: "top_p",
            value: "0.99",
            losses: [.temperature]
        ),
        Row(change: thinking("none"), member: "thinking", value: #"{"type":"disabled"}"#),
        Row(model: "claude-opus-5", change: thinking("minimal"), member: "output_config", value: #"{"effort":"low"}"#),
        Row(model: "claude-opus-5", change: thinking("xhigh"), member: "thinking", value: #"{"type":"adaptive"}"#),
        Row(
            model: "claude-opus-5",
            change: budget("16000", limit: nil),
            member: "output_config",
            value: #"{"effort":"high"}"#
        ),
        Row(
            model: "claude-opus-5",
            change: thinking("low") { $0.reasoning?.summary = "detailed" },
            member: "thinking",
            value: #"{"type":"adaptive","display":"summarized"}"#
        ),
        Row(
            model: "claude-opus-5",
            change: thinking("low") {
                $0.tools = [Tool(name: "f")]; $0.toolChoice = .required
            },
            member: "thinking",
            value: #"{"type":"disabled"}"#,
            losses: [.reasoningEffort]
        ),
        Row(
            change: thinking("low") {
                $0.tools = [Tool(name: "f")]
                $0.turns += [Turn(.assistant, [.reasoning(Reasoning("Hm")), call("1", "")]), result("1")]
            },
            member: "thinking",
            value: nil,
            losses: [.reasoningEffort, .reasoningContent]
        ),
    ]

    @Test("each wish is written, or lost and told", arguments: rows.indices)
    func wishes(index: Int) throws {
        let row = Self.rows[index]
        let written = try MessagesFixture.write(
            row.model,
            limit: row.member == "max_tokens" && index > 0 ? 8000 : nil,
            row.change
        )
        #expect(written.body[row.member].map(MessagesFixture.text) == row.value, "\(row.member)")
        #expect(written.losses == row.losses, "\(row.member)")
    }

    @Test("files are written as the vendor takes them")
    func files() throws {
        let written = try MessagesFixture.write { request in
            request.turns = [
                Turn(
                    .user,
                    [
                        .file(Part.File(.inline(mediaType: "application/pdf", base64: "JVBE"), name: "a.pdf")),
                        .file(Part.File(.inline(mediaType: "text/csv; charset=utf-8", base64: "YSxiw7w="))),
                        .image(Part.Image(.url("u"), detail: "high")),
                    ]
                )
            ]
        }
        let blocks = written.body["messages"]?.elements?.first?["content"]?.elements ?? []
        #expect(blocks.count == 3)
        #expect(blocks[0]["source"]?["media_type"]?.string == "application/pdf")
        #expect(blocks[1]["source"]?["data"]?.string == "a,bü")
        #expect(written.losses == [.imageDetail])
        for part in [
            Part.file(Part.File(.inline(mediaType: "application/msword", base64: "AAAA"))), .audio,
            .file(Part.File(.vendorID("f"))),
        ] {
            #expect(throws: Refusal.self) { try MessagesFixture.write { $0.turns = [Turn(.user, [part])] } }
        }
    }

    @Test("the last four cache marks are kept")
    func cacheMarks() throws {
        let written = try MessagesFixture.write { request in
            request.tools = [Tool(name: "f", cache: CacheMark())]
            request.turns = (1...5).map { Turn(.user, [.text(Part.Text("\($0)", cache: CacheMark(lifetime: "1h")))]) }
        }
        let blocks = written.body["messages"]?.elements?.first?["content"]?.elements ?? []
        #expect(written.body["tools"]?.elements?.first?["cache_control"] == nil)
        #expect(blocks.map { $0["cache_control"] != nil } == [false, true, true, true, true])
        #expect(written.losses == [.cacheControl])
    }

    @Test(
        "a model's name tells which rules it follows",
        arguments: [
            ("claude-3-7-sonnet-20250219", ClaudeGeneration.budgets), ("claude-sonnet-4-20250514", .budgets),
            ("anthropic.claude-opus-4-1-20250805-v1:0", .budgets), ("claude-haiku-4-5@20251001", .budgets),
            ("claude-sonnet-4-6", .both), ("claude-opus-4-7", .adaptive), ("anthropic/claude-sonnet-5", .adaptive),
            ("claude-mythos-preview", .adaptive), ("deepseek-chat", .notClaude), ("", .notClaude),
        ]
    )
    func generations(model: String, generation: ClaudeGeneration) {
        #expect(ClaudeGeneration(model: model) == generation)
    }

    @Test("an effort that no vendor of ours knows is told as lost", arguments: ["claude-sonnet-4-5", "claude-opus-5"])
    func unknownEffort(model: String) throws {
        let written = try MessagesFixture.write(model) {
            $0.outputLimit = "32000"
            $0.reasoning = ReasoningWish()
            $0.reasoning?.effort = "heroic"
        }
        #expect(written.losses == [.reasoningEffort])
        #expect(written.body["thinking"] != nil)
    }
}
