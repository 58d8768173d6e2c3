import Routing
import Testing

@testable import Relay

@Suite("Model handle")
struct ModelHandleTests {
    private static let second: UInt64 = 1_000_000_000

    @Test("that a model is gone is told once a minute, from the first moment on")
    func gone() {
        let handle = ModelHandle(name: "gpt", place: 0)
        let told = [1, 2, 60, 61, 62, 120, 121, 500].filter { handle.mayTellGone(now: $0 * Self.second) }
        #expect(told == [1, 61, 121, 500])
    }

    @Test("new limits keep what the breaker knows, and none at all let everybody through")
    func adopting() {
        var random = SystemRandomNumberGenerator()
        let handle = ModelHandle(name: "gpt", place: 0)
        handle.adopt(BreakerLimits(consecutiveFailures: 1), now: 0)
        guard case .admitted(let ticket?) = handle.admit(isFirst: true, now: 0) else {
            Issue.record("a closed breaker lets through")
            return
        }
        handle.report(ticket, .failure, now: 1, using: &random)
        handle.adopt(BreakerLimits(consecutiveFailures: 9), now: 2)
        guard case .refused = handle.admit(isFirst: true, now: 3) else {
            Issue.record("a reload forgave")
            return
        }
        #expect(!handle.isAvailable(now: 3))
        handle.adopt(nil, now: 4)
        #expect(handle.isAvailable(now: 5) && handle.breaker == nil)
    }

    @Test("retries are a fifth of what was asked, beside burst and floor")
    func retries() {
        let handle = ModelHandle(name: "gpt", place: 0)
        for _ in 0..<10 { #expect(handle.mayRetry(now: 0)) }
        #expect(!handle.mayRetry(now: 0))
        for _ in 0..<5 { _ = handle.admit(isFirst: true, now: 0) }
        _ = handle.admit(isFirst: false, now: 0)
        #expect(handle.mayRetry(now: 0))
        #expect(!handle.mayRetry(now: 0))
        #expect(handle.mayRetry(now: Self.second))
    }
}
