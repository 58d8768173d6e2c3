extension Breaker {
    package enum Admission: Sendable, Equatable {
        case admitted(BreakerTicket)
        /// `until` is now when a trial is out: it can end at any moment.
        case refused(until: UInt64)
    }

    package enum Outcome: Sendable, Equatable {
        /// The time until the first content, not until the last: long answers are no sign of sickness.
        case success(Duration)
        case failure
        /// Says nothing about the model's health: the client left, a rate limit, the request itself was at fault.
        case neutral
    }
}
