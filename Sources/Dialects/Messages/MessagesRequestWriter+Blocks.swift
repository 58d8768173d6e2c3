import Domain
import JSON

extension MessagesRequestWriter {
    /// Blocks for parts; text of white space alone is refused by the vendor and left out.
    mutating func writeBlocks(_ parts: [Part]) throws(Refusal) -> [JSONValue] {
        var blocks: [JSONValue] = []
        for part in parts {
            if let block = try writeBlock(part) { blocks.append(block) }
        }
        return blocks
    }

    private mutating func writeBlock(_ part: Part) throws(Refusal) -> JSONValue? {
        switch part {
        case .text(let text):
            if text.hasCitations { try losses.lose(.citedSources) }
            return Self.isBlank(text.text) ? nil : Self.text(text.text, cache: try mark(text.cache))
        case .image(let image): return try writeImage(image)
        case .file(let file): return try writeFile(file)
        case .audio:
            try losses.lose(.audioInput)
            return nil
        case .toolCall(let said):
            let call = CustomToolFunction.function(for: said)
            // Declared as mapped, so that a strict route takes it as well.
            if MessagesArguments.isUnread(call.arguments) { losses.note(.toolCalls) }
            return .object(
                ("type", .string("tool_use")),
                ("id", .string(Self.callID(call.id))),
                ("name", .string(call.name)),
                ("input", MessagesArguments.object(call.arguments)),
                ("cache_control", try mark(call.cache))
            )
        case .toolResult(let result):
            let content = try writeBlocks(result.parts)
            return .object(
                ("type", .string("tool_result")),
                ("tool_use_id", .string(Self.callID(result.callID))),
                ("content", content.isEmpty ? nil : .array(content)),
                ("is_error", result.isError ? .bool(true) : nil),
                ("cache_control", try mark(result.cache))
            )
        case .reasoning(let reasoning): return try writeReasoning(reasoning)
        case .refusal(let text): return Self.isBlank(text) ? nil : Self.text(text)
        }
    }

    /// What the vendor calls the kind of image; nil: it takes none of that kind.
    private static func imageType(_ type: String) -> String? {
        switch essence(type) {
        // Other vendors take the names that never were registered, this one does not.
        case "image/jpg", "image/pjpeg": "image/jpeg"
        case let known where ["image/jpeg", "image/png", "image/gif", "image/webp"].contains(known): known
        default: nil
        }
    }

    private static let unknownImage = Refusal(
        .untranslatable,
        "The model that would serve this takes JPEG, PNG, GIF and WebP images in base64 only. Send the image as one of them, "
            + "or ask for a route whose model speaks this dialect.",
        parameter: ConversationField.imageInline.rawValue
    )

    static func text(_ text: String, cache: JSONValue? = nil) -> JSONValue {
        .object(("type", .string("text")), ("text", .string(text)), ("cache_control", cache))
    }

    private mutating func writeImage(_ image: Part.Image) throws(Refusal) -> JSONValue? {
        if let detail = image.detail, detail != "auto" { try losses.lose(.imageDetail) }
        let source: JSONValue
        switch image.source {
        case .url(let url):
            guard !DataURL.isOne(url) else { throw Self.unknownImage }
            source = .object(("type", .string("url")), ("url", .string(url)))
        case .inline(let type, let base64):
            guard let type = Self.imageType(type) else { throw Self.unknownImage }
            source = Self.inline(type, base64)
        case .text(let text): return Self.text(text, cache: try mark(image.cache))
        case .vendorID:
            try losses.lose(.vendorFile)
            return nil
        }
        return .object(("type", .string("image")), ("source", source), ("cache_control", try mark(image.cache)))
    }

    private mutating func writeFile(_ file: Part.File) throws(Refusal) -> JSONValue? {
        let source: JSONValue
        switch file.source {
        case .url(let url): source = .object(("type", .string("url")), ("url", .string(url)))
        case .text(let text):
            // The vendor refuses a document without words as it does a text.
            if Self.isBlank(text) { return nil }
            source = Self.plain(text)
        case .inline(let type, let base64) where Self.essence(type) == "application/pdf":
            source = Self.inline("application/pdf", base64)
        case .inline(let type, let base64):
            guard Self.isText(Self.essence(type)), let text = Base64Text.decode(base64) else {
                throw Refusal(
                    .untranslatable,
                    "The model that would serve this takes PDF and text files only. Send the file as one of them, or ask "
                        + "for a route whose model speaks this dialect.",
                    parameter: ConversationField.fileInline.rawValue
                )
            }
            if Self.isBlank(text) { return nil }
            source = Self.plain(text)
        case .vendorID:
            try losses.lose(.vendorFile)
            return nil
        }
        return .object(
            ("type", .string("document")),
            ("source", source),
            ("title", file.name.map { .string($0) }),
            ("citations", file.wantsCitations ? .object(("enabled", .bool(true))) : nil),
            ("cache_control", try mark(file.cache))
        )
    }

    private static func inline(_ type: String, _ base64: String) -> JSONValue {
        .object(("type", .string("base64")), ("media_type", .string(type)), ("data", .string(base64)))
    }

    private static func plain(_ text: String) -> JSONValue {
        .object(("type", .string("text")), ("media_type", .string("text/plain")), ("data", .string(text)))
    }

    /// A media type without its parameters.
    private static func essence(_ type: String) -> String {
        let essence = type.prefix { $0 != ";" }.lowercased()
        return essence.last == " " ? String(essence.dropLast()) : essence
    }

    private static func isText(_ essence: String) -> Bool {
        essence.hasPrefix("text/") || essence.hasSuffix("+json") || essence.hasSuffix("+xml")
            || ["application/json", "application/xml", "application/yaml", "application/x-yaml", "application/jsonl"]
                .contains(essence)
    }

    private mutating func writeReasoning(_ reasoning: Reasoning) throws(Refusal) -> JSONValue? {
        switch reasoning.seal {
        case nil:
            try losses.lose(.reasoningContent)
            return nil
        case .signature(let signature):
            return .object(
                ("type", .string("thinking")),
                ("thinking", .string(reasoning.text)),
                ("signature", .string(signature))
            )
        case .encrypted(let data):
            return .object(("type", .string("redacted_thinking")), ("data", .string(data)))
        }
    }

    /// The vendor takes letters, digits, `_` and `-`. Others become their numbers, the same in call and result.
    static func callID(_ id: String) -> String {
        guard !id.isEmpty else { return "toolu_0" }
        let isPlain = id.utf8.allSatisfy(isIDByte)
        if isPlain { return id }
        var plain = ""
        for byte in id.utf8 {
            plain += isIDByte(byte) ? String(UnicodeScalar(byte)) : "_" + String(byte, radix: 16)
        }
        return plain
    }

    private static func isIDByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
            || byte == 0x2D
    }
}
