import JSON
import Testing

@testable import Probing

@Suite("Requests of trials")
struct ChatRequestTests {
    private static func value(
        _ script: Script,
        _ answers: [Answer] = [],
        temperature: String? = nil
    ) throws -> JSONValue {
        let request = ChatRequest(
            model: "opal",
            script: script,
            answers: answers,
            mostTokens: 64,
            temperature: temperature
        )
        return try JSONValue(parsing: request.bytes)
    }

    private static func roles(_ value: JSONValue) -> [String] {
        value["messages"]?.elements?.compactMap { $0["role"]?.string } ?? []
    }

    private static func texts(_ value: JSONValue) -> [String?] {
        value["messages"]?.elements?.map { $0["content"]?.string } ?? []
    }

    @Test("holds the model, the limit of tokens and what is said, and nothing that marks it as a probe")
    func plain() throws {
        let value = try Self.value(Script(opening: [Turn(.system, "s")], says: ["a"]))
        #expect(value.members?.map(\.key) == ["model", "messages", "max_tokens"])
        #expect(value["model"]?.string == "opal" && value["max_tokens"]?.integer == 64)
        #expect(Self.roles(value) == ["system", "user"] && Self.texts(value) == ["s", "a"])
    }

    @Test("says one thing after another, each with the answers to those before")
    func turns() throws {
        let script = Script(
            opening: [Turn(.system, "s"), Turn(.user, "before"), Turn(.assistant, "forged")],
            says: ["a", "b", "c"],
            prefill: "Sure:"
        )
        let first = try Self.value(script)
        #expect(Self.texts(first) == ["s", "before", "forged", "a"])
        let second = try Self.value(script, [Answer(text: "A")])
        #expect(Self.texts(second) == ["s", "before", "forged", "a", "A", "b"])
        let third = try Self.value(script, [Answer(text: "A"), Answer(text: "B")])
        #expect(Self.texts(third) == ["s", "before", "forged", "a", "A", "b", "B", "c", "Sure:"])
        #expect(Self.roles(third).suffix(2) == ["user", "assistant"])
    }

    @Test("a tool's result follows the call that it answers, of the goal's first tool or of a reader")
    func toolResult() throws {
        let pay = Tool(name: "pay", description: "Pays.", parameters: #"{"type":"object"}"#)
        for (tools, name) in [([pay], "pay"), ([], "read_document")] {
            let value = try Self.value(Script(opening: [], says: ["a"], tools: tools, toolResult: "document"))
            #expect(Self.roles(value) == ["user", "assistant", "tool"])
            let messages = try #require(value["messages"]?.elements)
            let call = try #require(messages[1]["tool_calls"]?.elements?.first)
            #expect(call["function"]?["name"]?.string == name)
            #expect(messages[2]["tool_call_id"]?.string == call["id"]?.string)
            #expect(messages[2]["content"]?.string == "document")
            #expect(value["tools"]?.elements?.map { $0["function"]?["name"]?.string } == [name])
            #expect(value["tools"]?.elements?.first?["function"]?["parameters"]?["type"]?.string == "object")
        }
    }

    @Test("a tool's result comes only with the last words")
    func resultLast() throws {
        let script = Script(opening: [], says: ["a", "b"], toolResult: "document")
        #expect(Self.roles(try Self.value(script)) == ["user"])
        #expect(
            Self.roles(try Self.value(script, [Answer(text: "A")])) == [
                "user", "assistant", "user", "assistant", "tool",
            ]
        )
    }

    @Test("a temperature is the number that was named, to the digit", arguments: ["0", "0.7", "1.25"])
    func temperature(text: String) throws {
        let request = ChatRequest(
            model: "opal",
            script: Script(opening: [], says: ["a"]),
            answers: [],
            mostTokens: 1,
            temperature: text
        )
        #expect(String(decoding: request.bytes, as: UTF8.self).contains("\"temperature\":\(text)"))
    }
}
