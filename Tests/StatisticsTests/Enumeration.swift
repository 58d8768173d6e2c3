import Statistics

/// Sums over every possible outcome, so that coverage and power are exact and no test depends on luck.
enum Enumeration {
    /// One interval for every number of hits, made once, since a coverage is wanted at many rates.
    static func intervals(trials: Int, _ interval: (Count) -> ClosedRange<Double>?) -> [ClosedRange<Double>?] {
        (0...trials).map { interval(Count(hits: $0, of: trials)) }
    }

    /// The probability that the interval contains the rate. A missing interval contains nothing.
    static func coverage(rate: Double, _ intervals: [ClosedRange<Double>?]) -> Double {
        let law = BinomialDistribution(trials: intervals.count - 1, rate: rate)
        return intervals.enumerated().reduce(0) { sum, entry in
            entry.element?.contains(rate) == true ? sum + law.mass(entry.offset) : sum
        }
    }

    static func expectation(trials: Int, rate: Double, _ value: (Count) -> Double) -> Double {
        let law = BinomialDistribution(trials: trials, rate: rate)
        return (0...trials).reduce(0) { $0 + law.mass($1) * value(Count(hits: $1, of: trials)) }
    }

    /// The law of the number of hits when every trial has a rate of its own.
    static func poissonBinomial(_ rates: [Double]) -> [Double] {
        rates.reduce([1.0]) { law, rate in
            var next = [Double](repeating: 0, count: law.count + 1)
            for (hits, mass) in law.enumerated() {
                next[hits] += mass * (1 - rate)
                next[hits + 1] += mass * rate
            }
            return next
        }
    }
}

func isClose(_ seen: Double, _ expected: Double, relative: Double = 1e-10) -> Bool {
    abs(seen - expected) <= relative * max(abs(expected), 1e-300)
}
