import Synchronization

/// Open client connections of the process. Beyond the limit a connection is closed at once, and counted.
package final class ConnectionCount: Sendable {
    private let limit: Int
    private let open = Atomic<Int>(0)
    private let refused = Atomic<Int>(0)

    package init(limit: Int) {
        self.limit = limit
    }

    package var current: Int { open.load(ordering: .relaxed) }
    package var refusedSoFar: Int { refused.load(ordering: .relaxed) }

    func enter() -> Bool {
        guard open.add(1, ordering: .relaxed).newValue <= limit else {
            open.subtract(1, ordering: .relaxed)
            refused.add(1, ordering: .relaxed)
            return false
        }
        return true
    }

    func leave() {
        open.subtract(1, ordering: .relaxed)
    }
}
