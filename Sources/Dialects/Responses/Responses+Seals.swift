import Domain
import JSON

extension Responses {
    func seals(in body: JSONValue) -> [Reasoning.Seal] {
        (body["input"]?.elements ?? []).compactMap(Self.seal(of:))
    }

    /// What is encrypted only its own model can read, and what is neither encrypted nor told is known to its model by its
    /// id. Reasoning that is told in the open is anybody's, unless its id was made here.
    private static func seal(of item: JSONValue) -> Reasoning.Seal? {
        guard item["type"]?.string == "reasoning" else { return nil }
        if let text = item["encrypted_content"]?.string, !text.isEmpty { return .encrypted(text) }
        guard let id = item["id"]?.string else { return nil }
        if isInvented(id: id) { return .signature("") }
        return (item["content"]?.elements ?? []).isEmpty ? .signature(id) : nil
    }

    /// Whether Holdfast made the id of a reasoning item, for an answer of another dialect's model: no model knows it.
    /// Those of the vendor are twice as long.
    static func isInvented(id: String) -> Bool {
        let rest = id.dropFirst(3)
        return id.hasPrefix("rs_") && rest.utf8.count <= Identifier.length + 4
            && Identifier(rest.prefix(Identifier.length)) != nil
    }

    /// A compaction stands for all that was said before it. Whatever else is encrypted is no reasoning either.
    func sealedHistory(in body: JSONValue) -> [String] {
        (body["input"]?.elements ?? []).compactMap { item in
            guard item["type"]?.string != "reasoning", let text = item["encrypted_content"]?.string else { return nil }
            return text.isEmpty ? nil : text
        }
    }

    func removingSeals(
        from body: JSONValue,
        losing lost: inout [ConversationField],
        where isRemoved: (Reasoning.Seal) -> Bool
    ) -> JSONValue {
        Self.removing(from: body, losing: &lost) { item in
            guard item["type"]?.string == "reasoning" else { return false }
            guard let seal = Self.seal(of: item) else { return (item["content"]?.elements ?? []).isEmpty }
            return seal == .signature("") || isRemoved(seal)
        }
    }

    func removingUnsealedReasoning(from body: JSONValue, losing lost: inout [ConversationField]) -> JSONValue {
        Self.removing(from: body, losing: &lost) { Self.seal(of: $0) == .signature("") }
    }

    /// The vendor ties the items of a turn to its reasoning by their ids and refuses them without it, so those ids go with
    /// it.
    private static func removing(
        from body: JSONValue,
        losing lost: inout [ConversationField],
        where isRemoved: (JSONValue) -> Bool
    ) -> JSONValue {
        guard case .object(var members) = body, let input = members.firstIndex(where: { $0.key == "input" }),
            case .array(let items) = members[input].value
        else { return body }
        var kept: [JSONValue] = []
        var isBehindRemoved = false
        var losesText = false
        for item in items {
            switch item["type"]?.string {
            case "reasoning"? where isRemoved(item):
                isBehindRemoved = true
                losesText = losesText || holdsText(item)
            case "function_call"? where isBehindRemoved, "custom_tool_call"? where isBehindRemoved:
                kept.append(Self.withoutID(item))
            case "message"? where isBehindRemoved && item["role"]?.string == "assistant":
                kept.append(Self.withoutID(item))
            case "reasoning"?: kept.append(item)
            default:
                isBehindRemoved = false
                kept.append(item)
            }
        }
        if losesText { lost.append(.reasoningContent) }
        members[input].value = .array(kept)
        return .object(members)
    }

    private static func holdsText(_ item: JSONValue) -> Bool {
        item["content"]?.elements?.isEmpty == false || item["summary"]?.elements?.isEmpty == false
    }

    private static func withoutID(_ item: JSONValue) -> JSONValue {
        guard case .object(let members) = item else { return item }
        return .object(members.filter { $0.key != "id" })
    }
}
