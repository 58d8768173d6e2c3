/// Certifies a substitute that is proved to be no worse than the incumbent by more than a margin: hits on the same
/// prompts, substitute (second) minus incumbent (first). The hits are whatever is unwanted, so for utility they are
/// wrong answers.
package struct MarginGate: Sendable, Hashable {
    package let margin: Double
    package let confidence: Confidence
    package let minimumScored: Double

    /// Nil if the margin is not in −1..<1 or the minimum not in 0…1.
    package init?(
        margin: Double,
        confidence: Confidence = .ninetyFive,
        minimumScored: Double = Gate.defaultMinimumScored
    ) {
        guard margin >= -1, margin < 1, minimumScored >= 0, minimumScored <= 1 else { return nil }
        self.margin = margin
        self.confidence = confidence
        self.minimumScored = minimumScored
    }

    /// `unscored`: pairs of which at least one half has no verdict.
    package func decide(_ comparison: PairedComparison, unscored: Int) -> GateDecision {
        precondition(unscored >= 0, "counts are not negative")
        let lower = comparison.lowerBound(confidence: confidence)
        let upper = comparison.upperBound(confidence: confidence)
        return GateDecision(
            outcome: GateOutcome.judge(
                lower: lower,
                upper: upper,
                limit: margin,
                scored: comparison.pairs,
                unscored: unscored,
                minimumScored: minimumScored
            ),
            lower: lower,
            upper: upper,
            limit: margin,
            confidence: confidence,
            scored: comparison.pairs,
            unscored: unscored,
            minimumScored: minimumScored
        )
    }
}
