import NIOCore

/// What one run of load does, decided before it starts.
struct LoadPlan: Sendable {
    enum Pattern: Sendable, Equatable {
        /// Each connection sends its next request when the last answer is complete.
        case closedLoop
        /// Requests are due at fixed times, whether or not the last is answered.
        case paced(every: TimeAmount)
        /// Each connection sends one request and then waits.
        case once
        /// Connections are opened and nothing is sent.
        case silent
    }

    var target: LoadTarget
    var request: LoadRequest
    var pattern: Pattern
    var connections: Int
    var duration: TimeAmount
    /// nil: as many as fit in the time.
    var requestLimit: Int?

    /// Streams that start together would send all their frames in the same instant, for ever.
    var stagger: TimeAmount {
        guard let pace = request.stream else { return .nanoseconds(0) }
        return .nanoseconds(pace.interval.nanoseconds / Int64(max(1, connections)))
    }

    /// How long answers may still arrive after the last request was sent.
    var grace: TimeAmount {
        switch pattern {
        case .closedLoop, .paced: .seconds(10)
        case .once, .silent: .nanoseconds(0)
        }
    }
}
