/// The rate over trials that hang together, as the trials of one goal do: ten tries at one goal say less about *goals*
/// than one try at each of ten.
///
/// `standardError` and `designEffect` are those of Miller (arXiv 2411.00640, appendix A):
/// SE² = n⁻² Σ_c (Σ_{i∈c} (s_i − s̄))² · C/(C−1), and deff = max(1, SE²/SE²_iid).
///
/// The interval is Wilson's on n_eff = n/deff, with two corrections without which it fails where it matters. A few
/// clusters with a rare hit look independent by chance, and no hits at all, or one cluster, say nothing about
/// clustering; so n_eff is computed as if there were two clusters more, of mean size, one all hits and one none. And
/// deff is itself estimated, so n_eff is multiplied by (z/t)² with C+1 degrees of freedom (Korn and Graubard, Surv.
/// Methodol. 24, 1998). The price is width when clusters are few: the
/// trials of ten clusters, however many, are worth some forty at most, and about ten where hits are rare.
package struct ClusteredRate: Sendable, Hashable {
    /// One count a cluster; those in which nothing was scored are dropped.
    package let clusters: [Count]
    package let total: Count

    package init(_ clusters: [Count]) {
        self.clusters = clusters.filter { $0.scored > 0 }
        total = clusters.reduce(.none, +)
    }

    /// Nil with fewer than two clusters: their spread is unknown.
    package var standardError: Double? {
        guard clusters.count > 1 else { return nil }
        return Self.variance(of: clusters.map { Weighted($0) }).squareRoot()
    }

    /// At least 1. Nil with fewer than two clusters, and when all trials agree: then it is 0/0.
    package var designEffect: Double? {
        guard clusters.count > 1, total.hits > 0, total.passes > 0 else { return nil }
        return Self.designEffect(of: clusters.map { Weighted($0) })
    }

    /// Nil when nothing was scored.
    package func estimate(confidence: Confidence) -> Estimate? {
        guard total.scored > 0 else { return nil }
        let rate = Double(total.hits) / Double(total.scored)
        let z = confidence.twoSidedQuantile
        let effective = effectiveTrials(confidence: confidence, z: z)
        let bounds = WilsonInterval.bounds(rate: rate, trials: effective, quantile: z)
        return Estimate(
            .clusteredWilson,
            point: rate,
            from: bounds.lowerBound,
            to: bounds.upperBound,
            confidence: confidence,
            scored: total.scored,
            effective: effective
        )
    }

    private func effectiveTrials(confidence: Confidence, z: Double) -> Double {
        let size = Double(total.scored) / Double(clusters.count)
        let imagined = [Weighted(hits: size, scored: size), Weighted(hits: 0, scored: size)]
        let effect = Self.designEffect(of: clusters.map { Weighted($0) } + imagined)
        let t = StudentDistribution(freedom: Double(clusters.count) + 1).upperQuantile(confidence.alpha / 2)
        return Double(total.scored) / effect * (z / t) * (z / t)
    }

    private struct Weighted {
        let hits: Double
        let scored: Double

        init(_ count: Count) {
            self.init(hits: Double(count.hits), scored: Double(count.scored))
        }

        init(hits: Double, scored: Double) {
            self.hits = hits
            self.scored = scored
        }
    }

    private static func designEffect(of clusters: [Weighted]) -> Double {
        let scored = clusters.reduce(0) { $0 + $1.scored }
        let rate = clusters.reduce(0) { $0 + $1.hits } / scored
        return max(1, variance(of: clusters) / (rate * (1 - rate) / scored))
    }

    private static func variance(of clusters: [Weighted]) -> Double {
        let scored = clusters.reduce(0) { $0 + $1.scored }
        let rate = clusters.reduce(0) { $0 + $1.hits } / scored
        let squares = clusters.reduce(0) { sum, cluster in
            let surplus = cluster.hits - cluster.scored * rate
            return sum + surplus * surplus
        }
        let count = Double(clusters.count)
        return squares / (scored * scored) * count / (count - 1)
    }
}
