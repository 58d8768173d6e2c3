/// Whether the breakers of a route are overruled, so that they never eject everything.
///
/// Rule: as long as one candidate is available (closed, or its cool-down has ended), breakers are obeyed. When none
/// is, the route panics: its candidates may be tried in the order in which their cool-downs end, because the one that
/// is due first had the fewest failures in a row of openings or the longest time to recover.
///
/// Load balancers panic at a share of sick hosts (Envoy: half), because traffic on the few that are left would crush
/// them. The candidates of a route are different models with their own limits, tried in order; with a share, two sick
/// models would put the attempts for a third, sound one at risk. A half-open candidate is not available (its one place
/// is taken) but first in panic: its cool-down has ended.
///
/// Panic is no storm: `Breaker.overrule` lets one attempt through per interval and model, and an exchange makes at most
/// one such attempt. If the breaker was right, callers get their refusal as fast as before; if it was wrong, or the model
/// is half well, the first success makes the next caller the trial, and the route is back without waiting.
package enum PanicThreshold {
    package enum Decision: Sendable, Equatable {
        case obey
        /// Indices into the route's candidates; the first whose breaker grants an overruled attempt is asked.
        case overrule([Int])
    }

    /// - Parameter candidates: in the route's order, after everything else that rules a model out (recall, boundary,
    ///   capability): panic overrules breakers and nothing else.
    package static func decide(_ candidates: [BreakerState], now: UInt64) -> Decision {
        guard !candidates.isEmpty, !candidates.contains(where: { $0.isAvailable(now: now) }) else { return .obey }
        let dues = candidates.map(due)
        // By index where dues are equal: Swift does not promise that sorting keeps the order.
        return .overrule(candidates.indices.sorted { (dues[$0], $0) < (dues[$1], $1) })
    }

    private static func due(_ state: BreakerState) -> UInt64 {
        switch state {
        case .closed, .halfOpen: 0
        case .open(let until): until
        }
    }
}
