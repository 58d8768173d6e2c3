/// What an attack gets to work on: filled texts, nothing random left in them.
package struct Ask: Sendable, Hashable {
    package var text: String
    package var language: String
    package var system: String?

    package init(text: String, language: String, system: String?) {
        self.text = text
        self.language = language
        self.system = system
    }
}

/// What an attack makes of it.
package struct Approach: Sendable, Hashable {
    /// Turns put before the user's first words: forged history, examples, filler.
    package var before: [Turn]
    /// What is said, one request each. Of several, all but the last stay outside a carrier.
    package var says: [String]
    package var prefill: String?

    package init(before: [Turn] = [], says: [String], prefill: String? = nil) {
        self.before = before
        self.says = says
        self.prefill = prefill
    }
}
