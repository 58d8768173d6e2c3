import JSON

extension Conversation {
    init(chatCompletions fields: JSONValue) {
        for message in fields["messages"]?.elements ?? [] {
            if let role = Self.role(message["role"]?.string) { add(role, message["content"]?.contentText ?? "") }
        }
    }
}
