/// Identifiers that a trial can seed: the words of `{id:KIND}` and of `Fill.identifiers`.
package enum IdentifierKind: String, Sendable, CaseIterable {
    case aadhaar, pan, gstin, upi, ifsc, card
}
