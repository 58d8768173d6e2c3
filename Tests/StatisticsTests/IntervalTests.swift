import Statistics
import Testing

@Suite("Wilson and Clopper–Pearson")
struct IntervalTests {
    struct Known: Sendable {
        var hits: Int
        var scored: Int
        var confidence: Confidence
        var wilson: ClosedRange<Double>
        var exact: ClosedRange<Double>
    }

    /// By statsmodels 0.14, `proportion_confint`, methods "wilson" and "beta".
    static let known = [
        Known(hits: 0, scored: 59, confidence: .ninetyFive, wilson: 0...0.061129371, exact: 0...0.060608901),
        Known(
            hits: 1,
            scored: 10,
            confidence: .ninetyFive,
            wilson: 0.017876213...0.404150027,
            exact: 0.002528579...0.445016117
        ),
        Known(
            hits: 3,
            scored: 300,
            confidence: .ninetyFive,
            wilson: 0.003406618...0.028983493,
            exact: 0.002067007...0.028944511
        ),
        Known(
            hits: 15,
            scored: 50,
            confidence: .ninety,
            wilson: 0.205933647...0.414599627,
            exact: 0.194884897...0.423732967
        ),
        Known(
            hits: 299,
            scored: 300,
            confidence: .ninetyNine,
            wilson: 0.972231284...0.999608527,
            exact: 0.975496637...0.999983292
        ),
        Known(hits: 10, scored: 10, confidence: .ninetyFive, wilson: 0.7224672...1, exact: 0.691502892...1),
    ]

    @Test("both agree with an independent library", arguments: known)
    func knownValues(row: Known) throws {
        let count = Count(hits: row.hits, of: row.scored)
        let wilson = try #require(WilsonInterval.estimate(count, confidence: row.confidence))
        let exact = try #require(ClopperPearson.estimate(count, confidence: row.confidence))
        for (seen, expected) in [(wilson.interval, row.wilson), (exact.interval, row.exact)] {
            #expect(abs(seen.lowerBound - expected.lowerBound) < 2e-9)
            #expect(abs(seen.upperBound - expected.upperBound) < 2e-9)
        }
    }

    @Test("nothing scored gives no estimate, and bounds that say nothing")
    func nothing() {
        #expect(WilsonInterval.estimate(.none, confidence: .ninetyFive) == nil)
        #expect(ClopperPearson.estimate(.none, confidence: .ninetyFive) == nil)
        #expect(ClopperPearson.upperBound(.none, confidence: .ninetyFive) == 1)
        #expect(ClopperPearson.lowerBound(.none, confidence: .ninetyFive) == 0)
    }

    @Test("the point is k of n, lies inside, and the width is never zero, at no hits and at all hits neither")
    func pointInside() throws {
        for scored in [1, 2, 7, 30, 300, 5000] {
            for hits in Set([0, 1, scored / 3, scored - 1, scored]) {
                let count = Count(hits: hits, of: scored)
                for confidence in [Confidence.ninety, .ninetyFive, .ninetyNine] {
                    for estimate in [
                        WilsonInterval.estimate(count, confidence: confidence),
                        ClopperPearson.estimate(count, confidence: confidence),
                        ConfidenceSequence.estimate(count, confidence: confidence),
                    ] {
                        let seen = try #require(estimate)
                        #expect(seen.point == Double(hits) / Double(scored))
                        #expect(seen.interval.contains(seen.point))
                        #expect(seen.interval.upperBound - seen.interval.lowerBound > 1e-5)
                        #expect(seen.interval.lowerBound >= 0 && seen.interval.upperBound <= 1)
                        #expect(seen.scored == scored && seen.effective == Double(scored))
                    }
                }
            }
        }
    }

    @Test("without hits the one-sided bound is 1 − α^(1/n), and hits and passes are mirror images")
    func mirror() {
        // 59 trials without a hit are the classical proof of 5 % at 95 %.
        #expect(abs(ClopperPearson.upperBound(Count(hits: 0, of: 59), confidence: .ninetyFive) - 0.049508) < 1e-6)
        for (hits, scored) in [(0, 9), (1, 9), (4, 9), (12, 300)] {
            let upper = ClopperPearson.upperBound(Count(hits: hits, of: scored), confidence: .ninety)
            let lower = ClopperPearson.lowerBound(Count(hits: scored - hits, of: scored), confidence: .ninety)
            #expect(isClose(upper, 1 - lower, relative: 1e-12))
        }
    }

    @Test("a bound is where the binomial tail equals α")
    func definition() {
        for (hits, scored) in [(0, 5), (2, 59), (17, 287), (40, 41), (250, 5000)] {
            let count = Count(hits: hits, of: scored)
            let upper = ClopperPearson.upperBound(count, confidence: .ninetyFive)
            #expect(isClose(BinomialDistribution(trials: scored, rate: upper).atMost(hits), 0.05, relative: 1e-8))
            guard hits > 0 else { continue }
            let lower = ClopperPearson.lowerBound(count, confidence: .ninetyFive)
            #expect(isClose(BinomialDistribution(trials: scored, rate: lower).atLeast(hits), 0.05, relative: 1e-8))
        }
    }

    static let sizes = [1, 5, 10, 20, 30, 60, 150, 300]
    static let confidences = [Confidence.ninety, .ninetyFive, .ninetyNine]

    @Test("Clopper–Pearson covers at its level at every rate, on both sides and on one", arguments: sizes)
    func exactCoverage(trials: Int) {
        for confidence in Self.confidences {
            let two = Enumeration.intervals(trials: trials) {
                ClopperPearson.estimate($0, confidence: confidence)?.interval
            }
            let above = Enumeration.intervals(trials: trials) {
                0...ClopperPearson.upperBound($0, confidence: confidence)
            }
            let below = Enumeration.intervals(trials: trials) {
                ClopperPearson.lowerBound($0, confidence: confidence)...1
            }
            for step in 1..<40 {
                let even = Double(step) / 40
                for rate in [even, even * even * even] {
                    for intervals in [two, above, below] {
                        let coverage = Enumeration.coverage(rate: rate, intervals)
                        #expect(coverage >= confidence.level - 1e-9, "n \(trials) p \(rate)")
                    }
                }
            }
        }
    }

    @Test("Wilson covers at its level in the mean over rates, and nowhere falls below the known dip", arguments: sizes)
    func wilsonCoverage(trials: Int) {
        for (confidence, dip) in zip(Self.confidences, [0.79, 0.83, 0.88]) {
            let intervals = Enumeration.intervals(trials: trials) {
                WilsonInterval.estimate($0, confidence: confidence)?.interval
            }
            let steps = 150
            let coverages = (1..<steps).map { Enumeration.coverage(rate: Double($0) / Double(steps), intervals) }
            let mean = coverages.reduce(0, +) / Double(coverages.count)
            #expect(mean >= confidence.level - 0.01, "n \(trials)")
            #expect(trials < 5 || coverages.allSatisfy { $0 >= dip }, "n \(trials) least \(coverages.min() ?? 0)")
            // An interval that is too wide would pass the bar above and tell nobody anything.
            #expect(trials < 20 || mean <= confidence.level + 0.01, "n \(trials)")
        }
    }

    @Test("for cells of different rates the exact bound covers the pack's mean rate")
    func unequalCells() {
        for spread in [0.0, 0.5, 1.0] {
            let rates = (0..<60).map { 0.05 * (1 + spread * (Double($0 % 3) - 1)) }
            let mean = rates.reduce(0, +) / 60
            let law = Enumeration.poissonBinomial(rates)
            let covered = law.enumerated().reduce(0) { sum, entry in
                let bound = ClopperPearson.upperBound(Count(hits: entry.offset, of: 60), confidence: .ninetyFive)
                return sum + (bound >= mean ? entry.element : 0)
            }
            #expect(covered >= 0.95)
        }
    }

    @Test("a level outside zero and one is no confidence")
    func levels() {
        for level in [0, 1, -0.5, 1.5, .nan, .infinity] as [Double] { #expect(Confidence(level) == nil) }
        #expect(Confidence(0.95) == .ninetyFive)
        #expect(isClose(Confidence.ninetyFive.twoSidedQuantile, 1.959963984540054))
        #expect(isClose(Confidence.ninetyFive.oneSidedQuantile, 1.6448536269514722))
    }

    @Test("counts add up, and a trial is counted once")
    func counting() {
        var count = Count(hits: 1, of: 3) + Count(hits: 0, of: 4)
        count.add(true)
        count.add(false)
        #expect(count == Count(hits: 2, of: 9))
        #expect(count.passes == 7)
    }
}
