import Domain
import JSON

extension Messages {
    /// Thinking with an empty signature is listed too: it is what a caller of this dialect was given of another dialect's
    /// model. No model made that signature, so whoever asks which one takes it back finds none and removes it.
    func seals(in body: JSONValue) -> [Reasoning.Seal] {
        var seals: [Reasoning.Seal] = []
        for message in body["messages"]?.elements ?? [] {
            for block in message["content"]?.elements ?? [] {
                switch block["type"]?.string {
                case "thinking": seals.append(.signature(block["signature"]?.string ?? ""))
                case "redacted_thinking": seals.append(.encrypted(block["data"]?.string ?? ""))
                default: break
                }
            }
        }
        return seals
    }

    /// A message of nothing else goes with its thinking, for an empty one is refused. A thinking budget goes too where the
    /// vendor would now miss the thinking before tool calls that are still open.
    func removingSeals(from body: JSONValue) -> JSONValue {
        guard case .object(var members) = body, !seals(in: body).isEmpty,
            let place = members.firstIndex(where: { $0.key == "messages" }),
            let messages = members[place].value.elements
        else { return body }
        let left = messages.compactMap(Self.withoutSeals)
        members[place].value = .array(left)
        if body["thinking"]?["type"]?.string == "enabled", Self.hasOpenCalls(left) {
            members.removeAll { $0.key == "thinking" }
        }
        return .object(members)
    }

    private static func withoutSeals(_ message: JSONValue) -> JSONValue? {
        guard case .object(var members) = message, let place = members.firstIndex(where: { $0.key == "content" }),
            let blocks = members[place].value.elements
        else { return message }
        let left = blocks.filter { !isThinking($0) }
        if left.isEmpty, !blocks.isEmpty { return nil }
        members[place].value = .array(left)
        return .object(members)
    }

    private static func isThinking(_ block: JSONValue) -> Bool {
        let type = block["type"]?.string
        return type == "thinking" || type == "redacted_thinking"
    }

    private static func hasOpenCalls(_ messages: [JSONValue]) -> Bool {
        guard let last = messages.last, last["role"]?.string == "user" else { return false }
        return last["content"]?.elements?.contains { $0["type"]?.string == "tool_result" } ?? false
    }
}
