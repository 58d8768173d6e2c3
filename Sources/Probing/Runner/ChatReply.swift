import JSON

/// An answer in the dialect Chat Completions, read; what is none is nil, and its trial an error.
package struct ChatReply: Sendable {
    package var answer: Answer
    package var model: String?
    package var build: String?

    /// - Parameter body: of a status 200.
    package init?(_ body: [UInt8]) {
        guard let value = try? JSONValue(parsing: body), let choice = value["choices"]?.elements?.first,
            let message = choice["message"], message.members != nil,
            // Whoever tells of an error has not answered, whatever stands beside it.
            value["error"]?.isNull ?? true
        else { return nil }
        model = value["model"]?.string
        build = value["system_fingerprint"]?.string
        // Some servers send the field with nothing in it.
        let refusal = message["refusal"]?.string.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
        let ending = Self.ending(choice["finish_reason"]?.string)
        let calls = (message["tool_calls"]?.elements ?? []).compactMap { call -> Answer.ToolCall? in
            guard let function = call["function"], let name = function["name"]?.string else { return nil }
            return Answer.ToolCall(name: name, arguments: Self.arguments(function["arguments"]))
        }
        answer = Answer(
            text: Self.text(message["content"]) ?? refusal ?? "",
            reasoning: message["reasoning_content"]?.string ?? message["reasoning"]?.string ?? "",
            toolCalls: calls,
            // What was cut or withheld says nothing, a refusal neither.
            ending: refusal != nil && (ending == .finished || ending == .unknown) ? .refused : ending
        )
    }

    /// A text that is JSON, or the JSON itself, as some servers send it.
    private static func arguments(_ value: JSONValue?) -> String {
        guard let value, !value.isNull else { return "" }
        return value.string ?? String(decoding: value.bytes, as: UTF8.self)
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
