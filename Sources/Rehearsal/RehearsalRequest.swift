import Domain
import JSON

/// What a request for a conversation asks, whatever its dialect.
struct RehearsalRequest {
    struct Tool {
        var name: String
        var schema: JSONValue
    }

    enum ToolChoice: Equatable {
        case auto
        case never
        case any
        case named(String)
    }

    /// What the text must be.
    enum Format: Equatable {
        case text
        case anyObject
        case schema(JSONValue)
    }

    var model: String
    var streams = false
    /// Chat Completions tells a stream's usage only on demand; the others always do.
    var includesStreamUsage = false
    var lastUserText = ""
    /// A tool has answered and nobody spoke since: calling it again would never end.
    var endsWithToolResult = false
    var tools: [Tool] = []
    var toolChoice = ToolChoice.auto
    var mayCallSeveral = true
    var format = Format.text
    /// In tokens; nil: unlimited.
    var outputLimit: Int?
    var inputTokens = 0
    /// The request itself, for dialects whose answers repeat parts of it.
    var fields: JSONValue

    init(_ fields: JSONValue) throws(RehearsalProblem) {
        guard case .object = fields else { throw RehearsalProblem("The request body must be a JSON object.") }
        guard let model = fields["model"]?.string, !model.isEmpty else {
            throw RehearsalProblem("`model` must be a text that names a model.", parameter: "model")
        }
        self.model = model
        self.fields = fields
        streams = try fields.flag("stream") ?? false
    }

    /// The name in answers: no reader can take it for a real model's.
    var reportedModel: String { "\(RehearsalModel.name)/\(model)" }

    /// Checks that a choice by name names something.
    mutating func choose(_ choice: ToolChoice) throws(RehearsalProblem) {
        switch choice {
        case .auto, .never: break
        case .any where tools.isEmpty:
            throw RehearsalProblem("A tool is required, but none is declared.", parameter: "tool_choice")
        case .any: break
        case .named(let name) where !tools.contains { $0.name == name }:
            throw RehearsalProblem("The tool that is required is not declared in `tools`.", parameter: "tool_choice")
        case .named: break
        }
        toolChoice = choice
    }
}

extension JSONValue {
    /// nil where the key is absent or null.
    func flag(_ key: String) throws(RehearsalProblem) -> Bool? {
        guard let value = self[key], !value.isNull else { return nil }
        guard let flag = value.bool else {
            throw RehearsalProblem("`\(key)` must be true or false.", parameter: key)
        }
        return flag
    }

    /// nil where the key is absent or null.
    func count(_ key: String) throws(RehearsalProblem) -> Int? {
        guard let value = self[key], !value.isNull else { return nil }
        guard let count = value.integer, count >= 1 else {
            throw RehearsalProblem("`\(key)` must be a whole number of at least 1.", parameter: key)
        }
        return count
    }

    /// Objects of a list under a key; empty where it is absent or null.
    func objects(_ key: String) throws(RehearsalProblem) -> [JSONValue] {
        guard let value = self[key], !value.isNull else { return [] }
        guard let elements = value.elements, elements.allSatisfy({ $0.members != nil }) else {
            throw RehearsalProblem("`\(key)` must be a list of objects.", parameter: key)
        }
        return elements
    }

    /// The text of a message's content: a bare text, or the texts of its parts.
    var contentText: String {
        if let string { return string }
        return (elements ?? []).compactMap { $0["text"]?.string }.joined(separator: "\n")
    }
}
