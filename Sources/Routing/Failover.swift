/// Which model of a plan is asked next, and how the exchange ends when none is left.
///
/// Candidates are numbered in the plan's order; each is tried once. An answer that was shown to the client ends it.
package struct Failover: Sendable {
    package enum Step: Sendable, Equatable {
        case attempt(Int)
        /// No candidate is left, or the failure is the caller's: tell the client of this one.
        case giveUp(AttemptFailure)
    }

    private let candidates: Int
    private var current = 0
    /// The failure that tells a caller most: an answer from a provider says more than a dead connection.
    private var told: AttemptFailure?

    /// - Parameter candidates: at least one.
    package init(candidates: Int) {
        self.candidates = candidates
    }

    package var first: Step { .attempt(0) }

    /// Another model stands ready.
    package var hasNext: Bool { current + 1 < candidates }

    package mutating func failed(_ failure: AttemptFailure) -> Step {
        let remembered = told.map { Self.weight($0) >= Self.weight(failure) ? $0 : failure } ?? failure
        told = remembered
        guard failure.movesOn else { return .giveUp(failure) }
        guard hasNext else { return .giveUp(remembered) }
        current += 1
        return .attempt(current)
    }

    private static func weight(_ failure: AttemptFailure) -> Int {
        switch failure {
        case .status(429): 3
        case .status: 2
        case .modelBusy: 1
        // It says what a model could not have done; that another one is down says when to ask again.
        case .untranslatable: -1
        default: 0
        }
    }
}
