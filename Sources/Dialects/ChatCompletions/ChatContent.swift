import JSON

/// `content` of an answer, whole or a fragment: a string, or the parts that some servers make of it.
enum ChatContent {
    enum Piece: Equatable {
        case text(String)
        case reasoning(String)
        case other
    }

    /// Nothing empty; nil: neither a string nor an array.
    static func read(_ content: JSONValue) -> [Piece]? {
        if let text = content.string { return text.isEmpty ? [] : [.text(text)] }
        guard let elements = content.elements else { return nil }
        return elements.flatMap { element -> [Piece] in
            switch element["type"]?.string {
            case "text", "output_text":
                guard let text = element["text"]?.string, !text.isEmpty else { return [] }
                return [.text(text)]
            case "thinking":
                // Mistral: a list of parts again.
                let inner = element["thinking"].flatMap { read($0) } ?? []
                return inner.map { piece in if case .text(let text) = piece { .reasoning(text) } else { piece } }
            default: return [.other]
            }
        }
    }
}
