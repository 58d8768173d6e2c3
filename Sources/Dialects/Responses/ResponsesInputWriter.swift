import Domain
import JSON

/// Turns turns into the items of `input`.
struct ResponsesInputWriter {

    private(set) var items: [JSONValue] = []
    /// Ids of calls of custom tools: their outputs are items of another type.
    private var customIDs: Set<String> = []

    mutating func write(_ turn: Turn, _ losses: inout LossReport) throws(Refusal) {
        if turn.name != nil { try losses.lose(.messageName) }
        switch turn.role {
        case .system: try writeMessage("system", turn.parts, &losses)
        case .developer: try writeMessage("developer", turn.parts, &losses)
        case .user: try writeMessage("user", turn.parts, &losses)
        case .assistant: try writeAssistant(turn.parts, &losses)
        case .tool: for case .toolResult(let result) in turn.parts { try writeOutput(result, &losses) }
        }
    }

    private mutating func writeMessage(
        _ role: String,
        _ parts: [Part],
        _ losses: inout LossReport
    ) throws(Refusal) {
        items.append(
            .object(
                ("type", .string("message")),
                ("role", .string(role)),
                ("content", try content(parts, &losses))
            )
        )
    }

    /// A single text stands for itself, which every server of the dialect reads; anything else is a list of parts.
    private func content(_ parts: [Part], _ losses: inout LossReport) throws(Refusal) -> JSONValue {
        if parts.count == 1, case .text(let text) = parts[0] {
            if text.cache != nil { try losses.lose(.cacheControl) }
            return .string(text.text)
        }
        var written: [JSONValue] = []
        for part in parts { if let part = try inputPart(part, &losses) { written.append(part) } }
        return .array(written)
    }

    private mutating func writeAssistant(_ parts: [Part], _ losses: inout LossReport) throws(Refusal) {
        var words: [Part] = []
        for part in parts {
            switch part {
            case .text(let text):
                if text.cache != nil { try losses.lose(.cacheControl) }
                if text.hasCitations { try losses.lose(.citedSources) }
                words.append(part)
            case .refusal: words.append(part)
            case .toolCall(let call):
                flush(&words)
                try write(call, &losses)
            case .reasoning(let reasoning): try losses.lose(reasoning.seal == nil ? .reasoningContent : .reasoningSeal)
            case .audio: try losses.lose(.audioInput)
            case .image, .file: try losses.lose(.vendorFeatures)
            case .toolResult: break
            }
        }
        flush(&words)
    }

    /// Words of the assistant's. Only the short form may lack an id, and it cannot hold several parts or a refusal;
    /// the vendor asks of an id no more than how it begins.
    private mutating func flush(_ words: inout [Part]) {
        defer { words = [] }
        guard !words.isEmpty else { return }
        if words.count == 1, case .text(let text) = words[0] {
            items.append(
                .object(
                    ("type", .string("message")),
                    ("role", .string("assistant")),
                    ("content", .string(text.text))
                )
            )
            return
        }
        let id = "msg_history\(items.count)"
        items.append(ResponsesItem.message(id: id, words.compactMap(ResponsesItem.part), status: "completed"))
    }

    private mutating func write(_ call: ToolCall, _ losses: inout LossReport) throws(Refusal) {
        if call.cache != nil { try losses.lose(.cacheControl) }
        if call.isCustom {
            customIDs.insert(call.id)
        } else {
            // Servers use ids again.
            customIDs.remove(call.id)
        }
        let arguments = call.arguments.isEmpty ? "{}" : call.arguments
        items.append(
            .object(
                ("type", .string(call.isCustom ? "custom_tool_call" : "function_call")),
                ("call_id", .string(call.id)),
                ("name", .string(call.name)),
                call.isCustom ? ("input", .string(call.arguments)) : ("arguments", .string(arguments))
            )
        )
    }

    private mutating func writeOutput(_ result: ToolResult, _ losses: inout LossReport) throws(Refusal) {
        if result.cache != nil { try losses.lose(.cacheControl) }
        var parts = result.parts
        if result.isError {
            if case .text(var text)? = parts.first {
                if !text.text.hasPrefix(ToolResult.errorPrefix) { text.text = ToolResult.errorPrefix + text.text }
                parts[0] = .text(text)
            } else {
                parts.insert(.text(Part.Text(ToolResult.bareError)), at: 0)
            }
        }
        let output: JSONValue = parts.isEmpty ? .string("") : try content(parts, &losses)
        items.append(
            .object(
                (
                    "type",
                    .string(customIDs.contains(result.callID) ? "custom_tool_call_output" : "function_call_output")
                ),
                ("call_id", .string(result.callID)),
                ("output", output)
            )
        )
    }
}
