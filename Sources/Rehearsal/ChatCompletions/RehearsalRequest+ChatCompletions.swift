import JSON

extension RehearsalRequest {
    init(chatCompletions fields: JSONValue) throws(RehearsalProblem) {
        try self.init(fields)
        let messages = try fields.objects("messages")
        guard !messages.isEmpty else {
            throw RehearsalProblem("`messages` must hold at least one message.", parameter: "messages")
        }
        guard messages.allSatisfy({ $0["role"]?.string != nil }) else {
            throw RehearsalProblem("Every message needs a `role`.", parameter: "messages")
        }
        guard try fields.count("n") ?? 1 == 1 else {
            throw RehearsalProblem("The rehearsal model gives one choice: leave out `n`.", parameter: "n")
        }
        lastUserText = messages.last { $0["role"]?.string == "user" }?["content"]?.contentText ?? ""
        endsWithToolResult = messages.last?["role"]?.string == "tool"
        includesStreamUsage = try fields["stream_options"]?.flag("include_usage") ?? false
        // The older name counts only where the newer is absent.
        let olderLimit = try fields.count("max_tokens")
        outputLimit = try fields.count("max_completion_tokens") ?? olderLimit
        mayCallSeveral = try fields.flag("parallel_tool_calls") ?? true
        inputTokens = Tokens.count(fields, ["messages", "tools"])
        for tool in try fields.objects("tools") where tool["type"]?.string == "function" {
            guard let name = tool["function"]?["name"]?.string else {
                throw RehearsalProblem("A function tool needs a `name`.", parameter: "tools")
            }
            tools.append(Tool(name: name, schema: tool["function"]?["parameters"] ?? .object([])))
        }
        try choose(Self.openAIChoice(fields["tool_choice"], name: fields["tool_choice"]?["function"]?["name"]))
        format = Self.openAIFormat(fields["response_format"], schema: fields["response_format"]?["json_schema"])
    }

    static func openAIChoice(_ choice: JSONValue?, name: JSONValue?) -> ToolChoice {
        if let name = name?.string { return .named(name) }
        return switch choice?.string {
        case "none": .never
        case "required": .any
        default: .auto
        }
    }

    static func openAIFormat(_ format: JSONValue?, schema: JSONValue?) -> Format {
        switch format?["type"]?.string {
        case "json_schema": .schema(schema?["schema"] ?? .object([]))
        case "json_object": .anyObject
        default: .text
        }
    }
}
