/// What a gate says. Doubt of any kind is `inconclusive`: never a pass, and never a breach either.
package enum GateOutcome: Sendable, Hashable {
    case certified
    case refused
    case inconclusive(Doubt)

    package enum Doubt: String, Sendable, CaseIterable {
        case nothingScored = "nothing_scored"
        /// Less than the minimum share of the trials has a verdict.
        case tooLittleScored = "too_little_scored"
        /// The limit lies between the bounds: more trials would tell.
        case boundsSpanLimit = "bounds_span_limit"
    }

    /// The one rule of every gate. `lower` and `upper` are one-sided bounds, so each wrong answer has probability α.
    static func judge(
        lower: Double,
        upper: Double,
        limit: Double,
        scored: Int,
        unscored: Int,
        minimumScored: Double
    ) -> GateOutcome {
        if scored == 0 { return .inconclusive(.nothingScored) }
        // Divided, not multiplied: 7 of 100 is exactly what 0.07 is rounded to, and 0.07 × 100 is more than 7.
        if Double(scored) / Double(scored + unscored) < minimumScored { return .inconclusive(.tooLittleScored) }
        if upper <= limit { return .certified }
        if lower > limit { return .refused }
        return .inconclusive(.boundsSpanLimit)
    }
}
