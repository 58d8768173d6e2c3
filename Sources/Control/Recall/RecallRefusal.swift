/// Why a recall may not move as asked: what stands in the way, and what to do.
package enum RecallRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    case unknown(String)
    case noSuchArrow(from: RecallState?, to: RecallState)
    case needsServer(RecallState)
    case needsPerson(RecallState)
    case needsToken
    case needsOtherPerson(String)
    case needsWaiver
    case needsEvidence
    case needsCertificate(model: String, recall: String, findings: [String])
    case unknownFinding(String)
    case badShare
    case shareNotLarger(Int)
    case shallower(RecallDepth)
    case wasDeclared
    case awareInFuture
    case badNotice

    package var description: String {
        switch self {
        case .unknown(let id): "There is no recall `\(id.prefix(64))`. `holdfast recalls` lists them."
        case .noSuchArrow(let from?, let to):
            "The recall is \(from.rawValue), and from there it cannot become \(to.rawValue). "
                + (from.next.isEmpty
                    ? "It is over." : "It can become: \(from.next.map(\.rawValue).joined(separator: ", ")).")
        case .noSuchArrow(nil, let to): "A recall does not begin as \(to.rawValue)."
        case .needsServer(let to): "Only the running server can say that a recall is \(to.rawValue)."
        case .needsPerson(let to): "Only a person can make a recall \(to.rawValue)."
        case .needsToken:
            "Without a token one may hold and declare. This needs an operator's token, in HOLDFAST_TOKEN. "
                + "`holdfast operator create NAME` makes one."
        case .needsOtherPerson(let id):
            "Whoever declared it (\(id)) cannot be who lifts it. Another operator must, with a token of their own."
        case .needsWaiver:
            "No other operator is registered. Say with --waiver why one person may lift it; it is recorded."
        case .needsEvidence:
            "Say what shows that the model may serve again: --evidence with a sentence, a file or a SHA-256."
        case .needsCertificate(let model, let recall, let findings):
            "The model `\(model)` has no certificate that was made under this recall"
                + (findings.isEmpty ? "" : " with the probes of \(findings.joined(separator: ", ")) among its trials")
                + ". Make one: holdfast certify \(model) --policy POLICY --recall \(recall)"
        case .unknownFinding(let id): "There is no finding `\(id.prefix(64))`. `holdfast findings` lists them."
        case .badShare: "A share is one of \(RecallMove.shares.map(String.init).joined(separator: ", ")) percent."
        case .shareNotLarger(let share): "It serves \(share) percent already; a step is larger than the one before it."
        case .shallower(let depth):
            "The hold reaches to \(depth.rawValue); a declaration cannot reach less far back."
        case .wasDeclared:
            "It was declared before it was held, so it is not released: declare it again with `holdfast recall ID`, and reinstate it from there."
        case .awareInFuture: "Nobody can have known of it in the future: give a time that has passed."
        case .badNotice:
            "A notice is plain text of at most \(RecallOrder.longestNotice) bytes, without line breaks and other control characters."
        }
    }
}
