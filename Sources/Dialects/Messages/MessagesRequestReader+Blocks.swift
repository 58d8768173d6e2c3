import Domain
import JSON

extension MessagesRequestReader {
    /// A message's or a tool result's content: a string or blocks.
    mutating func readBlocks(_ content: JSONValue, _ place: String) throws(Refusal) -> [Part] {
        if let text = content.string { return text.isEmpty ? [] : [.text(Part.Text(text))] }
        guard let blocks = content.elements else {
            throw Self.fault("`content` is a string or a list of blocks.", place)
        }
        var parts: [Part] = []
        for (index, block) in blocks.enumerated() { parts += try readBlock(block, "\(place)[\(index)]") }
        return parts
    }

    private mutating func readBlock(_ block: JSONValue, _ place: String) throws(Refusal) -> [Part] {
        switch block["type"]?.string {
        case nil: throw Self.fault("A block must say its `type`.", "\(place).type")
        case "text": return [try readText(block, place)]
        case "image": return [.image(try readImage(block, place))]
        case "document": return try readDocument(block, place)
        case "tool_use":
            if block["toolset_name"]?.isNull == false { note(.vendorTools) }
            return [.toolCall(try readToolCall(block, place))]
        case "tool_result":
            if block["toolset_name"]?.isNull == false { note(.vendorTools) }
            return [.toolResult(try readToolResult(block, place))]
        case "thinking":
            let signature = block["signature"]?.string ?? ""
            let text = block["thinking"]?.string ?? ""
            // An empty signature is ours: thinking of a model that signs nothing.
            let seal: Reasoning.Seal? = signature.isEmpty ? nil : .signature(signature)
            return text.isEmpty && seal == nil ? [] : [.reasoning(Reasoning(text, seal: seal))]
        case "redacted_thinking":
            let data = try RequestValue.text(block["data"], "\(place).data")
            return [.reasoning(Reasoning("", seal: .encrypted(data)))]
        case "container_upload": note(.vendorFile)
        case "server_tool_use", "mcp_tool_use", "tool_reference", "browser_state": note(.vendorTools)
        case let type? where type.hasSuffix("_tool_result"): note(.vendorTools)
        default: note(.vendorFeatures)
        }
        return []
    }

    func readText(_ block: JSONValue, _ place: String) throws(Refusal) -> Part {
        .text(
            Part.Text(
                try RequestValue.text(block["text"], "\(place).text"),
                cache: Self.cacheMark(block["cache_control"]),
                hasCitations: block["citations"]?.elements?.isEmpty == false
            )
        )
    }

    private mutating func readImage(_ block: JSONValue, _ place: String) throws(Refusal) -> Part.Image {
        if block["transformations"]?.members?.isEmpty == false { note(.vendorFeatures) }
        let source = try readSource(block["source"], "\(place).source")
        return Part.Image(source, cache: Self.cacheMark(block["cache_control"]))
    }

    private func readSource(_ source: JSONValue?, _ place: String) throws(Refusal) -> Part.Source {
        switch source?["type"]?.string {
        case "base64":
            return .inline(
                mediaType: try RequestValue.text(source?["media_type"], "\(place).media_type"),
                base64: try RequestValue.text(source?["data"], "\(place).data")
            )
        case "url": return .url(try RequestValue.text(source?["url"], "\(place).url"))
        case "file": return .vendorID(try RequestValue.text(source?["file_id"], "\(place).file_id"))
        case "text": return .text(try RequestValue.text(source?["data"], "\(place).data"))
        default: throw Self.fault("This kind of source is not known here.", "\(place).type")
        }
    }

    /// A document; what its caller says about it and images among its content stand beside it.
    private mutating func readDocument(_ block: JSONValue, _ place: String) throws(Refusal) -> [Part] {
        var parts: [Part] = []
        if let context = block["context"]?.string, !context.isEmpty { parts.append(.text(Part.Text(context))) }
        var file = Part.File(
            .text(""),
            name: block["title"]?.string,
            wantsCitations: block["citations"]?["enabled"]?.bool ?? false,
            cache: Self.cacheMark(block["cache_control"])
        )
        guard block["source"]?["type"]?.string == "content", let content = block["source"]?["content"] else {
            file.source = try readSource(block["source"], "\(place).source")
            return parts + [.file(file)]
        }
        var texts: [String] = []
        for part in try readBlocks(content, "\(place).source.content") {
            if case .text(let text) = part { texts.append(text.text) } else { parts.append(part) }
        }
        file.source = .text(texts.joined(separator: "\n\n"))
        return texts.isEmpty ? parts : parts + [.file(file)]
    }

    private func readToolCall(_ block: JSONValue, _ place: String) throws(Refusal) -> ToolCall {
        guard let input = block["input"], input.members != nil else {
            throw Self.fault("A tool's `input` is an object.", "\(place).input")
        }
        return ToolCall(
            id: try RequestValue.text(block["id"], "\(place).id"),
            name: try RequestValue.text(block["name"], "\(place).name"),
            arguments: MessagesArguments.text(input),
            cache: Self.cacheMark(block["cache_control"])
        )
    }

    private mutating func readToolResult(_ block: JSONValue, _ place: String) throws(Refusal) -> ToolResult {
        let content = block["content"] ?? .null
        return ToolResult(
            callID: try RequestValue.text(block["tool_use_id"], "\(place).tool_use_id"),
            parts: content.isNull ? [] : try readBlocks(content, "\(place).content").filter(\.isResultContent),
            isError: block["is_error"]?.bool ?? false,
            cache: Self.cacheMark(block["cache_control"])
        )
    }
}

extension Part {
    fileprivate var isResultContent: Bool {
        switch self {
        case .text, .image, .file: true
        case .audio, .toolCall, .toolResult, .reasoning, .refusal: false
        }
    }
}
