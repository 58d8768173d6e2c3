import Synchronization

/// Counts the looks at the ledger, for whoever must not act before the next one: an event loop that slept, because its process
/// was stopped, does not know what was ordered meanwhile. Counted and not timed: a look that began before the sleep and
/// ended after it does not count.
package final class Lookout: Sendable {
    private let begun = Atomic<UInt64>(0)
    private let awaited = Atomic<UInt64>(0)
    private let known = Atomic<UInt64>(0)

    package init() {}

    /// A look begins.
    ///
    /// - Returns: its number.
    package func begin() -> UInt64 { begun.wrappingAdd(1, ordering: .sequentiallyConsistent).newValue }

    /// Whether anybody waits for what the look has shown.
    package func isAwaited(_ number: UInt64) -> Bool {
        let awaited = awaited.load(ordering: .sequentiallyConsistent)
        return number >= awaited && awaited > known.load(ordering: .sequentiallyConsistent)
    }

    /// What the look has shown is in force everywhere.
    package func know(_ number: UInt64) { known.max(number, ordering: .sequentiallyConsistent) }

    // MARK: Waiting

    /// The number of the first look that has not begun; whoever asks waits until it is known.
    package func awaitNext() -> UInt64 {
        let number = begun.load(ordering: .sequentiallyConsistent) + 1
        awaited.max(number, ordering: .sequentiallyConsistent)
        return number
    }

    package func knows(_ number: UInt64) -> Bool { known.load(ordering: .sequentiallyConsistent) >= number }
}
