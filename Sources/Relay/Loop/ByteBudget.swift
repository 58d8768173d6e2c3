import Synchronization

/// The process's one allowance for buffered request and answer bytes, whatever the number of exchanges.
package final class ByteBudget: Sendable {
    package let limit: Int
    private let used = Atomic<Int>(0)

    package init(limit: Int) {
        self.limit = limit
    }

    package var inUse: Int { used.load(ordering: .relaxed) }

    /// - Returns: false, and nothing taken, when the allowance would be passed.
    func reserve(_ bytes: Int) -> Bool {
        guard used.add(bytes, ordering: .relaxed).newValue <= limit else {
            used.subtract(bytes, ordering: .relaxed)
            return false
        }
        return true
    }

    /// Takes what is there already, whatever the limit: bytes that pass from one account to another.
    func take(_ bytes: Int) {
        used.add(bytes, ordering: .relaxed)
    }

    func release(_ bytes: Int) {
        if bytes > 0 { used.subtract(bytes, ordering: .relaxed) }
    }
}

/// What one exchange holds of the budget; given back together at its end.
struct BudgetShare {
    private let budget: ByteBudget
    private(set) var bytes = 0

    init(_ budget: ByteBudget) {
        self.budget = budget
    }

    mutating func grow(by more: Int) -> Bool {
        guard budget.reserve(more) else { return false }
        bytes += more
        return true
    }

    /// Counts what is held already, such as an answer whose exchange has just given its own share back.
    mutating func take(_ more: Int) {
        budget.take(more)
        bytes += more
    }

    mutating func shrink(by less: Int) {
        let less = min(less, bytes)
        budget.release(less)
        bytes -= less
    }

    mutating func releaseAll() {
        budget.release(bytes)
        bytes = 0
    }
}
