package import JSON

/// A request in no dialect's words: what the caller wants, whichever dialect said it.
///
/// Each dialect reads its requests into this and writes its requests from it. Numbers keep their text, so that what is
/// carried over is carried over to the last digit.
package struct ConversationRequest: Sendable, Equatable {
    package var model: String
    /// In the conversation's order; instructions stand where the caller put them.
    package var turns: [Turn] = []
    package var tools: [Tool] = []
    package var toolChoice: ToolChoice?
    /// nil: not said; every dialect then allows them.
    package var allowsParallelToolCalls: Bool?
    package var format: OutputFormat?
    package var sampling = Sampling()
    /// Tokens that may be produced, reasoning included; the number's text.
    package var outputLimit: String?
    package var reasoning: ReasoningWish?
    /// How wordy the answer should be: `low`, `medium`, `high`.
    package var verbosity: String?
    package var isStream = false
    /// Whether the last piece of a stream should tell usage; nil: not said.
    package var wantsStreamUsage: Bool?
    /// Free labels of the caller's, in order.
    package var metadata: [Label] = []
    /// The caller's name for the person behind the request.
    package var endUser: String?
    package var promptCacheKey: String?
    package var store: Bool?
    package var serviceTier: String?
    /// State kept at a vendor that the request builds on.
    package var previousResponseID: String?
    package var conversationID: String?
    /// Fields that no other dialect could honour and whose value therefore need not be understood; each once.
    package var foreign: [ConversationField] = []
    /// Names of top-level fields that the reader does not know, in order.
    package var unknown: [String] = []

    package init(model: String) {
        self.model = model
    }

    package struct Label: Sendable, Equatable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }
}

/// How words are drawn. Every number is its own text; nil: not said.
package struct Sampling: Sendable, Equatable {
    package var temperature: String?
    package var topP: String?
    package var topK: String?
    package var seed: String?
    package var frequencyPenalty: String?
    package var presencePenalty: String?
    package var logitBias: JSONValue?
    /// Sequences that end the answer.
    package var stop: [String] = []

    package init() {}
}

/// How much the model should think before it answers.
package struct ReasoningWish: Sendable, Equatable {
    package enum Mode: Sendable, Equatable {
        /// Not said.
        case unsaid
        case off
        case on
        /// The model decides by itself.
        case adaptive
    }

    package var mode = Mode.unsaid
    /// `none`, `minimal`, `low`, `medium`, `high`, `xhigh`, `max`; nil: not said.
    package var effort: String?
    /// Tokens; the number's text.
    package var budget: String?
    /// `auto`, `concise`, `detailed`: whether a summary of the reasoning is wanted.
    package var summary: String?

    package init() {}

    /// For dialects that know no budget: where the vendors' own guides put light, usual and deep thinking.
    static func effort(forBudget budget: String) -> String {
        switch Double(budget) ?? 0 {
        case ..<4096: "low"
        case ..<16384: "medium"
        default: "high"
        }
    }
}

/// A shape that the answer must have.
package enum OutputFormat: Sendable, Equatable {
    /// Any JSON object.
    case json
    case schema(name: String?, description: String?, schema: JSONValue, strict: Bool?)
}
