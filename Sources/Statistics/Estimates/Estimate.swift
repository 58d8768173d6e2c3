/// A point with its interval, its confidence and its number of trials, all from one estimator.
///
/// Made only in this module, so that no report can put one method's point beside another's interval. The point always
/// lies in the interval, and the interval never has zero width.
package struct Estimate: Sendable, Hashable {
    package let estimator: Estimator
    package let point: Double
    package let interval: ClosedRange<Double>
    /// Two-sided: how often the interval contains the true value.
    package let confidence: Confidence
    /// The trials (or pairs, or prompts) that were scored.
    package let scored: Int
    /// What `scored` is worth in independent trials; the same number unless trials hang together.
    package let effective: Double

    init(
        _ estimator: Estimator,
        point: Double,
        from lower: Double,
        to upper: Double,
        confidence: Confidence,
        scored: Int,
        effective: Double? = nil
    ) {
        self.estimator = estimator
        self.point = point
        // The formulas put the point inside; the last binary digit may not.
        interval = min(lower, point)...max(upper, point)
        self.confidence = confidence
        self.scored = scored
        self.effective = effective ?? Double(scored)
    }
}
