import JSON

/// An answer in the dialect Chat Completions, read; what is none is nil, and its trial an error.
package struct ChatReply: Sendable {
    package var answer: Answer
    package var model: String?
    package var build: String?

    /// - Parameter body: of a status 200.
    package init?(_ body: [UInt8]) {
        guard let value = try? JSONValue(parsing: body), let choice = value["choices"]?.elements?.first,
            let message = choice["message"], message.members != nil
        else { return nil }
        model = value["model"]?.string
        build = value["system_fingerprint"]?.string
        let refusal = message["refusal"]?.string
        let calls = (message["tool_calls"]?.elements ?? []).compactMap { call -> Answer.ToolCall? in
            guard let function = call["function"], let name = function["name"]?.string else { return nil }
            return Answer.ToolCall(name: name, arguments: function["arguments"]?.string ?? "")
        }
        answer = Answer(
            text: Self.text(message["content"]) ?? refusal ?? "",
            reasoning: message["reasoning_content"]?.string ?? message["reasoning"]?.string ?? "",
            toolCalls: calls,
            ending: refusal != nil ? .refused : Self.ending(choice["finish_reason"]?.string)
        )
    }

    /// A text, or the texts of a list of parts.
    private static func text(_ content: JSONValue?) -> String? {
        if let text = content?.string { return text }
        guard let parts = content?.elements else { return nil }
        return parts.compactMap { $0["text"]?.string }.joined()
    }

    private static func ending(_ reason: String?) -> Answer.Ending {
        switch reason {
        case "stop": .finished
        case "length": .length
        case "tool_calls", "function_call": .toolCalls
        case "content_filter": .filtered
        default: .unknown
        }
    }
}
