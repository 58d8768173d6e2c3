/// How long to wait before the same model is asked again: exponential with full jitter.
///
/// `random(0, min(cap, base · 2^retry))`, "Exponential Backoff And Jitter", AWS Architecture Blog, March 2015: of the
/// variants measured there, full jitter needs the fewest calls. A floor is added to, not compared with: clients that
/// were all told the same second would otherwise all come back in it.
package struct Backoff: Sendable, Equatable {
    /// A connection that was reset or a shard that moved is back within fractions of a second.
    package static let defaultBase: Duration = .milliseconds(250)
    /// Past five seconds a person who waits for the first token is better served by another model.
    package static let defaultCap: Duration = .seconds(5)
    /// Beyond this many doublings every cap has long been reached.
    private static let mostDoublings = 30

    private let base: Duration
    private let cap: Duration

    package init(base: Duration = Self.defaultBase, cap: Duration = Self.defaultCap) {
        self.base = min(max(base, .zero), RetryAdvice.longestFloor)
        self.cap = min(max(cap, .zero), RetryAdvice.longestFloor)
    }

    /// The longest wait before this retry, without a floor.
    ///
    /// - Parameter retry: 0 is the first.
    package func ceiling(retry: Int) -> Duration {
        min(cap, base * (1 << min(max(retry, 0), Self.mostDoublings)))
    }

    package func delay(retry: Int, advice: RetryAdvice, using random: inout some RandomNumberGenerator) -> Duration {
        let ceiling = Self.nanoseconds(ceiling(retry: retry))
        return (advice.floor ?? .zero) + .nanoseconds(Int64.random(in: 0...ceiling, using: &random))
    }

    /// Both bounds of a policy are at most a day, which fits.
    private static func nanoseconds(_ duration: Duration) -> Int64 {
        duration.components.seconds * 1_000_000_000 + duration.components.attoseconds / 1_000_000_000
    }
}
