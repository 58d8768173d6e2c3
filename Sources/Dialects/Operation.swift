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
        case .conversation(let dialect): dialect.profile.path
        case .embeddings: "/embeddings"
        case .countTokens: "/messages/count_tokens"
        case .inputTokens: "/responses/input_tokens"
        }
    }

    /// Place in `all`; an array look-up where a dictionary would hash on every request.
    package var place: Int {
        switch self {
        case .conversation(let dialect): dialect.place
        case .embeddings: Dialect.allCases.count
        case .countTokens: Dialect.allCases.count + 1
        case .inputTokens: Dialect.allCases.count + 2
        }
    }
}
