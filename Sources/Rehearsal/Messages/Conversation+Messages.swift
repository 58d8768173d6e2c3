import JSON

extension Conversation {
    init(messages fields: JSONValue) {
        if let system = fields["system"]?.contentText, !system.isEmpty { add(.system, system) }
        for message in fields["messages"]?.elements ?? [] {
            guard let role = Self.role(message["role"]?.string), let content = message["content"] else { continue }
            let results = (content.elements ?? []).filter { $0["type"]?.string == "tool_result" }
            for result in results { add(.tool, result["content"]?.contentText ?? "") }
            // A message of results alone is no word of the user's.
            let text = content.contentText
            if results.isEmpty || !text.isEmpty { add(role, text) }
        }
    }
}
