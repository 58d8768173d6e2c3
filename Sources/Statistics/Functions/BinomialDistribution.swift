#if canImport(Glibc)
    import Glibc
#endif

/// The number of hits in a fixed number of independent trials.
package struct BinomialDistribution: Sendable, Hashable {
    package let trials: Int
    package let rate: Double

    package init(trials: Int, rate: Double) {
        precondition(trials >= 0 && rate >= 0 && rate <= 1, "binomial: trials not negative, rate in 0…1")
        self.trials = trials
        self.rate = rate
    }

    /// P(X = hits).
    package func mass(_ hits: Int) -> Double {
        guard hits >= 0, hits <= trials else { return 0 }
        if rate == 0 { return hits == 0 ? 1 : 0 }
        if rate == 1 { return hits == trials ? 1 : 0 }
        let passes = trials - hits
        return exp(LogGamma.choose(trials, hits) + Double(hits) * log(rate) + Double(passes) * log1p(-rate))
    }

    /// P(X ≤ hits) = I_{1−p}(n−k, k+1) (DLMF 8.17.5).
    package func atMost(_ hits: Int) -> Double {
        if hits < 0 { return 0 }
        if hits >= trials { return 1 }
        return IncompleteBeta.value(1 - rate, Double(trials - hits), Double(hits) + 1)
    }

    /// P(X ≥ hits) = I_p(k, n−k+1), not one minus something, so that small tails keep their digits.
    package func atLeast(_ hits: Int) -> Double {
        if hits <= 0 { return 1 }
        if hits > trials { return 0 }
        return IncompleteBeta.value(rate, Double(hits), Double(trials - hits) + 1)
    }
}
