import Dialects
import NIOCore
import Routing
import Settings

/// A route, planned: for each operation the targets that can take it, in order.
package final class RoutePlan: Sendable {
    package let name: String
    let clocks: ClockLimits
    /// Of the whole exchange, in the event loops' own unit: converting a `Duration` takes 128-bit arithmetic.
    let total: TimeAmount
    let failover: Failover.Rules
    /// Streams that break off may be finished by another model.
    let continues: Bool
    /// Those of recalled models too, whatever they were recalled for.
    let continuesRecalled: Bool
    let commentAfter: TimeAmount?
    /// Answers bear the name that was asked for.
    let echoesName: Bool
    /// What a conversation is answered with when no model does; nil: with an error.
    let lastResort: String?
    let asksForUsage: Bool
    /// What a translation would leave out is refused instead.
    let isStrict: Bool
    /// Streams that stay in their dialect are read and written anew, so that known defects of servers do not come through.
    let repairsStreams: Bool
    /// By `Operation.index`.
    let targets: [[Target]]
    /// What `explain` tells: each model of the route, for each operation.
    package let explanation: [PlannedModel]

    /// Of conversations; of a route that takes none, of its first operation.
    package var mainLines: [PlannedModel] {
        let operation = (explanation.first { $0.dialect != nil } ?? explanation.first)?.operation
        return explanation.filter { $0.operation == operation }
    }

    init(
        name: String,
        timeouts: Timeouts,
        failover: Failover.Rules,
        continues: Bool = false,
        continuesRecalled: Bool = false,
        commentAfter: Duration? = nil,
        echoesName: Bool = false,
        lastResort: String? = nil,
        asksForUsage: Bool,
        isStrict: Bool = false,
        repairsStreams: Bool = false,
        targets: [[Target]],
        explanation: [PlannedModel]
    ) {
        self.name = name
        clocks = ClockLimits(timeouts)
        total = TimeAmount(timeouts.total)
        self.failover = failover
        self.continues = continues
        self.continuesRecalled = continuesRecalled
        self.commentAfter = commentAfter.map { TimeAmount($0) }
        self.echoesName = echoesName
        self.lastResort = lastResort
        self.asksForUsage = asksForUsage
        self.isStrict = isStrict
        self.repairsStreams = repairsStreams
        self.targets = targets
        self.explanation = explanation
    }

    package var canServe: Bool {
        explanation.isEmpty ? targets.contains { !$0.isEmpty } : explanation.contains(where: \.serves)
    }

    /// Somebody could take the operation otherwise, and lacks the certificate that the route requires.
    func lacksCertificates(for operation: Operation) -> Bool {
        explanation.contains { line in
            guard line.operation == operation, case .notCertified = line.exclusion else { return false }
            return true
        }
    }
}

extension ClockLimits {
    init(_ timeouts: Timeouts) {
        self.init(
            connect: timeouts.connect,
            head: timeouts.head,
            firstContent: timeouts.firstContent,
            idle: timeouts.idle,
            attempt: timeouts.attempt ?? timeouts.total,
            floor: timeouts.floor,
            floorWindow: timeouts.floorWindow
        )
    }
}
