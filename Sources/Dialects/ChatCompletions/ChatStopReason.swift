import JSON

/// `finish_reason`, both ways.
enum ChatStopReason {
    /// - Parameter hasCalls: OpenAI itself says `stop` when a named tool was to be called, and many servers always do.
    /// - Parameter hasRefusal: the model declined in words and then stopped by itself.
    static func read(_ word: String, hasCalls: Bool, hasRefusal: Bool) -> StopReason {
        switch word {
        // `eos` and `end_turn`, `max_tokens`, `tool_use`: words of other servers behind this dialect.
        case "stop", "eos", "end_turn": hasCalls ? .toolCalls : hasRefusal ? .refused : .endOfTurn
        case "stop_sequence": .stopSequence
        case "length", "max_tokens": .outputLimit
        case "tool_calls", "function_call", "tool_use": .toolCalls
        case "content_filter", "refusal": .refused
        default: .other(word)
        }
    }

    /// - Parameter hasRefusal: the answer has words of refusal, which is a whole answer and no filter's cut.
    static func write(
        _ reason: StopReason?,
        hasCalls: Bool,
        hasRefusal: Bool,
        losses: inout LossReport
    ) -> String {
        switch reason {
        case .endOfTurn, .stopSequence: return "stop"
        case .outputLimit: return "length"
        case .toolCalls: return hasCalls ? "tool_calls" : "stop"
        case .refused: return hasRefusal ? "stop" : "content_filter"
        case .paused, .contextFull, .other, nil:
            // Nothing here is known to be complete, and `length` is the word for that.
            losses.note(.stopReason)
            return "length"
        }
    }
}
