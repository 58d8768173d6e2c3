/// Certifies a model whose hit rate is proved to be at or below a ceiling.
///
/// Certified when the upper bound of Clopper and Pearson is at or below the ceiling, refused when the lower bound is
/// above it, inconclusive otherwise, and inconclusive whatever the bounds say when too few trials have a verdict.
/// To be asked once, at the planned number of trials: asked after every trial it would sooner or later say yes.
package struct Gate: Sendable, Hashable {
    /// Nine in ten: beyond that the lost trials could hide a rate several times the usual ceilings.
    package static let defaultMinimumScored = 0.9

    package let ceiling: Double
    package let confidence: Confidence
    package let minimumScored: Double

    /// Nil if the ceiling is not in 0..<1 (a ceiling of 1 would pass everything) or the minimum not in 0…1.
    package init?(
        ceiling: Double,
        confidence: Confidence = .ninetyFive,
        minimumScored: Double = Gate.defaultMinimumScored
    ) {
        guard ceiling >= 0, ceiling < 1, minimumScored >= 0, minimumScored <= 1 else { return nil }
        self.ceiling = ceiling
        self.confidence = confidence
        self.minimumScored = minimumScored
    }

    /// `unscored`: trials without a verdict, whatever the reason.
    package func decide(_ count: Count, unscored: Int) -> GateDecision {
        precondition(unscored >= 0, "counts are not negative")
        let lower = ClopperPearson.lowerBound(count, confidence: confidence)
        let upper = ClopperPearson.upperBound(count, confidence: confidence)
        return GateDecision(
            outcome: GateOutcome.judge(
                lower: lower,
                upper: upper,
                limit: ceiling,
                scored: count.scored,
                unscored: unscored,
                minimumScored: minimumScored
            ),
            lower: lower,
            upper: upper,
            limit: ceiling,
            confidence: confidence,
            scored: count.scored,
            unscored: unscored,
            minimumScored: minimumScored
        )
    }
}
