import Domain
import JSON

extension MessagesRequestReader {
    mutating func readSystem(_ value: JSONValue?) throws(Refusal) {
        guard let value, !value.isNull else { return }
        let parts = try readInstructions(value, "system")
        if !parts.isEmpty { request.turns.append(Turn(.system, parts)) }
    }

    mutating func readMessages(_ value: JSONValue?) throws(Refusal) {
        let messages = try RequestValue.elements(value ?? .null, "messages")
        guard !messages.isEmpty else { throw Self.fault("At least one message is needed.", "messages") }
        for (index, message) in messages.enumerated() { try readMessage(message, "messages[\(index)]") }
    }

    private mutating func readMessage(_ message: JSONValue, _ place: String) throws(Refusal) {
        let content = message["content"] ?? .null
        switch message["role"]?.string {
        case "user": try readUser(content, "\(place).content")
        case "assistant": append(.assistant, try readBlocks(content, "\(place).content"))
        // Newer models take instructions in the middle of a conversation.
        case "system": append(.system, try readInstructions(content, "\(place).content"))
        default: throw Self.fault("A message's `role` is `user`, `assistant` or `system`.", "\(place).role")
        }
    }

    /// Results of tools become a turn of their own before the rest: the vendor wants them first, and other dialects let
    /// nothing stand between a call and its result.
    private mutating func readUser(_ content: JSONValue, _ place: String) throws(Refusal) {
        let parts = try readBlocks(content, place)
        append(.tool, parts.filter(\.isToolResult))
        append(.user, parts.filter { !$0.isToolResult })
    }

    private mutating func append(_ role: Turn.Role, _ parts: [Part]) {
        if !parts.isEmpty { request.turns.append(Turn(role, parts)) }
    }

    private mutating func readInstructions(_ value: JSONValue, _ place: String) throws(Refusal) -> [Part] {
        if let text = value.string { return text.isEmpty ? [] : [.text(Part.Text(text))] }
        var parts: [Part] = []
        for (index, block) in try RequestValue.elements(value, place).enumerated() {
            guard block["type"]?.string == "text" else {
                note(.vendorFeatures)
                continue
            }
            parts.append(try readText(block, "\(place)[\(index)]"))
        }
        return parts
    }

    /// The request's own mark stands for one on the last block that can hold one.
    mutating func markLast(_ mark: CacheMark?) {
        guard let mark else { return }
        for turn in request.turns.indices.reversed() {
            for part in request.turns[turn].parts.indices.reversed()
            where request.turns[turn].parts[part].setCacheMark(mark) {
                return
            }
        }
    }
}

extension Part {
    fileprivate var isToolResult: Bool { if case .toolResult = self { true } else { false } }

    /// - Returns: whether the part can hold a mark; one that it has stays.
    fileprivate mutating func setCacheMark(_ mark: CacheMark) -> Bool {
        switch self {
        case .text(var text):
            text.cache = text.cache ?? mark
            self = .text(text)
        case .image(var image):
            image.cache = image.cache ?? mark
            self = .image(image)
        case .file(var file):
            file.cache = file.cache ?? mark
            self = .file(file)
        case .toolCall(var call):
            call.cache = call.cache ?? mark
            self = .toolCall(call)
        case .toolResult(var result):
            result.cache = result.cache ?? mark
            self = .toolResult(result)
        case .audio, .reasoning, .refusal: return false
        }
        return true
    }
}
