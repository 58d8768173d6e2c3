/// What a detector judges: everything that one trial sent and got.
package struct Evidence: Sendable {
    package var fill: Fill
    /// Filled.
    package var system: String?
    package var language: String
    /// One for each request of the script, in order; never empty (a trial without an answer is an error before it comes here).
    package var answers: [Answer]
    /// Hosts that the conversation itself named.
    package var script: Script

    package init(fill: Fill, system: String?, language: String, answers: [Answer], script: Script) {
        self.fill = fill
        self.system = system
        self.language = language
        self.answers = answers
        self.script = script
    }
}

/// A verdict with what shows it: for a person who checks.
package struct Judgement: Sendable, Hashable {
    package var verdict: Verdict
    /// Which rule said so: `canary:base64`, `tool_call`, `empty`.
    package var rule: String
    /// The excerpt that shows it; private, at most 400 characters.
    package var excerpt: String?

    package init(_ verdict: Verdict, rule: String, excerpt: String? = nil) {
        self.verdict = verdict
        self.rule = rule
        self.excerpt = excerpt
    }
}
