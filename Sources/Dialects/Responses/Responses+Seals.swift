import JSON

extension Responses {
    func seals(in body: JSONValue) -> [Reasoning.Seal] {
        (body["input"]?.elements ?? []).compactMap { item in
            guard item["type"]?.string == "reasoning" else { return nil }
            return item["encrypted_content"]?.string.map { .encrypted($0) }
        }
    }

    /// Takes out reasoning that only its own model accepts back: what is encrypted, and what is a mere name of
    /// something stored. The vendor ties the items of a turn to its reasoning by their ids and refuses them without it,
    /// so those ids go with it.
    func removingSeals(from body: JSONValue, losing lost: inout [ConversationField]) -> JSONValue {
        guard case .object(var members) = body, let input = members.firstIndex(where: { $0.key == "input" }),
            case .array(let items) = members[input].value
        else { return body }
        var kept: [JSONValue] = []
        var isBehindRemoved = false
        for item in items {
            switch item["type"]?.string {
            case "reasoning"? where Self.isSealed(item): isBehindRemoved = true
            case "function_call"? where isBehindRemoved: kept.append(Self.withoutID(item))
            case "message"? where isBehindRemoved && item["role"]?.string == "assistant":
                kept.append(Self.withoutID(item))
            case "reasoning"?: kept.append(item)
            default:
                isBehindRemoved = false
                kept.append(item)
            }
        }
        members[input].value = .array(kept)
        return .object(members)
    }

    private static func isSealed(_ item: JSONValue) -> Bool {
        item["encrypted_content"]?.string != nil || (item["content"]?.elements ?? []).isEmpty
    }

    private static func withoutID(_ item: JSONValue) -> JSONValue {
        guard case .object(let members) = item else { return item }
        return .object(members.filter { $0.key != "id" })
    }
}
