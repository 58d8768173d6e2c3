import Domain
import HoldfastTesting
import Testing

@testable import Access

@Suite("Rate limit")
struct RateLimitTests {
    private static let second: UInt64 = 1_000_000_000

    @Test("a minute's allowance passes at once, then requests pass at the limit's pace")
    func pace() {
        let limit = RateLimit()
        let start = 100 * Self.second
        var decisions = (0..<6).map { _ in limit.admit(limit: 6, now: start) }
        #expect(decisions.allSatisfy { $0.allowed })
        #expect(decisions.map(\.remaining) == [5, 4, 3, 2, 1, 0])
        #expect(decisions.map(\.resetSeconds) == [10, 20, 30, 40, 50, 60])
        let refused = limit.admit(limit: 6, now: start)
        #expect(refused == .init(allowed: false, limit: 6, remaining: 0, resetSeconds: 60, retryAfterSeconds: 10))
        // What is refused costs nothing: waiting as told is enough.
        decisions = [9, 10, 10, 20].map { limit.admit(limit: 6, now: start + $0 * Self.second) }
        #expect(decisions.map(\.allowed) == [false, true, false, true])
        #expect(decisions.map(\.retryAfterSeconds) == [1, 0, 10, 0])
        #expect(limit.admit(limit: 6, now: start + 200 * Self.second).remaining == 5)
    }

    @Test("odd limits neither trap nor open", arguments: [Int.min, -1, 0, 1])
    func oddLimits(value: Int) {
        let limit = RateLimit()
        #expect(limit.admit(limit: value, now: 5).allowed)
        let refused = limit.admit(limit: value, now: 6)
        #expect(!refused.allowed)
        #expect(refused.retryAfterSeconds == 60)
        #expect(RateLimit().admit(limit: .max, now: 0).allowed)
    }

    @Test(
        "whatever the arrivals, no window holds more than the bound, and waiting as told is enough",
        arguments: 0..<60
    )
    func walk(seed: Int) {
        var random = SeededRandom(seed: seed)
        let value = random.pick([1, 2, 3, 7, 60, 100])
        let limit = RateLimit()
        var now = Self.second
        var passed: [UInt64] = []
        for _ in 0..<2_000 {
            now += UInt64.random(in: 0...(random.chance(1, in: 50) ? 90 : 1) * Self.second, using: &random)
            let decision = limit.admit(limit: value, now: now)
            #expect(decision.remaining >= 0 && decision.remaining < value)
            if decision.allowed {
                passed.append(now)
            } else {
                now += UInt64(decision.retryAfterSeconds) * Self.second
                #expect(limit.admit(limit: value, now: now).allowed)
                passed.append(now)
            }
        }
        // The algorithm's bound for a window of one minute: the allowance, and what comes back within it.
        for (index, start) in passed.enumerated() {
            let inWindow = passed[index...].prefix { $0 - start < 60 * Self.second }.count
            #expect(inWindow <= 2 * value)
        }
        let minutes = Int((now - Self.second) / (60 * Self.second)) + 2
        #expect(passed.count <= value * minutes)
    }

    @Test("keys have limits of their own, which outlive whoever asks")
    func keys() {
        let limits = RateLimits(now: { 7 })
        #expect(limits.admit(key: "a", requestsPerMinute: 1).allowed)
        #expect(!limits.admit(key: "a", requestsPerMinute: 1).allowed)
        #expect(limits.admit(key: "b", requestsPerMinute: 1).allowed)
    }
}
