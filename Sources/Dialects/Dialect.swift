package import Domain

/// A wire protocol for conversations. A provider speaks one or more; a request arrives in exactly one.
package enum Dialect: String, CaseIterable, Sendable, Hashable {
    /// OpenAI's `POST /v1/chat/completions`.
    case chatCompletions = "chat-completions"
    /// OpenAI's `POST /v1/responses`.
    case responses
    /// Anthropic's `POST /v1/messages`.
    case messages
}

extension Dialect {
    /// The one list of dialects beside the cases above: everything else about one stands in its folder.
    package var profile: any DialectProfile {
        switch self {
        case .chatCompletions: ChatCompletions()
        case .responses: Responses()
        case .messages: Messages()
        }
    }

    package var vendor: Vendor { profile.vendor }

    /// Place in `allCases`.
    package var place: Int {
        switch self {
        case .chatCompletions: 0
        case .responses: 1
        case .messages: 2
        }
    }
}
