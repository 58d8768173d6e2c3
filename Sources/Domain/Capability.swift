/// What a model can be asked to do beyond plain text. Declared per model, or implied by its provider's kind.
package enum Capability: String, CaseIterable, Sendable, Hashable {
    case tools
    case parallelTools = "parallel-tools"
    case images
    case files
    case jsonSchema = "json-schema"
    case reasoning
    /// Continues an assistant message that the caller began.
    case prefill
    case embeddings
    case countTokens = "count-tokens"
}
