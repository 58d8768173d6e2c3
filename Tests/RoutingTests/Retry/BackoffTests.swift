import Routing
import Testing

@Suite("Backoff")
struct BackoffTests {
    @Test(
        "the ceiling doubles up to the cap",
        arguments: [
            (0, 250), (1, 500), (2, 1_000), (3, 2_000), (4, 4_000), (5, 5_000), (6, 5_000), (Int.max, 5_000), (-1, 250),
        ]
    )
    func ceiling(retry: Int, milliseconds: Int) {
        #expect(Backoff().ceiling(retry: retry) == .milliseconds(milliseconds))
    }

    @Test("every wait lies between nothing and the ceiling, and uses the whole range", arguments: 0..<8)
    func fullJitter(retry: Int) {
        var random = SystemRandomNumberGenerator.seeded(retry)
        let backoff = Backoff()
        let ceiling = backoff.ceiling(retry: retry)
        let waits = (0..<2_000).map { _ in backoff.delay(retry: retry, advice: RetryAdvice(), using: &random) }
        #expect(waits.allSatisfy { $0 >= .zero && $0 <= ceiling })
        #expect(waits.contains { $0 < ceiling / 20 } && waits.contains { $0 > ceiling * 19 / 20 })
        let mean = waits.reduce(.zero, +) / waits.count
        // Half the ceiling, give or take more than five standard errors of a uniform distribution's mean.
        #expect(mean > ceiling * 46 / 100 && mean < ceiling * 54 / 100)
    }

    @Test("nobody comes back before the floor, and not all in its first moment")
    func floor() {
        var random = SystemRandomNumberGenerator.seeded(7)
        let advice = RetryAdvice(floor: .seconds(3))
        let waits = (0..<1_000).map { _ in Backoff().delay(retry: 2, advice: advice, using: &random) }
        #expect(waits.allSatisfy { $0 >= .seconds(3) && $0 <= .seconds(4) })
        #expect(Set(waits).count > 900)
    }

    @Test("a policy without sense still gives a wait")
    func degenerate() {
        var random = SystemRandomNumberGenerator.seeded(1)
        #expect(Backoff(base: .zero, cap: .zero).delay(retry: 9, advice: RetryAdvice(), using: &random) == .zero)
        #expect(Backoff(base: .seconds(-1), cap: .seconds(-1)).ceiling(retry: 3) == .zero)
        let vast = Backoff(base: .seconds(Int64.max), cap: .seconds(Int64.max))
        #expect(vast.delay(retry: Int.max, advice: RetryAdvice(), using: &random) <= RetryAdvice.longestFloor)
    }
}
