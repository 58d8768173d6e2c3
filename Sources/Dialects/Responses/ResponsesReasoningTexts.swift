import JSON

/// The words of a reasoning item, in requests and in answers.
struct ResponsesReasoningTexts {
    /// Several summaries are paragraphs of one.
    static let separator = "\n\n"

    private(set) var content = ""
    private(set) var summary = ""
    private(set) var seal: Reasoning.Seal?
    private(set) var isWellFormed = true

    init(_ item: JSONValue) {
        content = texts(item["content"], separator: "")
        summary = texts(item["summary"], separator: Self.separator)
        seal = item["encrypted_content"]?.string.map { .encrypted($0) }
    }

    private mutating func texts(_ value: JSONValue?, separator: String) -> String {
        guard let value, !value.isNull else { return "" }
        let texts = value.elements?.compactMap { $0["text"]?.string }
        if texts == nil || texts?.count != value.elements?.count { isWellFormed = false }
        return (texts ?? []).joined(separator: separator)
    }

    /// The seal goes to the last one; a seal without words is a part of its own.
    var parts: [Part] {
        var parts: [Reasoning] = []
        if !content.isEmpty { parts.append(Reasoning(content)) }
        if !summary.isEmpty || (seal != nil && parts.isEmpty) { parts.append(Reasoning(summary, isSummary: true)) }
        if let last = parts.indices.last { parts[last].seal = seal }
        return parts.map { .reasoning($0) }
    }
}
