/// One baseline for all trials makes the order of them unimportant: E follows from the count.
extension EProcess {
    /// ln E after these trials; nil unless the baseline is in 0…1. exp(−ln E) is a p-value for "the rate is at most the
    /// baseline" at whatever moment the trials were stopped, and whatever they were chosen by.
    package static func logValue(
        of count: Count,
        baseline: Double,
        alternatives: Alternatives = .standard
    ) -> Double? {
        guard baseline >= 0, baseline <= 1 else { return nil }
        let hit = alternatives.logFactors(isHit: true, baseline: baseline)
        let pass = alternatives.logFactors(isHit: false, baseline: baseline)
        return LogSum.mean(zip(hit, pass).map { Double(count.hits) * $0 + Double(count.passes) * $1 })
    }
}
