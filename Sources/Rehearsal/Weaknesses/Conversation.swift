import JSON

/// Who said what in a request, whatever its dialect. Read only where a weakness may come of it.
struct Conversation: Equatable {
    enum Role: Equatable {
        case system
        case user
        case assistant
        case tool
    }

    struct Turn: Equatable {
        var role: Role
        /// Empty for a turn of calls alone.
        var text: String
    }

    var turns: [Turn] = []

    mutating func add(_ role: Role, _ text: String) { turns.append(Turn(role: role, text: text)) }

    /// The roles of OpenAI's dialects and, but for tool results, of Anthropic's.
    static func role(_ name: String?) -> Role? {
        switch name {
        case "system", "developer": .system
        case "user": .user
        case "assistant": .assistant
        case "tool", "function": .tool
        default: nil
        }
    }

    /// All that stands above the conversation.
    var system: String {
        turns.filter { $0.role == .system && !$0.text.isEmpty }.map(\.text).joined(separator: "\n")
    }

    var lastUserText: String { turns.last { $0.role == .user }?.text ?? "" }

    /// What was last put to the model: the last user message and the tool results around it that no answer lies between.
    var lastInput: String {
        let isInput = { (turn: Turn) in turn.role == .user || turn.role == .tool }
        let last = turns.lastIndex { $0.role == .user } ?? turns.firstIndex(where: isInput)
        guard var start = last else { return "" }
        // Results that stand in the user's own message, as Anthropic has them.
        while start > 0, turns[start - 1].role == .tool { start -= 1 }
        return turns[start...].filter(isInput).map(\.text).joined(separator: "\n")
    }

    /// What the model would act on first: tool results that nobody spoke behind; else the last user message.
    var newestInput: String {
        let results = turns.reversed().prefix { $0.role == .tool }
        return results.isEmpty ? lastUserText : results.reversed().map(\.text).joined(separator: "\n")
    }
}
