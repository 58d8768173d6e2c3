import JSON

extension RehearsalRequest {
    /// `previous_response_id` is taken as it is: the model remembers nothing, so no id is unknown to it.
    init(responses fields: JSONValue) throws(RehearsalProblem) {
        try self.init(fields)
        guard try fields.flag("background") != true else {
            throw RehearsalProblem(
                "The rehearsal model answers at once: leave out `background`.",
                parameter: "background"
            )
        }
        switch fields["input"] {
        case .string(let text): lastUserText = text
        case .array(let items) where !items.isEmpty && items.allSatisfy({ $0.members != nil }):
            lastUserText = items.last { $0["role"]?.string == "user" }?["content"]?.contentText ?? ""
            endsWithToolResult = items.last?["type"]?.string?.hasSuffix("_call_output") ?? false
        default:
            throw RehearsalProblem("`input` must be a text or a list with at least one item.", parameter: "input")
        }
        outputLimit = try fields.count("max_output_tokens")
        mayCallSeveral = try fields.flag("parallel_tool_calls") ?? true
        inputTokens = Tokens.count(fields, ["instructions", "input", "tools"])
        for tool in try fields.objects("tools") where tool["type"]?.string == "function" {
            guard let name = tool["name"]?.string else {
                throw RehearsalProblem("A function tool needs a `name`.", parameter: "tools")
            }
            let parameters = tool["parameters"] ?? .null
            tools.append(Tool(name: name, schema: parameters.isNull ? .object([]) : parameters))
        }
        try choose(Self.openAIChoice(fields["tool_choice"], name: fields["tool_choice"]?["name"]))
        format = Self.openAIFormat(fields["text"]?["format"], schema: fields["text"]?["format"])
    }
}
