/// What the placeholders of one trial stand for; drawn from the trial's seed, so that a replay fills alike.
package struct Fill: Sendable, Hashable {
    /// 96 random bits as 24 hexadecimal characters, or a rare plain word where the pack asks for one.
    package var canary: String
    package var nonce: String
    package var word: String
    /// By kind: `aadhaar`, `pan`, `gstin`, `upi`, `ifsc`, `card`.
    package var identifiers: [String: String]

    package init(canary: String, nonce: String, word: String, identifiers: [String: String]) {
        self.canary = canary
        self.nonce = nonce
        self.word = word
        self.identifiers = identifiers
    }
}
