import Statistics
import Testing

@Suite("Confidence sequence")
struct ConfidenceSequenceTests {
    @Test(
        "agrees with an independent calculation",
        arguments: [
            (0, 50, 0.0, 0.10464247710478727), (3, 300, 0.0005112034369499494, 0.044630180904061095),
            (20, 100, 0.09102233107932424, 0.3516416038398221),
        ]
    )
    func known(hits: Int, scored: Int, lower: Double, upper: Double) throws {
        let estimate = try #require(
            ConfidenceSequence.estimate(Count(hits: hits, of: scored), confidence: .ninetyFive)
        )
        #expect(isClose(estimate.interval.lowerBound, lower, relative: 1e-6))
        #expect(isClose(estimate.interval.upperBound, upper, relative: 1e-6))
        #expect(ConfidenceSequence.estimate(.none, confidence: .ninetyFive) == nil)
    }

    /// The chance that an interval looked at after each of `length` trials ever leaves out the rate, over every path.
    private func everMissed(rate: Double, length: Int, _ interval: (Count) -> ClosedRange<Double>?) -> Double {
        var alive = [1.0]
        var missed = 0.0
        for trials in 1...length {
            var next = [Double](repeating: 0, count: trials + 1)
            for (hits, mass) in alive.enumerated() where mass > 0 {
                next[hits] += mass * (1 - rate)
                next[hits + 1] += mass * rate
            }
            for hits in next.indices where next[hits] > 1e-12 {
                guard interval(Count(hits: hits, of: trials))?.contains(rate) != true else { continue }
                missed += next[hits]
                next[hits] = 0
            }
            alive = next
        }
        return missed
    }

    @Test("contains the rate at all times at once, where a plain interval does not", arguments: [0.02, 0.1, 0.5])
    func always(rate: Double) {
        let sequence = everMissed(rate: rate, length: 250) {
            ConfidenceSequence.estimate($0, confidence: .ninetyFive)?.interval
        }
        let plain = everMissed(rate: rate, length: 250) {
            WilsonInterval.estimate($0, confidence: .ninetyFive)?.interval
        }
        #expect(sequence <= 0.05)
        #expect(plain > 0.15)
    }
}
