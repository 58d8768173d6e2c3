/// One deadline and one number of attempts for an exchange, whatever retries, credentials and fallbacks multiply to.
///
/// Every attempt asks here first, whoever wants it. An answer of `begin` other than `go` ends the exchange.
/// `now` and the deadline are nanoseconds of a clock that never goes back.
package struct AttemptBudget: Sendable, Equatable {
    package struct Limits: Sendable, Equatable {
        package static let attemptBounds = 1...32
        package static let leastTimeBounds: ClosedRange<Duration> = .zero ... .seconds(60)

        package let attempts: Int
        package let leastTime: Duration

        /// - Parameters:
        ///   - attempts: six: three models twice each, or two with a few credentials; more has never been seen to help,
        ///     and each may cost money.
        ///   - leastTime: with less left than a tenth of a second no model answers; the attempt would only cost.
        package init(attempts: Int = 6, leastTime: Duration = .milliseconds(100)) {
            self.attempts = attempts.clamped(to: Self.attemptBounds)
            self.leastTime = leastTime.clamped(to: Self.leastTimeBounds)
        }
    }

    package enum Decision: Sendable, Equatable {
        case go
        case outOfAttempts
        case outOfTime
    }

    package let deadline: UInt64
    /// Attempts begun.
    package private(set) var used = 0

    private let limits: Limits

    package init(limits: Limits = Limits(), deadline: UInt64) {
        self.limits = limits
        self.deadline = deadline
    }

    package var left: Int { limits.attempts - used }

    /// Counts an attempt when it may begin.
    package mutating func begin(now: UInt64) -> Decision {
        let decision = look(at: now)
        if decision == .go { used += 1 }
        return decision
    }

    /// Whether an attempt after a wait could begin; asked before the wait, since a caller who is told at once can go
    /// elsewhere meanwhile.
    package func allows(wait: Duration, now: UInt64) -> Decision {
        look(at: now.advanced(by: wait))
    }

    package func timeLeft(now: UInt64) -> Duration { Duration(nanoseconds: deadline.elapsed(since: now)) }

    private func look(at time: UInt64) -> Decision {
        guard left > 0 else { return .outOfAttempts }
        let time = time.advanced(by: limits.leastTime)
        return time < deadline ? .go : .outOfTime
    }
}
