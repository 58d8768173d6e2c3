/// What a breaker shows to status pages, metrics and the planner.
package enum BreakerState: Sendable, Equatable {
    case closed
    /// No attempt before `until`; from then on the next caller becomes the trial.
    case open(until: UInt64)
    /// A trial is out; everybody else is refused until it ends or is given up.
    case halfOpen

    /// A label of metrics and status.
    package var label: String {
        switch self {
        case .closed: "closed"
        case .open: "open"
        case .halfOpen: "half_open"
        }
    }

    /// Whether an attempt asked for now would be let through.
    package func isAvailable(now: UInt64) -> Bool {
        switch self {
        case .closed: true
        case .open(let until): now >= until
        case .halfOpen: false
        }
    }
}
