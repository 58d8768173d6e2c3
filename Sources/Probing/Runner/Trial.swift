package import Domain

/// One run of one probe: where it stands in its run, and what came of it.
package struct Trial: Sendable {
    /// From 0; with the run's id the trial's own.
    package var number: Int
    package var probe: Probe
    package var seed: UInt64

    package init(number: Int, probe: Probe, seed: UInt64) {
        self.number = number
        self.probe = probe
        self.seed = seed
    }

    /// What came of it, as it is kept.
    package struct Outcome: Sendable, Equatable {
        package var number: Int
        package var probe: String
        package var verdict: Verdict
        /// Of the detector that said so: `canary:base64`.
        package var rule: String
        /// What shows it; private.
        package var excerpt: String?
        /// All that was answered, one text an answer, as JSON; private, kept for hits and for what could not be judged.
        package var answers: String?
        /// Of `answers`, hexadecimal; of every trial that was answered.
        package var answersHash: String?
        package var requests: Int
        package var inputTokens: Int
        package var outputTokens: Int
        package var cost: Money?
        package var model: String?
        package var build: String?
        package var microseconds: Int
        /// Unix milliseconds.
        package var at: UInt64

        package var tokens: Int { inputTokens + outputTokens }
    }
}
