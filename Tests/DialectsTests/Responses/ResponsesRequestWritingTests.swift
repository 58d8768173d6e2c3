import Domain
import JSON
import Testing

@testable import Dialects

@Suite("Responses: requests are written")
struct ResponsesRequestWritingTests {
    typealias Fixtures = ResponsesFixtures

    @Test("what is written reads as the same conversation")
    func roundTrip() throws {
        let image = Part.Image(.inline(mediaType: "image/png", base64: "QQ=="), detail: "low")
        let file = Part.File(.inline(mediaType: "application/pdf", base64: "JV"), name: "a.pdf")
        var request = Fixtures.request([
            Turn(.system, [Fixtures.text("be brief")]),
            Turn(.user, [Fixtures.text("a"), Fixtures.text("b"), .image(image), .file(file)]),
            Turn(
                .assistant,
                [Fixtures.text("c"), Fixtures.text("d"), .toolCall(ToolCall(id: "1", name: "f", arguments: "{}"))]
            ),
            Turn(.tool, [.toolResult(ToolResult(callID: "1", parts: [Fixtures.text("r"), .image(image)]))]),
            Turn(.developer, [Fixtures.text("later")]), Turn(.system, [Fixtures.text("later still")]),
            Turn(.assistant, [.refusal("no")]), Turn(.user, [Fixtures.text("why")]),
        ])
        request.sampling.temperature = "0.70"
        request.sampling.topP = "1.0"
        request.outputLimit = "100"
        request.allowsParallelToolCalls = false
        request.verbosity = "low"
        request.metadata = [ConversationRequest.Label(name: "a", value: "b")]
        request.endUser = "u"
        request.promptCacheKey = "k"
        request.store = true
        request.serviceTier = "flex"
        request.tools = [Tool(name: "f", parameters: .object(("type", .string("object"))), strict: true)]
        request.toolChoice = .required
        request.format = .schema(name: "n", description: "d", schema: .object(("a", .number("1.0"))), strict: true)
        request.reasoning = ReasoningWish()
        request.reasoning?.effort = "low"
        let written = try Fixtures.write(request)
        #expect(written.lost.isEmpty)
        #expect(try Responses().readRequest(written.body) == request)
    }

    @Test("the shortest request is short, and leaves nothing behind at the vendor")
    func shortest() throws {
        let written = try Fixtures.write(Fixtures.request([Turn(.user, [Fixtures.text("hi")])]))
        let expected = #"{"model":"m","input":[{"type":"message","role":"user","content":"hi"}],"store":false}"#
        #expect(written.body == (try Fixtures.json(expected)))
    }

    @Test("a function that failed, empty arguments, undeclared parameters and plain documents are put into words")
    func emulated() throws {
        let document = Part.File(.text("body"), name: "notes")
        let request = Fixtures.request([
            Turn(.user, [.file(document)]),
            Turn(.assistant, [.toolCall(ToolCall(id: "1", name: "f", arguments: ""))]),
            Turn(
                .tool,
                [
                    .toolResult(ToolResult(callID: "1", parts: [Fixtures.text("boom")], isError: true)),
                    .toolResult(ToolResult(callID: "2", parts: [], isError: true)),
                    .toolResult(ToolResult(callID: "3", parts: [])),
                ]
            ),
        ]) { $0.tools = [Tool(name: "f")] }
        let written = try Fixtures.write(request)
        #expect(written.lost.isEmpty)
        let expected = #"""
            {"model":"m","input":[
            {"type":"message","role":"user","content":[{"type":"input_text","text":"notes\n\nbody"}]},
            {"type":"function_call","call_id":"1","name":"f","arguments":"{}"},
            {"type":"function_call_output","call_id":"1","output":"Error: boom"},
            {"type":"function_call_output","call_id":"2","output":"Error: the tool failed."},
            {"type":"function_call_output","call_id":"3","output":""}],
            "tools":[{"type":"function","name":"f","parameters":{"type":"object","properties":{}},"strict":false}],
            "store":false}
            """#
        #expect(written.body == (try Fixtures.json(expected)))
    }

    typealias Change = @Sendable (inout ConversationRequest) -> Void

    private static let withoutPlace: [(ConversationField, Change)] = [
        (.stop, { $0.sampling.stop = ["x"] }), (.topK, { $0.sampling.topK = "1" }),
        (.seed, { $0.sampling.seed = "1" }), (.penalties, { $0.sampling.presencePenalty = "1" }),
        (.penalties, { $0.sampling.frequencyPenalty = "1" }), (.logitBias, { $0.sampling.logitBias = .null }),
        (.messageName, { $0.turns[0].name = "n" }), (.outputLimit, { $0.outputLimit = "1" }),
        (.cacheControl, { $0.turns[0].parts = [.text(Part.Text("x", cache: CacheMark()))] }),
        (.cacheControl, { $0.tools = [Tool(name: "f", cache: CacheMark())] }),
        (.reasoningContent, { $0.turns.insert(Turn(.assistant, [.reasoning(Reasoning("x"))]), at: 0) }),
        (.citedSources, { $0.turns.insert(Turn(.assistant, [.text(Part.Text("x", hasCitations: true))]), at: 0) }),
        (.citations, { $0.turns[0].parts = [.file(Part.File(.text("x"), wantsCitations: true))] }),
        (
            .reasoningEffort,
            {
                $0.reasoning = ReasoningWish()
                $0.reasoning?.mode = .off
            }
        ),
    ]

    @Test("what has no place is left out and told")
    func dropped() throws {
        for (field, change) in Self.withoutPlace {
            let request = Fixtures.request([Turn(.user, [Fixtures.text("x")])], change)
            #expect(try Fixtures.write(request).lost == [field])
            #expect(throws: Refusal.self, "\(field)") { try Fixtures.write(request, isStrict: true) }
        }
    }

    @Test(
        "what the answer depends on is refused",
        arguments: [
            (Turn(.user, [.audio]), .audioInput), (Turn(.user, [.image(Part.Image(.vendorID("x")))]), .vendorFile),
            (Turn(.user, [.file(Part.File(.vendorID("x")))]), .vendorFile),
            (Turn(.assistant, [ResponsesFixtures.text("Once upon")]), .prefill),
        ] as [(Turn, ConversationField)]
    )
    func refused(turn: Turn, field: ConversationField) throws {
        let refusal = #expect(throws: Refusal.self) { try Fixtures.write(Fixtures.request([turn])) }
        #expect(refusal?.code == .untranslatable)
        #expect(refusal?.parameter == field.rawValue)
    }

    @Test(
        "limits stay between what the vendor and the model allow",
        arguments: [("1", nil, "16"), ("16", nil, "16"), ("100", 50, "50"), ("100", 200, "100")]
            as [(String, Int?, String)]
    )
    func limits(asked: String, most: Int?, written: String) throws {
        let request = Fixtures.request([Turn(.user, [Fixtures.text("x")])]) { $0.outputLimit = asked }
        #expect(try Fixtures.write(request, limit: most).body["max_output_tokens"] == .number(written))
    }

    @Test(
        "a budget becomes an effort",
        arguments: [("1024", "low"), ("4096", "medium"), ("16384", "high"), ("99999999999999999999", "high")]
    )
    func budgets(budget: String, effort: String) throws {
        let request = Fixtures.request([Turn(.user, [Fixtures.text("x")])]) {
            $0.reasoning = ReasoningWish()
            $0.reasoning?.mode = .on
            $0.reasoning?.budget = budget
        }
        #expect(try Fixtures.write(request).body["reasoning"] == .object(("effort", .string(effort))))
    }
}
