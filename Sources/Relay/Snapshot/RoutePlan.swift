package import Domain
import NIOCore
package import Routing
import Settings

/// A route, planned: for each operation the targets that can take it, in order.
package final class RoutePlan: Sendable {
    package let name: String
    let clocks: Clocks
    let asksForUsage: Bool
    /// By `Operation.index`.
    let targets: [[Target]]
    /// What `explain` tells: each model of the route, and why it cannot take an operation; nil means that it can.
    package let explanation: [(operation: Operation, model: String, exclusion: Planner.Exclusion?)]

    init(
        name: String,
        timeouts: Timeouts,
        asksForUsage: Bool,
        targets: [[Target]],
        explanation: [(operation: Operation, model: String, exclusion: Planner.Exclusion?)]
    ) {
        self.name = name
        clocks = Clocks(timeouts)
        self.asksForUsage = asksForUsage
        self.targets = targets
        self.explanation = explanation
    }

    package var canServe: Bool { targets.contains { !$0.isEmpty } }

    /// A route's timeouts in the event loops' own unit: converting a `Duration` takes 128-bit arithmetic.
    struct Clocks: Sendable {
        let connect: TimeAmount
        let head: TimeAmount
        let idle: TimeAmount
        let total: TimeAmount

        init(_ timeouts: Timeouts) {
            connect = TimeAmount(timeouts.connect)
            head = TimeAmount(timeouts.head)
            idle = TimeAmount(timeouts.idle)
            total = TimeAmount(timeouts.total)
        }
    }
}
