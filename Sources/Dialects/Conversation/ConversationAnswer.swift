package import Domain

/// A whole answer in no dialect's words.
package struct ConversationAnswer: Sendable, Equatable {
    package var id: String?
    package var model: String?
    /// Unix seconds.
    package var createdAt: Int?
    /// Texts, reasoning, tool calls and refusals, in the order the model gave them.
    package var parts: [Part] = []
    package var stop: StopReason?
    /// The sequence that ended the answer, where the vendor says which.
    package var stopSequence: String?
    package var usage = Usage()
    /// What the answer held that this type does not, such as log probabilities; each once.
    package var foreign: [ConversationField] = []

    package init() {}
}

/// Why a model stopped.
package enum StopReason: Sendable, Equatable {
    case endOfTurn
    case stopSequence
    case outputLimit
    case toolCalls
    /// The model declined, or the vendor's filter cut the answer.
    case refused
    /// The vendor paused a long turn and wants the conversation sent again as it stands.
    case paused
    /// The conversation filled the model's context.
    case contextFull
    /// As the vendor wrote it.
    case other(String)

    /// As it stands in the journal.
    package var name: String {
        switch self {
        case .endOfTurn: "end_of_turn"
        case .stopSequence: "stop_sequence"
        case .outputLimit: "output_limit"
        case .toolCalls: "tool_calls"
        case .refused: "refused"
        case .paused: "paused"
        case .contextFull: "context_full"
        case .other(let name): name
        }
    }
}

/// An error of a provider in no dialect's words; what is not known is nil.
package struct UpstreamError: Error, Sendable, Equatable {
    package var type: String?
    package var code: String?
    package var message: String?
    package var parameter: String?

    package init(type: String? = nil, code: String? = nil, message: String? = nil, parameter: String? = nil) {
        self.type = type
        self.code = code
        self.message = message
        self.parameter = parameter
    }
}
