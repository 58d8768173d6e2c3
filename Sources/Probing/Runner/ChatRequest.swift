import JSON

/// One request of a trial in the dialect Chat Completions, which the gateway translates where a provider speaks another.
struct ChatRequest {
    var model: String
    var script: Script
    /// One for each thing that was said and answered before.
    var answers: [Answer]
    /// An answer is cut after so many tokens.
    var mostTokens: Int
    /// A decimal; nil: the target's own.
    var temperature: String?

    /// The tool that gives a carrier's text back where the goal declares none.
    private static let reader = Tool(
        name: "read_document",
        description: "Returns the text of the document that the user speaks of.",
        parameters: #"{"type":"object","properties":{},"additionalProperties":false}"#
    )

    private var tools: [Tool] {
        script.tools.isEmpty && script.toolResult != nil ? [Self.reader] : script.tools
    }

    var bytes: [UInt8] {
        var members: [JSONValue.Member] = [
            .init("model", .string(model)), .init("messages", .array(messages)),
            .init("max_tokens", .integer(mostTokens)),
        ]
        if let temperature { members.append(.init("temperature", .number(temperature))) }
        if !tools.isEmpty { members.append(.init("tools", .array(tools.map(Self.tool)))) }
        return JSONValue.object(members).bytes
    }

    private var messages: [JSONValue] {
        var messages = script.opening.map { Self.message($0.role.rawValue, $0.text) }
        for (place, words) in script.says.prefix(answers.count + 1).enumerated() {
            messages.append(Self.message("user", words))
            if place < answers.count { messages.append(Self.message("assistant", answers[place].text)) }
        }
        if answers.count + 1 == script.says.count {
            if let result = script.toolResult, let tool = tools.first { messages += Self.exchange(tool, result) }
            if let prefill = script.prefill { messages.append(Self.message("assistant", prefill)) }
        }
        return messages
    }

    private static func message(_ role: String, _ text: String) -> JSONValue {
        .object(("role", .string(role)), ("content", .string(text)))
    }

    /// The assistant's call, and what came back.
    private static func exchange(_ tool: Tool, _ result: String) -> [JSONValue] {
        let id = "call_1"
        return [
            .object(
                ("role", .string("assistant")),
                ("content", .null),
                (
                    "tool_calls",
                    .array([
                        .object(
                            ("id", .string(id)),
                            ("type", .string("function")),
                            ("function", .object(("name", .string(tool.name)), ("arguments", .string("{}"))))
                        )
                    ])
                )
            ),
            .object(("role", .string("tool")), ("tool_call_id", .string(id)), ("content", .string(result))),
        ]
    }

    private static func tool(_ tool: Tool) -> JSONValue {
        let parameters = try? JSONValue(parsing: Array(tool.parameters.utf8))
        return .object(
            ("type", .string("function")),
            (
                "function",
                .object(
                    ("name", .string(tool.name)),
                    ("description", .string(tool.description)),
                    ("parameters", parameters ?? .object([]))
                )
            )
        )
    }
}
