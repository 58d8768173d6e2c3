import NIOCore
import Settings

/// A route, planned: for each operation the targets that can take it, in order.
package final class RoutePlan: Sendable {
    package let name: String
    let clocks: Clocks
    let asksForUsage: Bool
    /// What a translation would leave out is refused instead.
    let isStrict: Bool
    /// Streams that stay in their dialect are read and written anew, so that known defects of servers do not come through.
    let repairsStreams: Bool
    /// By `Operation.index`.
    let targets: [[Target]]
    /// What `explain` tells: each model of the route, for each operation.
    package let explanation: [PlannedModel]

    init(
        name: String,
        timeouts: Timeouts,
        asksForUsage: Bool,
        isStrict: Bool = false,
        repairsStreams: Bool = false,
        targets: [[Target]],
        explanation: [PlannedModel]
    ) {
        self.name = name
        clocks = Clocks(timeouts)
        self.asksForUsage = asksForUsage
        self.isStrict = isStrict
        self.repairsStreams = repairsStreams
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
