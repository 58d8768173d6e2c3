import Statistics
import Testing

@Suite("Correction for an imperfect detector")
struct RoganGladenTests {
    @Test("agrees with an independent calculation")
    func known() throws {
        let detector = RoganGladen(sensitivity: Count(hits: 90, of: 100), specificity: Count(hits: 190, of: 200))
        let estimate = try #require(corrected(detector, Count(hits: 60, of: 200)))
        #expect(isClose(estimate.point, 0.29761632798003723, relative: 1e-9))
        #expect(isClose(estimate.interval.lowerBound, 0.21500023411227837, relative: 1e-9))
        #expect(isClose(estimate.interval.upperBound, 0.3802324218477961, relative: 1e-9))
    }

    @Test("a detector that fires less than its false positives explain gives zero with a width")
    func belowFalsePositives() throws {
        let detector = RoganGladen(sensitivity: Count(hits: 95, of: 100), specificity: Count(hits: 196, of: 200))
        let estimate = try #require(corrected(detector, Count(hits: 0, of: 300)))
        #expect(estimate.point == 0)
        #expect(isClose(estimate.interval.upperBound, 0.025321588894001323, relative: 1e-9))
    }

    @Test("point and interval stay together for every count, and within 0…1")
    func together() throws {
        let detector = RoganGladen(sensitivity: Count(hits: 33, of: 50), specificity: Count(hits: 40, of: 50))
        var last = -1.0
        for hits in 0...80 {
            let estimate = try #require(corrected(detector, Count(hits: hits, of: 80)))
            #expect(estimate.interval.contains(estimate.point))
            #expect(estimate.interval.lowerBound >= 0 && estimate.interval.upperBound <= 1)
            #expect(estimate.interval.upperBound - estimate.interval.lowerBound > 0.05)
            #expect(estimate.point >= last)
            last = estimate.point
        }
    }

    @Test(
        "refuses to correct what it cannot",
        arguments: [
            (Count.none, Count(hits: 9, of: 10), Count(hits: 9, of: 10), RoganGladen.Refusal.nothingScored),
            (Count(hits: 1, of: 9), .none, Count(hits: 9, of: 10), .notValidated),
            (Count(hits: 1, of: 9), Count(hits: 9, of: 10), .none, .notValidated),
            (Count(hits: 1, of: 9), Count(hits: 1, of: 2), Count(hits: 5, of: 8), .tooWeak(0.125)),
        ]
    )
    func refusals(observed: Count, sensitivity: Count, specificity: Count, refusal: RoganGladen.Refusal) {
        let detector = RoganGladen(sensitivity: sensitivity, specificity: specificity)
        #expect(detector.correct(observed, confidence: .ninetyFive) == .refused(refusal))
    }

    @Test("covers at its level less one point, over every outcome of trials and of both validation sets")
    func coverage() {
        let observed = 40
        let validated = 25
        for (se, sp) in [(0.9, 0.95), (0.8, 0.85), (0.97, 0.99)] {
            let found = BinomialDistribution(trials: validated, rate: se)
            let spared = BinomialDistribution(trials: validated, rate: sp)
            for rate in [0.02, 0.1, 0.3, 0.6, 0.9] {
                let seen = BinomialDistribution(trials: observed, rate: rate * se + (1 - rate) * (1 - sp))
                let masses = (0...observed).map { seen.mass($0) }
                var covered = 0.0
                for right in 0...validated where found.mass(right) > 1e-7 {
                    for left in 0...validated where spared.mass(left) > 1e-7 {
                        let detector = RoganGladen(
                            sensitivity: Count(hits: right, of: validated),
                            specificity: Count(hits: left, of: validated)
                        )
                        let weight = found.mass(right) * spared.mass(left)
                        for hits in 0...observed where masses[hits] > 1e-7 {
                            let interval = corrected(detector, Count(hits: hits, of: observed))?.interval
                            if interval?.contains(rate) == true { covered += weight * masses[hits] }
                        }
                    }
                }
                #expect(covered >= 0.94, "Se \(se) Sp \(sp) p \(rate): \(covered)")
            }
        }
    }

    private func corrected(_ detector: RoganGladen, _ observed: Count) -> Estimate? {
        switch detector.correct(observed, confidence: .ninetyFive) {
        case .corrected(let estimate): estimate
        case .refused: nil
        }
    }
}
