import Domain
import JSON

extension MessagesRequestWriter {
    /// The first message must be the user's.
    static let opening = "(The assistant begins this conversation.)"

    /// Where instructions stand in the conversation, they are put so into the user's message.
    private static func framed(_ text: String) -> String {
        "<system-instruction>\n\(text)\n</system-instruction>"
    }

    mutating func writeTurns() throws(Refusal) -> (system: [JSONValue], messages: [JSONValue]) {
        var leading = request.turns.prefix { $0.role.isInstruction }
        var turns = request.turns[leading.endIndex...]
        // A conversation of instructions alone: the last of them asks for the answer.
        if turns.isEmpty, var last = leading.popLast() {
            last.role = .user
            turns = [last]
        }
        var system: [JSONValue] = []
        for turn in leading { system += try writeBlocks(turn.parts) }
        var messages: [Message] = []
        for turn in turns { try write(turn, into: &messages) }
        guard !messages.isEmpty else { throw Self.emptyConversation }
        if messages.first?.role != "user" {
            messages.insert(Message(role: "user", blocks: [Self.text(Self.opening)]), at: 0)
        }
        trimPrefill(&messages)
        return (system, messages.map(\.value))
    }

    private static let emptyConversation = Refusal(
        .untranslatable,
        "The conversation holds nothing to answer, and the model that would serve this takes no empty one. Send at least one "
            + "message with text.",
        parameter: "messages"
    )

    private struct Message {
        var role: String
        /// Stand before the rest, wherever they came.
        var results: [JSONValue] = []
        var blocks: [JSONValue] = []

        var value: JSONValue { .object(("role", .string(role)), ("content", .array(results + blocks))) }
    }

    private mutating func write(_ turn: Turn, into messages: inout [Message]) throws(Refusal) {
        if turn.name != nil { try losses.lose(.messageName) }
        let role = turn.role == .assistant ? "assistant" : "user"
        var parts = turn.parts
        if turn.role.isInstruction {
            parts = parts.map { part in
                guard case .text(var text) = part, !Self.isBlank(text.text) else { return part }
                text.text = Self.framed(text.text)
                return .text(text)
            }
        }
        let blocks = try writeBlocks(parts)
        guard !blocks.isEmpty else { return }
        if messages.last?.role != role { messages.append(Message(role: role)) }
        let last = messages.endIndex - 1
        if turn.role == .tool { messages[last].results += blocks } else { messages[last].blocks += blocks }
    }

    /// The vendor refuses a begun answer that ends in white space.
    private func trimPrefill(_ messages: inout [Message]) {
        guard messages.last?.role == "assistant", let last = messages.indices.last,
            case .object(var members)? = messages[last].blocks.last,
            let place = members.firstIndex(where: { $0.key == "text" }), var text = members[place].value.string
        else { return }
        while text.last?.isWhitespace == true { text.removeLast() }
        members[place].value = .string(text)
        messages[last].blocks[messages[last].blocks.endIndex - 1] = .object(members)
    }

    /// More marks than the vendor takes: the first go, for a later mark covers all that stands before it.
    mutating func countCacheMarks() throws(Refusal) {
        let tools = declaredTools.count { $0.cache != nil }
        let parts = request.turns.reduce(0) { $0 + $1.parts.reduce(0) { $0 + $1.cacheMarks } }
        surplusMarks = max(0, tools + parts - Self.mostCacheMarks)
        if surplusMarks > 0 { try losses.lose(.cacheControl) }
    }

    mutating func mark(_ mark: CacheMark?) throws(Refusal) -> JSONValue? {
        guard let mark else { return nil }
        guard surplusMarks == 0 else {
            surplusMarks -= 1
            return nil
        }
        return .object(("type", .string("ephemeral")), ("ttl", mark.lifetime.map { .string($0) }))
    }
}

extension Turn.Role {
    fileprivate var isInstruction: Bool {
        switch self {
        case .system, .developer: true
        case .user, .assistant, .tool: false
        }
    }
}

extension Part {
    fileprivate var cacheMarks: Int {
        switch self {
        case .text(let text): text.cache == nil || MessagesRequestWriter.isBlank(text.text) ? 0 : 1
        case .image(let image): image.cache == nil ? 0 : 1
        case .file(let file): file.cache == nil ? 0 : 1
        case .toolCall(let call): call.cache == nil ? 0 : 1
        case .toolResult(let result): result.parts.reduce(result.cache == nil ? 0 : 1) { $0 + $1.cacheMarks }
        case .audio, .reasoning, .refusal: 0
        }
    }
}
