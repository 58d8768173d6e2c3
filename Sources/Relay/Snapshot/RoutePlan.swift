package import Domain
package import Routing
package import Settings

/// A route, planned: for each operation the targets that can take it, in order.
package final class RoutePlan: Sendable {
    package let name: String
    package let timeouts: Timeouts
    let asksForUsage: Bool
    /// What a translation would leave out is refused instead.
    let isStrict: Bool
    /// Streams that stay in their dialect are read and written anew, so that known defects of servers do not come through.
    let repairsStreams: Bool
    /// By `Operation.index`.
    let targets: [[Target]]
    /// What `explain` tells: each model of the route, and why it cannot take an operation; nil means that it can.
    package let explanation: [(operation: Operation, model: String, exclusion: Planner.Exclusion?)]

    init(
        name: String,
        timeouts: Timeouts,
        asksForUsage: Bool,
        isStrict: Bool = false,
        repairsStreams: Bool = false,
        targets: [[Target]],
        explanation: [(operation: Operation, model: String, exclusion: Planner.Exclusion?)]
    ) {
        self.name = name
        self.timeouts = timeouts
        self.asksForUsage = asksForUsage
        self.isStrict = isStrict
        self.repairsStreams = repairsStreams
        self.targets = targets
        self.explanation = explanation
    }

    package var canServe: Bool { targets.contains { !$0.isEmpty } }
}
