import JSON

/// Reasoning in Chat Completions, which officially has none: `reasoning_content` (DeepSeek and the servers after it),
/// `reasoning` with `reasoning_details` (OpenRouter), `extra_content` beside a call (Google).
enum ChatReasoning {
    /// - Parameter message: a message of a request or of an answer.
    static func read(_ message: JSONValue) -> [Reasoning] {
        var reasoning = (message["reasoning_details"]?.elements ?? []).compactMap(detail)
        if reasoning.allSatisfy({ $0.text.isEmpty }), let text = text(of: message) {
            reasoning.insert(Reasoning(text), at: 0)
        }
        for call in message["tool_calls"]?.elements ?? [] {
            if let seal = seal(of: call) { reasoning.append(Reasoning("", seal: seal)) }
        }
        return reasoning
    }

    /// The plain words of a message or of a delta; nil: none.
    static func text(of message: JSONValue) -> String? {
        for key in ["reasoning_content", "reasoning"] {
            if let text = message[key]?.string, !text.isEmpty { return text }
        }
        return nil
    }

    /// One element of `reasoning_details`; nil: nothing in it.
    static func detail(_ element: JSONValue) -> Reasoning? {
        let summary = element["summary"]?.string
        let reasoning = Reasoning(
            element["text"]?.string ?? summary ?? "",
            isSummary: summary != nil,
            seal: seal(in: element)
        )
        return reasoning.text.isEmpty && reasoning.seal == nil ? nil : reasoning
    }

    static func seal(in detail: JSONValue) -> Reasoning.Seal? {
        if let signature = detail["signature"]?.string, !signature.isEmpty { return .signature(signature) }
        if let data = detail["data"]?.string, !data.isEmpty { return .encrypted(data) }
        return nil
    }

    static func seal(of call: JSONValue) -> Reasoning.Seal? {
        call["extra_content"]?["google"]?["thought_signature"]?.string.map { .signature($0) }
    }
}
