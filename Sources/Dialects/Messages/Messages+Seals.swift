import Domain
import JSON

extension Messages {
    /// Thinking with an empty signature is listed too: it is what a caller of this dialect was given of another dialect's
    /// model. No model made that signature, so whoever asks which one takes it back finds none and removes it.
    func seals(in body: JSONValue) -> [Reasoning.Seal] {
        var seals: [Reasoning.Seal] = []
        for message in body["messages"]?.elements ?? [] {
            for block in message["content"]?.elements ?? [] {
                if let seal = Self.seal(of: block) { seals.append(seal) }
            }
        }
        return seals
    }

    private static func seal(of block: JSONValue) -> Reasoning.Seal? {
        switch block["type"]?.string {
        case "thinking": .signature(block["signature"]?.string ?? "")
        case "redacted_thinking": .encrypted(block["data"]?.string ?? "")
        default: nil
        }
    }

    func removingSeals(
        from body: JSONValue,
        losing lost: inout [ConversationField],
        where isRemoved: (Reasoning.Seal) -> Bool
    ) -> JSONValue {
        Self.removingThinking(from: body, losing: &lost) { block in
            Self.isUnsealed(block) || Self.seal(of: block).map(isRemoved) ?? false
        }
    }

    func removingUnsealedReasoning(from body: JSONValue, losing lost: inout [ConversationField]) -> JSONValue {
        Self.removingThinking(from: body, losing: &lost, where: Self.isUnsealed)
    }

    /// A message of nothing else goes with its thinking, for an empty one is refused. A thinking budget goes too where the
    /// vendor would now miss the thinking before tool calls that are still open.
    private static func removingThinking(
        from body: JSONValue,
        losing lost: inout [ConversationField],
        where isRemoved: (JSONValue) -> Bool
    ) -> JSONValue {
        guard case .object(var members) = body, let place = members.firstIndex(where: { $0.key == "messages" }),
            let messages = members[place].value.elements
        else { return body }
        var removed: [JSONValue] = []
        let left = messages.compactMap { without($0, &removed, where: isRemoved) }
        guard !removed.isEmpty else { return body }
        members[place].value = .array(left)
        if removed.contains(where: { $0["thinking"]?.string?.isEmpty == false }) { lost.append(.reasoningContent) }
        if body["thinking"]?["type"]?.string == "enabled", hasOpenCalls(left), !beginsWithThinking(left) {
            members.removeAll { $0.key == "thinking" }
            lost.append(.reasoningBudget)
        }
        return .object(members)
    }

    private static func without(
        _ message: JSONValue,
        _ removed: inout [JSONValue],
        where isRemoved: (JSONValue) -> Bool
    ) -> JSONValue? {
        guard case .object(var members) = message, let place = members.firstIndex(where: { $0.key == "content" }),
            let blocks = members[place].value.elements
        else { return message }
        let gone = blocks.filter(isRemoved)
        removed += gone
        if gone.count == blocks.count, !blocks.isEmpty { return nil }
        if !gone.isEmpty { members[place].value = .array(blocks.filter { !isRemoved($0) }) }
        return .object(members)
    }

    private static func isThinking(_ block: JSONValue) -> Bool {
        let type = block["type"]?.string
        return type == "thinking" || type == "redacted_thinking"
    }

    private static func isUnsealed(_ block: JSONValue) -> Bool {
        block["type"]?.string == "thinking" && (block["signature"]?.string ?? "").isEmpty
    }

    /// Whether the turn with the calls still has its thinking first.
    private static func beginsWithThinking(_ messages: [JSONValue]) -> Bool {
        let turn = messages.last { $0["role"]?.string == "assistant" }
        return turn?["content"]?.elements?.first.map(isThinking) ?? false
    }

    private static func hasOpenCalls(_ messages: [JSONValue]) -> Bool {
        guard let last = messages.last, last["role"]?.string == "user" else { return false }
        return last["content"]?.elements?.contains { $0["type"]?.string == "tool_result" } ?? false
    }
}
