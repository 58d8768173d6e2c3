import JSON

extension RehearsalRequest {
    init(messages fields: JSONValue) throws(RehearsalProblem) {
        try self.init(tokensOf: fields)
        guard let limit = try fields.count("max_tokens") else {
            throw RehearsalProblem("`max_tokens` is required.", parameter: "max_tokens")
        }
        outputLimit = limit
    }

    /// What `count_tokens` takes: a request that is never answered.
    init(tokensOf fields: JSONValue) throws(RehearsalProblem) {
        try self.init(fields)
        let messages = try fields.objects("messages")
        guard !messages.isEmpty else {
            throw RehearsalProblem("`messages` must hold at least one message.", parameter: "messages")
        }
        for message in messages {
            switch message["role"]?.string {
            case "user", "assistant", "system": break
            default:
                throw RehearsalProblem("Every message needs the `role` user or assistant.", parameter: "messages")
            }
        }
        let last = messages.last { $0["role"]?.string == "user" }?["content"]
        lastUserText = last?.contentText ?? ""
        endsWithToolResult = last?.elements?.contains { $0["type"]?.string == "tool_result" } ?? false
        inputTokens = Tokens.count(fields, ["system", "messages", "tools"])
        // Tools that the vendor defines itself have no schema here and cannot be called.
        for tool in try fields.objects("tools") {
            guard let name = tool["name"]?.string else {
                throw RehearsalProblem("A tool needs a `name`.", parameter: "tools")
            }
            if let schema = tool["input_schema"] { tools.append(Tool(name: name, schema: schema)) }
        }
        let choice = fields["tool_choice"]
        mayCallSeveral = try !(choice?.flag("disable_parallel_tool_use") ?? false)
        switch choice?["type"]?.string {
        case "none": try choose(.never)
        case "any": try choose(.any)
        case "tool": try choose(.named(choice?["name"]?.string ?? ""))
        default: try choose(.auto)
        }
        // The first name is today's, the second that of its trial time, which older clients still send.
        let format = fields["output_config"]?["format"] ?? fields["output_format"]
        if format?["type"]?.string == "json_schema" { self.format = .schema(format?["schema"] ?? .object([])) }
    }
}
