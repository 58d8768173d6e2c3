/// What a gate said, with the numbers it said it by.
package struct GateDecision: Sendable, Hashable {
    package let outcome: GateOutcome
    /// One-sided, at the gate's confidence.
    package let lower: Double
    /// One-sided, at the gate's confidence.
    package let upper: Double
    package let limit: Double
    package let confidence: Confidence
    package let scored: Int
    /// Trials without a verdict: unscored, or in error.
    package let unscored: Int
    package let minimumScored: Double

    /// Nil when nothing was tried.
    package var scoredFraction: Double? {
        scored + unscored == 0 ? nil : Double(scored) / Double(scored + unscored)
    }
}
