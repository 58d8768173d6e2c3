/// The mean of second minus first over pairs, with an interval. Two intervals are never compared for overlap instead.
///
/// SE = sd/√n over the differences (Miller, arXiv 2411.00640, §4), after two imagined pairs are added, one that goes
/// fully each way: so a comparison in which all pairs agree still has a width. For hits and passes this is the interval
/// of Bonett and Price (J. Educ. Behav. Stat. 37, 2012); the point is its centre, Σd/(n+2), a little nearer to zero
/// than the raw mean.
///
/// When a prompt is tried several times, or many prompts share a goal, the pair is the goal and the difference that of
/// its two rates.
package struct PairedComparison: Sendable, Hashable {
    package let pairs: Int
    private let sum: Double
    private let squares: Double

    package init(_ count: PairedCount) {
        pairs = count.pairs
        sum = Double(count.onlySecond - count.onlyFirst)
        squares = Double(count.onlySecond + count.onlyFirst)
    }

    /// Second minus first, each in −1…1.
    package init(differences: [Double]) {
        precondition(differences.allSatisfy { abs($0) <= 1 }, "differences of rates lie in −1…1")
        pairs = differences.count
        sum = differences.reduce(0, +)
        squares = differences.reduce(0) { $0 + $1 * $1 }
    }

    /// Nil without pairs.
    package func estimate(confidence: Confidence) -> Estimate? {
        guard pairs > 0 else { return nil }
        let half = confidence.twoSidedQuantile * standardError
        return Estimate(
            .pairedDifference,
            point: mean,
            from: max(-1, mean - half),
            to: min(1, mean + half),
            confidence: confidence,
            scored: pairs
        )
    }

    /// One-sided; 1 without pairs.
    package func upperBound(confidence: Confidence) -> Double {
        pairs == 0 ? 1 : min(1, mean + confidence.oneSidedQuantile * standardError)
    }

    /// One-sided; −1 without pairs.
    package func lowerBound(confidence: Confidence) -> Double {
        pairs == 0 ? -1 : max(-1, mean - confidence.oneSidedQuantile * standardError)
    }

    private var weight: Double { Double(pairs) + 2 }
    private var mean: Double { sum / weight }
    private var standardError: Double {
        (max(0, (squares + 2) / weight - mean * mean) / weight).squareRoot()
    }
}
