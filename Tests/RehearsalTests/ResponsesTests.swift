import Dialects
import Domain
import JSON
import Testing

@testable import Rehearsal

@Suite("Responses")
struct ResponsesTests {
    private let operation = Operation.conversation(.responses)
    private let asked = Asked(behaviour: RehearsalBehaviour(answer: "Good morning."))

    private var tools: String {
        #","tools":[{"type":"function","name":"get_weather","parameters":\#(Asked.tool),"strict":true}]"#
    }

    @Test("a plain answer is a completed response with one message")
    func plain() throws {
        let answer = try asked.plain(operation, #"{"model":"m","input":"Hello","previous_response_id":"resp_1"}"#)
        #expect(answer["object"] == .string("response"))
        #expect(answer["status"] == .string("completed"))
        #expect(answer["model"] == .string("holdfast-rehearsal/m"))
        #expect(answer["previous_response_id"] == .string("resp_1"))
        #expect(answer.at("output", 0, "type") == .string("message"))
        #expect(answer.at("output", 0, "content", 0, "text") == .string("Good morning."))
        #expect(answer.at("usage", "output_tokens") == .integer(4))
        #expect(answer.at("usage", "total_tokens") == .integer(6))
    }

    @Test("a stream opens and closes response, item and part in order, numbered from zero")
    func lifeCycle() throws {
        let events = try asked.events(operation, #"{"model":"m","input":"Hello","stream":true}"#)
        #expect(
            events.map(\.type) == [
                "response.created", "response.in_progress", "response.output_item.added",
                "response.content_part.added", "response.output_text.delta", "response.output_text.delta",
                "response.output_text.done", "response.content_part.done", "response.output_item.done",
                "response.completed",
            ]
        )
        #expect(events.allSatisfy { $0.name == $0.type })
        #expect(events.map { $0.data?["sequence_number"]?.integer } == Array(0..<10))
        let item = events[2].data?.at("item", "id")
        #expect(events[3...7].allSatisfy { $0.data?["item_id"] == item && $0.data?["content_index"] == .integer(0) })
        #expect(events[0].data?.at("response", "status") == .string("in_progress"))
        #expect(events[0].data?.at("response", "output") == .array([]))
        #expect(events[0].data?.at("response", "usage") == .null)
    }

    @Test(
        "a stream ends with the whole plain answer, and its deltas add up to it",
        arguments: ["Hello", "use get_weather"]
    )
    func addsUp(input: String) throws {
        let fields = #"{"model":"m","input":"\#(input)"\#(tools)"#
        let plain = try asked.plain(operation, fields + "}")
        let events = try asked.events(operation, fields + #","stream":true}"#)
        let last = try #require(events.last?.data?["response"])
        // The stream's request differs by one key, so its identifiers do; everything else is the same.
        #expect(Self.withoutIDs(last) == Self.withoutIDs(plain))
        let deltas = events.compactMap { $0.data?["delta"]?.string }.joined()
        let said = last.at("output", 0, "content", 0, "text") ?? last.at("output", 0, "arguments")
        #expect(.string(deltas) == said)
        #expect(events.dropLast().last?.data?["item"] == last.at("output", 0))
    }

    private static func withoutIDs(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let members):
            .object(
                members.filter { !["id", "call_id"].contains($0.key) }.map { .init($0.key, withoutIDs($0.value)) }
            )
        case .array(let elements): .array(elements.map(withoutIDs))
        case .string, .number, .bool, .null: value
        }
    }

    @Test("a function call has an item of its own with its life cycle")
    func functionCall() throws {
        let events = try asked.events(operation, #"{"model":"m","input":"get_weather","stream":true\#(tools)}"#)
        #expect(
            events.map(\.type).filter { $0 != "response.function_call_arguments.delta" } == [
                "response.created", "response.in_progress", "response.output_item.added",
                "response.function_call_arguments.done", "response.output_item.done", "response.completed",
            ]
        )
        #expect(events[2].data?.at("item", "arguments") == .string(""))
        let item = try #require(events.last?.data?.at("response", "output", 0))
        #expect(item["type"] == .string("function_call"))
        #expect(item["call_id"]?.string?.hasPrefix("call_") == true)
        #expect(item["arguments"] == .string(#"{"city":"rehearsal"}"#))
    }

    @Test("two tools named are two items, one where the caller wants one at a time")
    func parallel() throws {
        let two =
            #","tools":[{"type":"function","name":"a","parameters":{}},{"type":"function","name":"b","parameters":{}}]"#
        let both = try asked.plain(operation, #"{"model":"m","input":"a and b"\#(two)}"#)
        #expect(both["output"]?.elements?.map { $0["name"] } == [.string("a"), .string("b")])
        #expect(both.at("output", 0, "id") != both.at("output", 1, "id"))
        let one = try asked.plain(operation, #"{"model":"m","input":"a and b","parallel_tool_calls":false\#(two)}"#)
        #expect(one["output"]?.elements?.count == 1)
    }

    @Test("an answer cut short is incomplete, plain and streamed")
    func incomplete() throws {
        let plain = try asked.plain(operation, #"{"model":"m","input":"Hello","max_output_tokens":1}"#)
        #expect(plain["status"] == .string("incomplete"))
        #expect(plain.at("incomplete_details", "reason") == .string("max_output_tokens"))
        let fields = #"{"model":"m","input":"Hello","max_output_tokens":1,"stream":true}"#
        #expect(try asked.events(operation, fields).last?.type == "response.incomplete")
    }

    @Test("two answers to the same request have different ids")
    func uniqueIDs() throws {
        let body = #"{"model":"m","input":"Hello"}"#
        let ids = try (0..<100).map { try asked.plain(operation, body, serial: $0)["id"] }
        #expect(Set(ids).count == 100)
    }

    @Test("input as a list is read to the last user's words, and a call's output ends the calls")
    func list() throws {
        let items = #"{"role":"user","content":[{"type":"input_text","text":"get_weather"}]}"#
        let call = try asked.plain(operation, #"{"model":"m","input":[\#(items)]\#(tools)}"#)
        #expect(call.at("output", 0, "type") == .string("function_call"))
        let output = #"{"type":"function_call_output","call_id":"call_1","output":"21"}"#
        let words = try asked.plain(operation, #"{"model":"m","input":[\#(items),\#(output)]\#(tools)}"#)
        #expect(words.at("output", 0, "type") == .string("message"))
    }

    @Test(
        "what is no request gets a 400",
        arguments: [
            #"{"model":"m"}"#, #"{"model":"m","input":[]}"#, #"{"model":"m","input":[1]}"#, #"{"model":"m","input":7}"#,
            #"{"model":"m","input":"x","background":true}"#,
        ]
    )
    func refusal(body: String) {
        #expect(asked.reply(operation, body).status == 400)
    }
}
