import Domain
import JSON

extension ChatRequestWriter {
    mutating func write(_ turns: [Turn]) throws(Refusal) {
        for turn in ChatTurnOrder.ordered(turns) { try write(turn) }
    }

    private mutating func write(_ turn: Turn) throws(Refusal) {
        switch turn.role {
        case .system: try writeMessage("system", turn)
        case .developer: try writeMessage("developer", turn)
        case .user: try writeMessage("user", turn)
        case .assistant: try writeAssistant(turn)
        case .tool: try writeResults(turn.parts)
        }
    }

    /// A message of texts, images and files; left out when nothing of it can be said.
    private mutating func writeMessage(_ role: String, _ turn: Turn) throws(Refusal) {
        var contents: [JSONValue] = []
        for part in turn.parts { if let content = try content(part) { contents.append(content) } }
        guard turn.parts.isEmpty || !contents.isEmpty else { return }
        messages.append(
            .object(
                ("role", .string(role)),
                ("content", Self.plain(contents)),
                ("name", turn.name.map { .string($0) })
            )
        )
    }

    /// One text as a string: every server reads that, and not every one reads parts.
    private static func plain(_ contents: [JSONValue]) -> JSONValue {
        switch contents.count {
        case 0: .string("")
        case 1: contents[0]["text"] ?? .array(contents)
        default: .array(contents)
        }
    }

    /// nil: it was lost.
    private mutating func content(_ part: Part) throws(Refusal) -> JSONValue? {
        switch part {
        case .text(let text):
            try lose(text)
            return Self.text(text.text)
        case .image(let image): return try content(image)
        case .file(let file): return try content(file)
        case .audio: try losses.lose(.audioInput)
        case .reasoning(let reasoning): try lose(reasoning)
        case .refusal(let text): return Self.text(text)
        case .toolCall: try losses.lose(.toolCalls)
        case .toolResult: try losses.lose(.toolResults)
        }
        return nil
    }

    private mutating func content(_ image: Part.Image) throws(Refusal) -> JSONValue? {
        try lose(image.cache)
        let url: String
        switch image.source {
        case .url(let text): url = text
        case .inline(let mediaType, let base64): url = DataURL.text(mediaType: mediaType, base64: base64)
        case .text(let text): return Self.text(text)
        case .vendorID:
            try losses.lose(.vendorFile)
            return nil
        }
        return .object(
            ("type", .string("image_url")),
            ("image_url", .object(("url", .string(url)), ("detail", image.detail.map { .string($0) })))
        )
    }

    private mutating func content(_ file: Part.File) throws(Refusal) -> JSONValue? {
        try lose(file.cache)
        if file.wantsCitations { try losses.lose(.citations) }
        switch file.source {
        case .inline(let mediaType, let base64):
            return .object(
                ("type", .string("file")),
                (
                    "file",
                    .object(
                        ("filename", .string(file.name ?? DataURL.fileName(for: mediaType))),
                        ("file_data", .string(DataURL.text(mediaType: mediaType, base64: base64)))
                    )
                )
            )
        case .text(let text): return Self.text(file.name.map { "\($0):\n\n\(text)" } ?? text)
        case .url: try losses.lose(.fileURL)
        case .vendorID: try losses.lose(.vendorFile)
        }
        return nil
    }

    private static func text(_ text: String) -> JSONValue {
        .object(("type", .string("text")), ("text", .string(text)))
    }

    private mutating func lose(_ text: Part.Text) throws(Refusal) {
        try lose(text.cache)
        if text.hasCitations { try losses.lose(.citedSources) }
    }

    private mutating func lose(_ reasoning: Reasoning) throws(Refusal) {
        if reasoning.seal != nil { try losses.lose(.reasoningSeal) }
        if !reasoning.text.isEmpty { try losses.lose(.reasoningContent) }
    }

    // MARK: The assistant

    private mutating func writeAssistant(_ turn: Turn) throws(Refusal) {
        var contents: [JSONValue] = []
        var refusals: [String] = []
        var calls: [JSONValue] = []
        for part in turn.parts {
            switch part {
            case .text(let text):
                try lose(text)
                contents.append(Self.text(text.text))
            case .refusal(let text): refusals.append(text)
            case .toolCall(let call):
                try lose(call.cache)
                calls.append(call.asChatCompletions)
            case .reasoning(let reasoning): try lose(reasoning)
            // The assistant's message has no place for pictures, though other messages do.
            case .image(let image): try losses.lose(Self.field(of: image))
            case .file: try losses.lose(.fileInline)
            case .audio: try losses.lose(.audioInput)
            case .toolResult: try losses.lose(.toolResults)
            }
        }
        guard !contents.isEmpty || !refusals.isEmpty || !calls.isEmpty else { return }
        messages.append(
            .object(
                ("role", .string("assistant")),
                ("content", contents.isEmpty ? .null : Self.plain(contents)),
                ("refusal", refusals.isEmpty ? nil : .string(refusals.joined())),
                ("tool_calls", calls.isEmpty ? nil : .array(calls)),
                ("name", turn.name.map { .string($0) })
            )
        )
    }

    private static func field(of image: Part.Image) -> ConversationField {
        switch image.source {
        case .url: .imageURL
        case .inline, .text: .imageInline
        case .vendorID: .vendorFile
        }
    }

    // MARK: Results of tools

    /// Tool messages take text only. What else the tools gave follows in a user message, after all results, for nothing
    /// may stand between a message with calls and their results.
    private mutating func writeResults(_ parts: [Part]) throws(Refusal) {
        var moved: [JSONValue] = []
        for part in parts {
            guard case .toolResult(let result) = part else {
                if let content = try content(part) { moved.append(content) }
                continue
            }
            try lose(result.cache)
            var texts: [JSONValue] = []
            var others: [JSONValue] = []
            for inner in result.parts {
                guard let content = try content(inner) else { continue }
                if content["text"] == nil { others.append(content) } else { texts.append(content) }
            }
            if !others.isEmpty {
                moved.append(Self.text("Attached by the result of tool call \(result.callID):"))
                moved += others
            }
            if texts.isEmpty, !others.isEmpty { texts = [Self.text("See the attachment in the next message.")] }
            if result.isError { texts = Self.marked(texts) }
            messages.append(
                .object(
                    ("role", .string("tool")),
                    ("tool_call_id", .string(result.callID)),
                    ("content", Self.plain(texts))
                )
            )
        }
        guard !moved.isEmpty else { return }
        messages.append(.object(("role", .string("user")), ("content", .array(moved))))
    }

    private static func marked(_ texts: [JSONValue]) -> [JSONValue] {
        guard let first = texts.first?["text"]?.string else { return [text(ToolResult.bareError)] }
        let prefix = ToolResult.errorPrefix
        return [text(first.hasPrefix(prefix) ? first : prefix + first)] + texts.dropFirst()
    }
}
