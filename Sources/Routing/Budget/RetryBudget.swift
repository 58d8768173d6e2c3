/// How many retries a model may be given: a share of its live traffic and a small floor, so that an outage is not
/// amplified by those who wait for its end.
///
/// A token bucket: each first attempt puts in a share of a token, time puts in the floor, a retry takes a whole one.
/// So over *any* stretch of time retries are at most share × first attempts + floor × time + burst. Deposits need no
/// date of expiry as in a ledger of recent calls: the bucket is small, and what lies in it when traffic stops is no more
/// than the floor would have put in anyway within `burst / floor` seconds.
///
/// Integer arithmetic in billionths of a token; `now` is nanoseconds of a clock that never goes back.
package struct RetryBudget: Sendable {
    package struct Limits: Sendable, Equatable {
        package static let percentBounds = 0...100
        package static let floorBounds = 0...1_000
        package static let burstBounds = 1...10_000

        package let percent: Int
        package let floorPerSecond: Int
        package let burst: Int

        /// - Parameters:
        ///   - percent: a fifth more load is what a struggling provider can usually bear; single faults need far less.
        ///   - floorPerSecond: one: a share of two calls a minute would never allow a retry.
        ///   - burst: ten at once, so that one hiccup under parallel calls is covered.
        package init(percent: Int = 20, floorPerSecond: Int = 1, burst: Int = 10) {
            self.percent = percent.clamped(to: Self.percentBounds)
            self.floorPerSecond = floorPerSecond.clamped(to: Self.floorBounds)
            self.burst = burst.clamped(to: Self.burstBounds)
        }
    }

    package private(set) var granted: UInt64 = 0
    package private(set) var refused: UInt64 = 0

    private static let token: UInt64 = 1_000_000_000

    private var limits: Limits
    /// Full at first: a process that has just started may retry.
    private var credit: UInt64
    /// Nil before the first call.
    private var credited: UInt64?

    package init(limits: Limits = Limits()) {
        self.limits = limits
        credit = UInt64(limits.burst) * Self.token
    }

    /// Once for each exchange's first attempt at this model; attempts of retries put nothing in, or they would pay for
    /// one another.
    package mutating func deposit(now: UInt64) {
        accrue(now)
        credit = min(capacity, credit + UInt64(limits.percent) * (Self.token / 100))
    }

    /// Whether this model may be tried again; takes the token when it may.
    package mutating func withdraw(now: UInt64) -> Bool {
        accrue(now)
        guard credit >= Self.token else {
            refused += 1
            return false
        }
        credit -= Self.token
        granted += 1
        return true
    }

    /// Takes over new settings; what was spent stays spent.
    package mutating func adopt(_ limits: Limits, now: UInt64) {
        accrue(now)
        self.limits = limits
        credit = min(credit, capacity)
    }

    private var capacity: UInt64 { UInt64(limits.burst) * Self.token }

    private mutating func accrue(_ now: UInt64) {
        guard let last = credited else {
            credited = now
            return
        }
        let floor = UInt64(limits.floorPerSecond)
        // A token a second is a billionth of a token a nanosecond: the units cancel.
        let (earned, overflow) = now.elapsed(since: last).multipliedReportingOverflow(by: floor)
        credit = overflow ? capacity : min(capacity, credit.advanced(byNanoseconds: earned))
        credited = max(last, now)
    }
}
