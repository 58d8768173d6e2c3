package import Domain

/// What a request asks of a model beyond text.
package struct RequestNeeds: OptionSet, Sendable, Hashable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    package static let tools = RequestNeeds(rawValue: 1)
    /// The history holds calls of tools side by side, which not every model's template can put into words.
    package static let parallelTools = RequestNeeds(rawValue: 2)
    package static let images = RequestNeeds(rawValue: 4)
    package static let files = RequestNeeds(rawValue: 8)
    /// What is not text: it takes room in a context that its bytes do not tell.
    package static let media: RequestNeeds = [.images, .files]
    package static let jsonSchema = RequestNeeds(rawValue: 16)
    package static let reasoning = RequestNeeds(rawValue: 32)
    /// The caller began the assistant's answer.
    package static let prefill = RequestNeeds(rawValue: 64)
    /// Names something that exists at one vendor account only: a file, an earlier response, a conversation.
    package static let foreignIDs = RequestNeeds(rawValue: 128)
    /// The history holds reasoning that only the model that made it takes back.
    package static let sealedReasoning = RequestNeeds(rawValue: 256)
    /// The history holds thinking with an empty signature: of a model of another dialect, so that none of this dialect takes
    /// it.
    package static let unsealedReasoning = RequestNeeds(rawValue: 512)
    /// The history holds reasoning that not every model takes back.
    package static let foreignReasoning: RequestNeeds = [.sealedReasoning, .unsealedReasoning]

    /// The conversation has answers in it already.
    package static let history = RequestNeeds(rawValue: 1024)

    /// What a model must declare to take the request and does not; the first of it.
    package func missing(of declared: Set<Capability>) -> Capability? {
        guard rawValue & Self.declared != 0 else { return nil }
        return Self.pairs.first { contains($0) && !declared.contains($1) }?.1
    }

    /// What asks for the capability; nil: no need of a conversation does.
    package static func of(_ capability: Capability) -> RequestNeeds? { pairs.first { $0.1 == capability }?.0 }

    private static let declared = pairs.reduce(0) { $0 | $1.0.rawValue }

    /// Where it is called from other modules, `isDisjoint` is a generic function of two thousand instructions.
    package func hasAny(of others: RequestNeeds) -> Bool { rawValue & others.rawValue != 0 }

    /// What a request can need of a model at all.
    package static var checked: [Capability] { pairs.map(\.1) }

    private static let pairs: [(RequestNeeds, Capability)] = [
        (.tools, .tools), (.parallelTools, .parallelTools), (.images, .images), (.files, .files),
        (.jsonSchema, .jsonSchema), (.reasoning, .reasoning), (.prefill, .prefill),
    ]
}
