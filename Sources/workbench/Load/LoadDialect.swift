import ArgumentParser

/// The dialects that load is made in.
enum LoadDialect: String, Sendable, CaseIterable, ExpressibleByArgument {
    case chatCompletions = "chat-completions"
    case messages

    /// The line that only a whole stream has.
    var terminator: String {
        switch self {
        case .chatCompletions: "data: [DONE]"
        case .messages: "event: message_stop"
        }
    }
}
