package import Domain

/// What keys and tenants used on one day. A value without clock: the day is an argument.
package struct DayBook: Sendable {
    private var day = Day(unixMilliseconds: 0)
    private var sums = DaySpending()

    package init() {}

    /// What began before the book's day is nobody's limit any more; a later day begins a new book.
    package mutating func charge(_ spending: Spending, key: String, tenant: String, on day: Day) {
        if turn(to: day) { sums.add(spending, key: key, tenant: tenant) }
    }

    /// Lays what was used before beside what is here.
    package mutating func add(_ before: DaySpending, on day: Day) {
        if turn(to: day) { sums += before }
    }

    package func spending(key: String, on day: Day) -> Spending {
        day == self.day ? sums.keys[key] ?? Spending() : Spending()
    }

    package func spending(tenant: String, on day: Day) -> Spending {
        day == self.day ? sums.tenants[tenant] ?? Spending() : Spending()
    }

    private mutating func turn(to next: Day) -> Bool {
        if next > day {
            day = next
            sums.removeAll()
        }
        return next == day
    }
}
