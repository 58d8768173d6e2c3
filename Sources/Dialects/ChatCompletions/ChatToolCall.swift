import JSON

extension ToolCall {
    /// An element of `tool_calls`, in a request's history and in an answer alike. No arguments are an empty object.
    var asChatCompletions: JSONValue {
        let (type, payload) =
            isCustom ? ("custom", "input") : ("function", "arguments")
        let text = arguments.isEmpty && !isCustom ? "{}" : arguments
        return .object(
            ("id", .string(id)),
            ("type", .string(type)),
            (type, .object(("name", .string(name)), (payload, .string(text))))
        )
    }
}
