import JSON

extension Conversation {
    init(responses fields: JSONValue) {
        if let instructions = fields["instructions"]?.string { add(.system, instructions) }
        if let text = fields["input"]?.string { add(.user, text) }
        for item in fields["input"]?.elements ?? [] {
            let type = item["type"]?.string ?? "message"
            if let role = Self.role(item["role"]?.string) {
                add(role, item["content"]?.contentText ?? "")
            } else if type.hasSuffix("_call_output") {
                add(.tool, item["output"]?.contentText ?? "")
            } else if type.hasSuffix("_call") {
                add(.assistant, "")
            }
        }
    }
}
