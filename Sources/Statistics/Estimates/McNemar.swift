/// McNemar's test in its exact form (Psychometrika 12, 1947): pairs that agree say nothing about a difference, and
/// among those that differ each direction has probability one half if there is none.
package enum McNemar {
    /// Against a difference either way: twice the smaller tail, at most 1.
    package static func twoSided(_ count: PairedCount) -> Double {
        let fewer = min(count.onlyFirst, count.onlySecond)
        return min(1, 2 * coin(count).atMost(fewer))
    }

    /// Against the second having *more* hits than the first.
    package static func secondHasMore(_ count: PairedCount) -> Double {
        coin(count).atLeast(count.onlySecond)
    }

    private static func coin(_ count: PairedCount) -> BinomialDistribution {
        BinomialDistribution(trials: count.onlyFirst + count.onlySecond, rate: 0.5)
    }
}
