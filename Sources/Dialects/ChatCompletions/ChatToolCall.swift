import JSON

extension ToolCall {
    /// An element of `tool_calls`, in a request's history and in an answer alike. No arguments are an empty object.
    var asChatCompletions: JSONValue {
        .object(
            ("id", .string(id)),
            ("type", .string("function")),
            ("function", .object(("name", .string(name)), ("arguments", .string(arguments.isEmpty ? "{}" : arguments))))
        )
    }
}
