/// How much a model, or the gateway as a whole, takes on at once, and how much may wait.
package struct AdmissionLimits: Sendable, Equatable {
    package enum Policy: String, Sendable, CaseIterable {
        /// Fair: for callers that wait patiently, such as batches.
        case oldestFirst = "oldest"
        /// Under overload somebody is served in time instead of everybody too late: for people in front of a screen,
        /// who leave.
        case newestFirst = "newest"
    }

    package static let concurrencyBounds = 1...100_000
    package static let queueBounds = 0...10_000
    package static let waitBounds: ClosedRange<Duration> = .zero ... .seconds(600)

    package let concurrency: Int
    package let queue: Int
    package let longestWait: Duration
    package let policy: Policy

    /// - Parameters:
    ///   - concurrency: more at once than one vendor account usually grants; a model that grants less says so.
    ///   - queue: a second's worth and more of what the concurrency can take; a longer queue only makes answers late.
    ///   - longestWait: five seconds: a substitute answers sooner than that.
    package init(
        concurrency: Int = 256,
        queue: Int = 128,
        longestWait: Duration = .seconds(5),
        policy: Policy = .oldestFirst
    ) {
        self.concurrency = concurrency.clamped(to: Self.concurrencyBounds)
        self.queue = queue.clamped(to: Self.queueBounds)
        self.longestWait = longestWait.clamped(to: Self.waitBounds)
        self.policy = policy
    }
}
