import Domain
import JSON

extension ResponsesInputWriter {
    /// A part of a message that is not the assistant's, or of a function's output.
    func inputPart(_ part: Part, _ losses: inout LossReport) throws(Refusal) -> JSONValue? {
        switch part {
        case .text(let text):
            if text.cache != nil { try losses.lose(.cacheControl) }
            return Self.text(text.text)
        case .image(let image): return try self.image(image, &losses)
        case .file(let file): return try self.file(file, &losses)
        case .refusal(let text): return Self.text(text)
        case .audio:
            try losses.lose(.audioInput)
            return nil
        case .reasoning(let reasoning):
            try losses.lose(reasoning.seal == nil ? .reasoningContent : .reasoningSeal)
            return nil
        // Turns hold these in places of their own.
        case .toolCall, .toolResult: return nil
        }
    }

    private static func text(_ text: String) -> JSONValue {
        .object(("type", .string("input_text")), ("text", .string(text)))
    }

    private func image(_ image: Part.Image, _ losses: inout LossReport) throws(Refusal) -> JSONValue? {
        if image.cache != nil { try losses.lose(.cacheControl) }
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
            ("type", .string("input_image")),
            ("image_url", .string(url)),
            ("detail", .string(image.detail ?? "auto"))
        )
    }

    private func file(_ file: Part.File, _ losses: inout LossReport) throws(Refusal) -> JSONValue? {
        if file.cache != nil { try losses.lose(.cacheControl) }
        if file.wantsCitations { try losses.lose(.citations) }
        switch file.source {
        case .url(let url):
            return .object(("type", .string("input_file")), ("file_url", .string(url)))
        case .inline(let mediaType, let base64):
            return .object(
                ("type", .string("input_file")),
                ("filename", .string(file.name ?? DataURL.fileName(for: mediaType))),
                ("file_data", .string(DataURL.text(mediaType: mediaType, base64: base64)))
            )
        case .text(let text):
            return Self.text(file.name.map { "\($0)\n\n\(text)" } ?? text)
        case .vendorID:
            try losses.lose(.vendorFile)
            return nil
        }
    }
}
