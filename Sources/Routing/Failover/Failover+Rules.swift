extension Failover {
    /// What a route says about attempts.
    package struct Rules: Sendable, Equatable {
        package let attempts: Int
        /// Of a model while another one stands ready.
        package let sameModelRetries: Int
        /// Of the route's last model.
        package let lastModelRetries: Int
        package let longestWait: Duration
        package let refusalsMove: Bool
        let backoff: Backoff

        /// - Parameters:
        ///   - attempts: see `AttemptBudget.Limits`.
        ///   - sameModelRetries: none: a substitute that stands ready answers sooner than a sick model recovers.
        ///   - lastModelRetries: one: half of all single faults are over by then, and more would keep the caller waiting.
        ///   - longestWait: five seconds of silence are what a caller may take for thinking; who is told a longer time can
        ///     use it better than we can.
        package init(
            attempts: Int = AttemptBudget.Limits().attempts,
            sameModelRetries: Int = 0,
            lastModelRetries: Int = 1,
            longestWait: Duration = .seconds(5),
            refusalsMove: Bool = false,
            backoff: Backoff = Backoff()
        ) {
            self.attempts = attempts
            self.sameModelRetries = max(0, sameModelRetries)
            self.lastModelRetries = max(0, lastModelRetries)
            self.longestWait = longestWait
            self.refusalsMove = refusalsMove
            self.backoff = backoff
        }

        func retries(of failure: FailureClass, isLast: Bool) -> Int {
            if isLast { return lastModelRetries }
            switch failure {
            // Push-back: whoever has no room needs fewer requests, and a substitute has room now.
            case .rateLimited, .overloaded: return 0
            case .transient, .quota, .credential, .modelGone, .region, .contextTooLong, .contentRefused, .malformed,
                .callersFault, .ours:
                return sameModelRetries
            }
        }
    }
}
