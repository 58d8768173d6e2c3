import Statistics
import Testing

@Suite("hit@k")
struct HitAtKTests {
    @Test(
        "one prompt",
        arguments: [
            (0, 10, 10, 0.0), (1, 10, 1, 0.1), (1, 10, 10, 1.0), (3, 10, 2, 1 - 42.0 / 90), (9, 10, 2, 1.0),
            (10, 10, 1, 1.0), (2, 5, 3, 0.9),
        ]
    )
    func onePrompt(hits: Int, scored: Int, k: Int, expected: Double) throws {
        let rate = try #require(HitAtK.rate(Count(hits: hits, of: scored), k: k))
        #expect(abs(rate - expected) < 1e-12)
    }

    @Test("is unbiased for the chance of k tries, by enumeration")
    func unbiased() {
        for rate in [0.01, 0.1, 0.5, 0.9] {
            for k in [1, 2, 5, 10] {
                let mean = Enumeration.expectation(trials: 10, rate: rate) { HitAtK.rate($0, k: k) ?? .nan }
                let passed = (0..<k).reduce(1.0) { product, _ in product * (1 - rate) }
                #expect(isClose(mean, 1 - passed, relative: 1e-9))
            }
        }
    }

    @Test("prompts weigh the same however often they were tried, and those tried too little are counted apart")
    func macro() throws {
        let hitAtTwo = try #require(
            HitAtK([Count(hits: 2, of: 2), Count(hits: 0, of: 100), Count(hits: 1, of: 1)], k: 2)
        )
        #expect(hitAtTwo.rate == 0.5)
        #expect(hitAtTwo.prompts == 2)
        #expect(hitAtTwo.leftOut == 1)
        let estimate = hitAtTwo.estimate(confidence: .ninetyFive)
        #expect(estimate.point == 0.5 && estimate.interval.contains(0.5) && estimate.scored == 2)
        #expect(HitAtK([Count(hits: 1, of: 1)], k: 2) == nil)
        #expect(HitAtK([Count(hits: 1, of: 1)], k: 0) == nil)
        #expect(HitAtK([], k: 1) == nil)
    }
}
