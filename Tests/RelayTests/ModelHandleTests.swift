import Testing

@testable import Relay

@Suite("Model handle")
struct ModelHandleTests {
    private static let second: UInt64 = 1_000_000_000

    @Test("that a model is gone is told once a minute, from the first moment on")
    func gone() {
        let handle = ModelHandle(name: "gpt")
        let told = [1, 2, 60, 61, 62, 120, 121, 500].filter { handle.mayTellGone(now: $0 * Self.second) }
        #expect(told == [1, 61, 121, 500])
    }

    @Test("retries are a fifth of what was asked, beside burst and floor")
    func retries() {
        let handle = ModelHandle(name: "gpt")
        for _ in 0..<10 { #expect(handle.mayRetry(now: 0)) }
        #expect(!handle.mayRetry(now: 0))
        for _ in 0..<5 { handle.noteAsked(now: 0) }
        #expect(handle.mayRetry(now: 0))
        #expect(!handle.mayRetry(now: 0))
        #expect(handle.mayRetry(now: Self.second))
    }
}
