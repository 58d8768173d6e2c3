import Domain

extension StopReason {
    /// - Parameter word: `stop_reason` of Messages.
    /// - Parameter hasCalls: the answer calls tools; some providers tell of an ended turn all the same.
    init(messages word: String, hasCalls: Bool) {
        switch word {
        case "end_turn": self = hasCalls ? .toolCalls : .endOfTurn
        case "stop_sequence": self = .stopSequence
        case "max_tokens": self = .outputLimit
        case "tool_use": self = .toolCalls
        case "refusal": self = .refused
        case "pause_turn": self = .paused
        case "model_context_window_exceeded": self = .contextFull
        default: self = .other(word)
        }
    }

    /// nil: Messages has no word for it.
    var messagesWord: String? {
        switch self {
        case .endOfTurn: "end_turn"
        case .stopSequence: "stop_sequence"
        case .outputLimit: "max_tokens"
        case .toolCalls: "tool_use"
        case .refused: "refusal"
        case .paused: "pause_turn"
        case .contextFull: "model_context_window_exceeded"
        case .other: nil
        }
    }
}
