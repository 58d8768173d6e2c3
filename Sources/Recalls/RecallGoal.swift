package import Control

/// Where a person wants a recall to go, and the states on the way: those at which nobody stopped are passed through, each as an
/// event of its own.
package struct RecallGoal: Sendable, Hashable {
    package var state: RecallState
    /// Percent; only with `reinstating`.
    package var share: Int?

    package init(_ state: RecallState, share: Int? = nil) {
        self.state = state
        self.share = share
    }

    /// The next step back: the next larger share, and after the last one the whole.
    package static func next(of recall: Recall) -> RecallGoal {
        let served = recall.state == .reinstating ? recall.share : 0
        return RecallMove.shares.first { $0 > served }.map { RecallGoal(.reinstating, share: $0) } ?? RecallGoal(.clear)
    }

    package func steps(from state: RecallState) -> [RecallGoal] {
        let isLifting = self.state == .reinstating || self.state == .clear
        let passed: [RecallState] =
            switch state {
            case .contained where isLifting: [.correcting, .recertifying]
            case .contained where self.state == .recertifying: [.correcting]
            case .correcting where isLifting: [.recertifying]
            default: []
            }
        return passed.map { RecallGoal($0) } + [self]
    }
}
