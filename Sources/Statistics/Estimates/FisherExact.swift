#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Whether two counts could come from one rate, exactly, however small they are (Fisher, "The design of experiments", 1935).
package enum FisherExact {
    /// Two-sided: of all tables with the same margins, the probability of those no likelier than this one.
    package static func probability(_ one: Count, _ other: Count) -> Double {
        let (all, hits) = (one.scored + other.scored, one.hits + other.hits)
        guard all > 0 else { return 1 }
        let least = max(0, hits - other.scored)
        let most = min(hits, one.scored)
        func weight(_ first: Int) -> Double {
            exp(
                logChoose(one.scored, first) + logChoose(other.scored, hits - first) - logChoose(all, hits)
            )
        }
        let seen = weight(one.hits)
        // Equal ones differ in the last digit.
        let sum = (least...max(least, most)).map(weight).filter { $0 <= seen * (1 + 1e-9) }.reduce(0, +)
        return min(1, sum)
    }

    /// What several independent tests say together: −2 Σ ln p against χ² with two degrees of freedom each (Fisher 1925, §21.1).
    /// Of discrete tests the result is on the safe side. 1 where there are none.
    package static func combined(_ probabilities: [Double]) -> Double {
        guard !probabilities.isEmpty else { return 1 }
        let half = -probabilities.reduce(0) { $0 + log(max($1, .leastNormalMagnitude)) }
        // The upper tail for an even number of degrees has a closed form: e^(−x/2) Σ (x/2)^i / i!.
        var (term, sum) = (1.0, 1.0)
        for step in 1..<max(1, probabilities.count) {
            term *= half / Double(step)
            sum += term
        }
        return min(1, exp(-half) * sum)
    }

    private static func logChoose(_ n: Int, _ k: Int) -> Double {
        lgamma(Double(n) + 1) - lgamma(Double(k) + 1) - lgamma(Double(n - k) + 1)
    }
}
