import Domain
import JSON

@testable import Dialects

/// A request taken apart.
struct Found {
    let request: ConversationRequest

    init(_ request: ConversationRequest) {
        self.request = request
    }

    var parts: [Part] { request.turns.flatMap(\.parts) }

    private static func isInstruction(_ turn: Turn) -> Bool { turn.role == .system || turn.role == .developer }

    /// Instructions before everything else.
    var leading: ArraySlice<Turn> { request.turns.prefix(while: Self.isInstruction) }
    var later: [Turn] { request.turns.dropFirst(leading.count).filter(Self.isInstruction) }

    func words(_ roles: [Turn.Role]) -> [(role: Turn.Role, text: String)] {
        request.turns.filter { roles.contains($0.role) }.flatMap { turn in
            Self.texts(turn.parts).map { (turn.role, $0) }
        }
    }

    static func texts(_ parts: [Part]) -> [String] {
        parts.compactMap { if case .text(let text) = $0 { text.text } else { nil } }
    }

    func texts(_ parts: [Part]) -> [String] { Self.texts(parts) }

    var calls: [ToolCall] { parts.compactMap { if case .toolCall(let call) = $0 { call } else { nil } } }
    var results: [ToolResult] { parts.compactMap { if case .toolResult(let result) = $0 { result } else { nil } } }

    func results(of call: ToolCall) -> [String] {
        results.filter { $0.callID == call.id }.map { texts($0.parts).joined(separator: "|") }
    }

    var allowedTools: [String]? {
        guard case .allowed(let names, let isRequired)? = request.toolChoice else { return nil }
        return [isRequired ? "required" : "auto"] + names
    }

    var reasoning: [Reasoning] {
        parts.compactMap { if case .reasoning(let reasoning) = $0 { reasoning } else { nil } }
    }

    var prefill: [String] {
        guard let last = request.turns.last, last.role == .assistant, case .text(let text)? = last.parts.last else {
            return []
        }
        return [text.text]
    }

    var schema: JSONValue? {
        if case .schema(_, _, let schema, _)? = request.format { schema } else { nil }
    }

    // MARK: Images and files

    private func images(_ parts: [Part]) -> [Part.Image] {
        parts.compactMap { if case .image(let image) = $0 { image } else { nil } }
    }

    private var files: [Part.File] { parts.compactMap { if case .file(let file) = $0 { file } else { nil } } }

    func images(_ field: ConversationField) -> [String] {
        images(parts).compactMap { image in
            switch (image.source, field) {
            case (.url(let url), .imageURL): url
            case (.inline(let type, let base64), .imageInline): "\(type) \(base64)"
            case (_, .imageDetail): image.detail
            default: nil
            }
        }
    }

    var resultImages: [String] { results.flatMap { images($0.parts) }.map { "\($0.source)" } }
    var userImages: [String] {
        request.turns.filter { $0.role == .user }.flatMap { images($0.parts) }.map { "\($0.source)" }
    }

    func files(_ field: ConversationField) -> [String] {
        files.compactMap { file in
            switch (file.source, field) {
            case (.url(let url), .fileURL): url
            case (.inline(let type, let base64), .fileInline): "\(type) \(base64)"
            case (.text(let text), .fileText): text
            default: nil
            }
        }
    }

    /// Inline text files in plain words.
    var decodedFiles: [String] {
        files.compactMap { file in
            if case .inline("text/plain", let base64) = file.source { Base64Text.decode(base64) } else { nil }
        }
    }

    var vendorFiles: [String] {
        let sources = images(parts).map(\.source) + files.map(\.source)
        let named = sources.compactMap { if case .vendorID(let id) = $0 { id } else { nil } }
        return named + (request.foreign.contains(.vendorFile) ? ["container"] : [])
    }

    var citations: [String] {
        files.filter(\.wantsCitations).map { $0.name ?? "file" }
    }

    var citedSources: [String] {
        parts.compactMap { if case .text(let text) = $0, text.hasCitations { text.text } else { nil } }
    }

    var cacheMarks: [CacheMark] {
        request.tools.compactMap(\.cache)
            + parts.compactMap { part in
                switch part {
                case .text(let text): text.cache
                case .image(let image): image.cache
                case .file(let file): file.cache
                case .toolCall(let call): call.cache
                case .toolResult(let result): result.cache
                case .audio, .reasoning, .refusal: nil
                }
            }
    }
}
