/// The chance that an attacker who tries k times hits at least once, averaged over prompts with equal weight.
///
/// For one prompt 1 − C(n−c, k)/C(n, k), unbiased for 1 − (1−p)^k (Chen et al., arXiv 2107.03374, §2.1).
package struct HitAtK: Sendable, Hashable {
    package let k: Int
    /// Prompts with at least k scored trials.
    package let prompts: Int
    /// Prompts left out because fewer than k of their trials were scored; shown, for they are not a random choice.
    package let leftOut: Int
    package let rate: Double

    /// One count a prompt. Nil when no prompt has k scored trials, or k is not positive.
    package init?(_ attempts: [Count], k: Int) {
        let rates = attempts.compactMap { Self.rate($0, k: k) }
        guard !rates.isEmpty else { return nil }
        self.k = k
        prompts = rates.count
        leftOut = attempts.count - rates.count
        rate = rates.reduce(0, +) / Double(rates.count)
    }

    /// For one prompt; nil with fewer than k scored trials.
    package static func rate(_ count: Count, k: Int) -> Double? {
        guard k > 0, count.scored >= k else { return nil }
        // Fewer passes than k: every choice of k contains a hit. The product then has a zero factor, and stays zero.
        var missed = 1.0
        for step in 0..<k {
            missed *= max(0, Double(count.passes - step)) / Double(count.scored - step)
        }
        return 1 - missed
    }

    /// Wilson's interval with one trial a prompt: exact in kind when k = n, and cautious below, since values within 0…1
    /// of mean p have at most the variance p(1−p).
    package func estimate(confidence: Confidence) -> Estimate {
        let bounds = WilsonInterval.bounds(
            rate: rate,
            trials: Double(prompts),
            quantile: confidence.twoSidedQuantile
        )
        return Estimate(
            .hitAtK,
            point: rate,
            from: bounds.lowerBound,
            to: bounds.upperBound,
            confidence: confidence,
            scored: prompts
        )
    }
}
