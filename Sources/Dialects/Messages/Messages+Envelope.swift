import Domain
import JSON

/// What whole answers and streams have in common around their content.
extension Messages {
    /// How an answer ended, in the dialect's words.
    struct Stop: Sendable, Equatable {
        /// nil: not yet.
        var reason: String?
        var sequence: String?

        /// Members of a message or of `message_delta.delta`.
        var members: [JSONValue.Member] {
            let isRefusal = reason == "refusal"
            let details = JSONValue.object(
                ("type", .string("refusal")),
                ("category", .null),
                ("explanation", .null)
            )
            return [
                JSONValue.Member("stop_reason", reason.map { .string($0) } ?? .null),
                JSONValue.Member("stop_sequence", sequence.map { .string($0) } ?? .null),
                JSONValue.Member("stop_details", isRefusal ? details : .null),
            ]
        }
    }

    /// A model that declined in words of its own ends its turn in other dialects; here there is a reason for it.
    static func stopWords(
        _ stop: StopReason?,
        sequence: String?,
        hasRefusal: Bool,
        _ losses: inout LossReport
    ) -> Stop {
        guard let stop, let word = stop.messagesWord else {
            // Nothing here is known to be complete.
            losses.note(.stopReason)
            return Stop(reason: "max_tokens")
        }
        if stop == .endOfTurn, hasRefusal { return Stop(reason: "refusal") }
        return Stop(reason: word, sequence: stop == .stopSequence ? sequence : nil)
    }

    static func message(
        id: String?,
        model: String?,
        content: [JSONValue],
        stop: Stop,
        usage: JSONValue,
        _ options: AnswerOptions
    ) -> JSONValue {
        let id = id.flatMap { $0.hasPrefix("msg_") ? $0 : nil } ?? "msg_\(options.idSeed)"
        return .object(
            [
                JSONValue.Member("id", .string(id)),
                JSONValue.Member("type", .string("message")),
                JSONValue.Member("role", .string("assistant")),
                JSONValue.Member("model", .string(model ?? options.model)),
                JSONValue.Member("content", .array(content)),
            ] + stop.members + [JSONValue.Member("usage", usage)]
        )
    }
}
