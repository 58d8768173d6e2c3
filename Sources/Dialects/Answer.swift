package import Domain
import JSON

/// What a plain answer says of itself.
package struct Answer: Sendable, Equatable {
    package var id: String?
    package var model: String?
    package var usage: Usage
    package var finishReason: String?
    /// The model declined, in a field made for it; a refusal in words is not seen here.
    package var isRefusal: Bool
    /// The seals of its reasoning.
    package var seals: [String] = []

    /// nil when the body is no JSON object from its first byte to its last, or holds neither an answer nor an error: then it
    /// is no answer of this operation.
    package static func read(_ body: UnsafeRawBufferPointer, as operation: Operation) -> Answer? {
        guard let facts = try? operation.dialect.profile.facts(in: body, wantsIdentity: true, known: UsageFields())
        else { return nil }
        guard facts.hasAnswer || facts.hasError || facts.kind == .error else { return nil }
        return Answer(
            id: facts.id,
            model: facts.model,
            usage: facts.usage.usage,
            finishReason: facts.finishReason,
            isRefusal: facts.hasRefusal,
            seals: facts.mayHoldSeals ? SealFinder.seals(in: body) : []
        )
    }
}
