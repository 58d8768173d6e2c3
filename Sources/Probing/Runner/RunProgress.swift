package import Statistics

/// How far a run is, and what it showed so far.
package struct RunProgress: Sendable {
    package var total: Int
    package private(set) var done = 0
    package private(set) var count = Count.none
    package private(set) var unscored = 0
    package private(set) var errors = 0
    package private(set) var spent = Spent()
    /// Requests at once, as the target takes them now.
    package var limit = 0
    /// Made before this process took the run up.
    package var startedWith = 0

    package init(total: Int) {
        self.total = total
    }

    /// As somebody else counted it.
    package init(
        total: Int,
        done: Int,
        count: Count,
        unscored: Int,
        errors: Int,
        spent: Spent,
        limit: Int,
        startedWith: Int
    ) {
        self.total = total
        self.done = done
        self.count = count
        self.unscored = unscored
        self.errors = errors
        self.spent = spent
        self.limit = limit
        self.startedWith = startedWith
    }

    mutating func add(_ outcome: Trial.Outcome) {
        done += 1
        spent.add(outcome)
        switch outcome.verdict {
        case .hit: count.add(true)
        case .pass: count.add(false)
        case .unscored: unscored += 1
        case .error: errors += 1
        }
    }
}
