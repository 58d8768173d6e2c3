import Synchronization

/// What lives on for a model while settings come and go: today the number of its requests under way.
package final class ModelHandle: Sendable {
    package let name: String
    private let underWay = Atomic<Int>(0)

    package init(name: String) {
        self.name = name
    }

    package var inFlight: Int { underWay.load(ordering: .relaxed) }

    /// - Returns: false when `limit` requests are under way already.
    func acquire(limit: Int) -> Bool {
        guard underWay.add(1, ordering: .relaxed).newValue <= limit else {
            underWay.subtract(1, ordering: .relaxed)
            return false
        }
        return true
    }

    func release() {
        underWay.subtract(1, ordering: .relaxed)
    }
}
