import JSON

/// The items and parts that answers are made of, as JSON.
enum ResponsesItem {
    static func message(id: String, _ content: [JSONValue], status: String) -> JSONValue {
        .object(
            ("id", .string(id)),
            ("type", .string("message")),
            ("status", .string(status)),
            ("role", .string("assistant")),
            ("content", .array(content))
        )
    }

    static func call(id: String, callID: String, name: String, arguments: String, status: String) -> JSONValue {
        .object(
            ("id", .string(id)),
            ("type", .string("function_call")),
            ("status", .string(status)),
            ("call_id", .string(callID)),
            ("name", .string(name)),
            ("arguments", .string(arguments))
        )
    }

    static func customCall(id: String, callID: String, name: String, input: String) -> JSONValue {
        .object(
            ("id", .string(id)),
            ("type", .string("custom_tool_call")),
            ("call_id", .string(callID)),
            ("name", .string(name)),
            ("input", .string(input))
        )
    }

    /// - Parameter encrypted: the vendor's own sealed form of the reasoning.
    static func reasoning(id: String, text: String, isSummary: Bool, encrypted: String?) -> JSONValue {
        let summary = isSummary && !text.isEmpty ? [summaryText(text)] : []
        return .object(
            ("id", .string(id)),
            ("type", .string("reasoning")),
            ("summary", .array(summary)),
            ("content", isSummary ? nil : .array([reasoningText(text)])),
            ("encrypted_content", encrypted.map { .string($0) })
        )
    }

    static func text(_ text: String) -> JSONValue {
        .object(
            ("type", .string("output_text")),
            ("annotations", .array([])),
            ("logprobs", .array([])),
            ("text", .string(text))
        )
    }

    static func refusal(_ text: String) -> JSONValue {
        .object(("type", .string("refusal")), ("refusal", .string(text)))
    }

    static func summaryText(_ text: String) -> JSONValue {
        .object(("type", .string("summary_text")), ("text", .string(text)))
    }

    static func reasoningText(_ text: String) -> JSONValue {
        .object(("type", .string("reasoning_text")), ("text", .string(text)))
    }

    /// nil for what a message of the assistant's cannot hold.
    static func part(_ part: Part) -> JSONValue? {
        switch part {
        case .text(let text): self.text(text.text)
        case .refusal(let text): refusal(text)
        case .image, .file, .audio, .toolCall, .toolResult, .reasoning: nil
        }
    }
}
