import JSON

extension ChatCompletions {
    func seals(in body: JSONValue) -> [Reasoning.Seal] {
        var seals: [Reasoning.Seal] = []
        for message in body["messages"]?.elements ?? [] {
            seals += (message["reasoning_details"]?.elements ?? []).compactMap(ChatReasoning.seal(in:))
            seals += (message["tool_calls"]?.elements ?? []).compactMap(ChatReasoning.seal(of:))
        }
        return seals
    }

    func removingSeals(
        from body: JSONValue,
        losing lost: inout [ConversationField],
        where isRemoved: (Reasoning.Seal) -> Bool
    ) -> JSONValue {
        body.replacing("messages") { messages in
            guard let elements = messages.elements else { return messages }
            return .array(elements.map { Self.removingSeals(fromMessage: $0, where: isRemoved) })
        }
    }

    private static func removingSeals(
        fromMessage message: JSONValue,
        where isRemoved: (Reasoning.Seal) -> Bool
    ) -> JSONValue {
        message.replacing("reasoning_details") { details in
            guard let elements = details.elements else { return details }
            let open = elements.filter { !(ChatReasoning.seal(in: $0).map(isRemoved) ?? false) }
            // An empty list says no more than none.
            return open.isEmpty && !elements.isEmpty ? nil : .array(open)
        }.replacing("tool_calls") { calls in
            guard let elements = calls.elements else { return calls }
            return .array(
                elements.map { call in
                    ChatReasoning.seal(of: call).map(isRemoved) ?? false
                        ? call.replacing("extra_content") { _ in nil } : call
                }
            )
        }
    }
}

extension JSONValue {
    /// The object with one member's value changed where it stands; nil takes the member out.
    fileprivate func replacing(_ key: String, _ change: (JSONValue) -> JSONValue?) -> JSONValue {
        guard let members else { return self }
        return .object(
            members.compactMap { member in
                guard member.key == key else { return member }
                return change(member.value).map { Member(key, $0) }
            }
        )
    }
}
