import Domain
import JSON

extension ChatRequestReader {
    mutating func readTurns(_ messages: [JSONValue]) throws(Refusal) {
        for (index, element) in messages.enumerated() {
            let message = try RequestObject(element, at: "messages[\(index)]")
            switch try message.requiredString("role") {
            case "system": try append(.system, message)
            case "developer": try append(.developer, message)
            case "user": try append(.user, message)
            case "assistant": try appendAssistant(message)
            case "tool": try appendResult(message)
            // Answers to the calls that `functions` once asked for.
            case "function": loses(.vendorTools)
            default:
                throw RequestObject.fault(
                    message.path(of: "role"),
                    "`system`, `developer`, `user`, `assistant` or `tool`"
                )
            }
        }
    }

    private mutating func append(_ role: Turn.Role, _ message: RequestObject) throws(Refusal) {
        guard message["content"] != nil else {
            throw RequestObject.fault(message.path(of: "content"), "a string or an array of parts")
        }
        request.turns.append(Turn(role, try readContent(message), name: try message.string("name")))
    }

    private mutating func appendAssistant(_ message: RequestObject) throws(Refusal) {
        var parts = ChatReasoning.read(message.value).map { Part.reasoning($0) }
        // Empty text beside calls is what `null` is.
        parts += try readContent(message).filter { $0 != .text(.init("")) }
        if let refusal = try message.string("refusal"), !refusal.isEmpty { parts.append(.refusal(refusal)) }
        if message["audio"] != nil { parts.append(.audio) }
        if message["function_call"] != nil { loses(.vendorTools) }
        for (index, element) in (try message.elements("tool_calls") ?? []).enumerated() {
            let call = try RequestObject(element, at: "\(message.path(of: "tool_calls"))[\(index)]")
            if let part = try readCall(call) { parts.append(.toolCall(part)) }
        }
        request.turns.append(Turn(.assistant, parts, name: try message.string("name")))
    }

    private mutating func readCall(_ call: RequestObject) throws(Refusal) -> ToolCall? {
        let id = try call.requiredString("id")
        switch try call.string("type") ?? "function" {
        case "function":
            let function = try call.requiredObject("function")
            let arguments = function["arguments"] ?? .string("")
            return ToolCall(
                id: id,
                name: try function.requiredString("name"),
                // An object where its text should be is understood all the same.
                arguments: arguments.string ?? String(decoding: arguments.bytes, as: UTF8.self)
            )
        case "custom":
            let custom = try call.requiredObject("custom")
            return ToolCall(
                id: id,
                name: try custom.requiredString("name"),
                arguments: try custom.requiredString("input"),
                isCustom: true
            )
        default:
            loses(.vendorTools)
            return nil
        }
    }

    private mutating func appendResult(_ message: RequestObject) throws(Refusal) {
        let result = Part.toolResult(
            ToolResult(
                callID: try message.requiredString("tool_call_id"),
                parts: try readContent(message),
                cache: try cacheMark(of: message)
            )
        )
        if let last = request.turns.indices.last, request.turns[last].role == .tool {
            request.turns[last].parts.append(result)
        } else {
            request.turns.append(Turn(.tool, [result]))
        }
    }

    private mutating func readContent(_ message: RequestObject) throws(Refusal) -> [Part] {
        guard let content = message["content"] else { return [] }
        let path = message.path(of: "content")
        if let text = content.string { return [.text(.init(text, cache: try cacheMark(of: message)))] }
        guard let elements = content.elements else { throw RequestObject.fault(path, "a string or an array of parts") }
        var parts: [Part] = []
        for (index, element) in elements.enumerated() {
            if let part = try readPart(RequestObject(element, at: "\(path)[\(index)]")) { parts.append(part) }
        }
        return parts
    }

    private mutating func readPart(_ part: RequestObject) throws(Refusal) -> Part? {
        switch try part.requiredString("type") {
        case "text": return .text(.init(try part.requiredString("text"), cache: try cacheMark(of: part)))
        case "refusal": return .refusal(try part.requiredString("refusal"))
        case "input_audio": return .audio
        case "image_url": return .image(try readImage(part))
        case "file": return .file(try readFile(part))
        default:
            // An answer that knows nothing of the part would be another answer.
            loses(.vendorFeatures)
            return nil
        }
    }

    private func readImage(_ part: RequestObject) throws(Refusal) -> Part.Image {
        let cache = try cacheMark(of: part)
        if let url = part["image_url"]?.string {
            return Part.Image(DataURL.source(of: url), cache: cache)
        }
        let image = try part.requiredObject("image_url")
        let url = try image.requiredString("url")
        return Part.Image(DataURL.source(of: url), detail: try image.string("detail"), cache: cache)
    }

    private func readFile(_ part: RequestObject) throws(Refusal) -> Part.File {
        let file = try part.requiredObject("file")
        let name = try file.string("filename")
        let cache = try cacheMark(of: part)
        if let id = try file.string("file_id") { return Part.File(.vendorID(id), name: name, cache: cache) }
        guard let data = try file.string("file_data") else {
            throw RequestObject.fault(file.path, "an object with `file_data` or `file_id`")
        }
        let bare = Part.Source.inline(mediaType: DataURL.mediaType(of: name), base64: data)
        return Part.File(DataURL(data)?.source ?? bare, name: name, cache: cache)
    }
}
