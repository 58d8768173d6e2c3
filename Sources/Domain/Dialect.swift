/// A wire protocol for conversations. A provider speaks one or more; a request arrives in exactly one.
package enum Dialect: String, CaseIterable, Sendable, Hashable {
    /// OpenAI's `POST /v1/chat/completions`.
    case chatCompletions = "chat-completions"
    /// OpenAI's `POST /v1/responses`.
    case responses
    /// Anthropic's `POST /v1/messages`.
    case messages
}

/// What a request asks for. Embeddings and token counts are operations of a vendor's shape, not dialects.
package enum Operation: Sendable, Hashable {
    case conversation(Dialect)
    /// `POST /v1/embeddings`, OpenAI's shape.
    case embeddings
    /// `POST /v1/messages/count_tokens`, Anthropic's shape.
    case countTokens
    /// `POST /v1/responses/input_tokens`, OpenAI's way of counting.
    case inputTokens

    package static let all: [Operation] =
        Dialect.allCases.map { .conversation($0) } + [.embeddings, .countTokens, .inputTokens]

    /// The name used in the journal, in metrics and in messages.
    package var name: String {
        switch self {
        case .conversation(let dialect): dialect.rawValue
        case .embeddings: "embeddings"
        case .countTokens: "count-tokens"
        case .inputTokens: "input-tokens"
        }
    }

    /// The dialect whose error shape, headers and provider this operation belongs to.
    package var dialect: Dialect {
        switch self {
        case .conversation(let dialect): dialect
        case .embeddings: .chatCompletions
        case .countTokens: .messages
        case .inputTokens: .responses
        }
    }

    /// Path below a provider's base URL, which itself ends in `/v1` or its like; no trailing slash.
    package var path: String {
        switch self {
        case .conversation(.chatCompletions): "/chat/completions"
        case .conversation(.responses): "/responses"
        case .conversation(.messages): "/messages"
        case .embeddings: "/embeddings"
        case .countTokens: "/messages/count_tokens"
        case .inputTokens: "/responses/input_tokens"
        }
    }
}

/// Whose manners a body without a dialect (a models list, a 404) follows.
package enum Vendor: Sendable, Hashable {
    case openAI
    case anthropic
}

extension Dialect {
    package var vendor: Vendor {
        switch self {
        case .chatCompletions, .responses: .openAI
        case .messages: .anthropic
        }
    }
}
