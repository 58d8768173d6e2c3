/// How many requests a target is asked at once: one more after each round without a complaint, half as many after one
/// (additive increase, multiplicative decrease; Chiu and Jain 1989), none while it asks for a pause.
///
/// Times are nanoseconds of a clock that does not go back.
package struct Pace: Sendable, Equatable {
    package private(set) var limit: Int
    private let most: Int
    /// Trials that ended well since the limit last moved.
    private var calm = 0
    /// No request before.
    package private(set) var pausedUntil: UInt64 = 0
    /// A halving counts for all that were under way then: their complaints are of the same overload.
    private var halvedAt: UInt64 = 0

    private static let first = 4
    /// Where a target complains and names no time.
    private static let usualPause = Duration.seconds(1)
    /// No target is waited for longer at a time, whatever it asks for.
    private static let longestPause = Duration.seconds(60)

    package init(most: Int) {
        self.most = max(1, most)
        limit = min(Self.first, max(1, most))
    }

    package func mayStart(underWay: Int, now: UInt64) -> Bool { underWay < limit && now >= pausedUntil }

    package mutating func wentWell() {
        calm += 1
        guard calm >= limit, limit < most else { return }
        limit += 1
        calm = 0
    }

    /// - Parameters:
    ///   - startedAt: when the trial that met the complaint began.
    ///   - retryAfter: as the target asks, who may ask for anything; nil: it named none.
    package mutating func complained(startedAt: UInt64, retryAfter: Duration?, now: UInt64) {
        calm = 0
        let (seconds, attoseconds) = min(max(retryAfter ?? Self.usualPause, .zero), Self.longestPause).components
        pausedUntil = max(
            pausedUntil,
            now + UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
        )
        guard startedAt >= halvedAt else { return }
        limit = max(1, limit / 2)
        halvedAt = now
    }
}
