package import Domain
import Synchronization

/// The day's book, shared by all event loops. It outlives every table of keys, so that a reload forgives nobody.
package final class DayAccounts: Sendable {
    /// A limit that is used up, and whose it is.
    package struct Exhaustion: Sendable, Equatable {
        package enum Owner: Sendable, Equatable {
            case key
            case tenant(String)
        }

        package var owner: Owner
        package var limit: DayLimits.Spent
    }

    private let book = Mutex(DayBook())

    package init() {}

    /// Takes one exchange into account, by the day on which it began.
    package func charge(_ spending: Spending, key: String, tenant: String, on day: Day) {
        guard !spending.isNothing else { return }
        book.withLock { $0.charge(spending, key: key, tenant: tenant, on: day) }
    }

    /// What was used before this process began. Whoever calls sees to it that it happens once.
    package func add(_ before: DaySpending, on day: Day) {
        book.withLock { $0.add(before, on: day) }
    }

    package func spending(key: String, on day: Day) -> Spending {
        book.withLock { $0.spending(key: key, on: day) }
    }

    package func spending(tenant: String, on day: Day) -> Spending {
        book.withLock { $0.spending(tenant: tenant, on: day) }
    }

    /// The limit that keeps a key from more today: its own first, then its tenant's.
    package func exhaustion(of entry: KeyEntry, on day: Day) -> Exhaustion? {
        if !entry.limits.isNone, let spent = entry.limits.spent(by: spending(key: entry.id, on: day)) {
            return Exhaustion(owner: .key, limit: spent)
        }
        if !entry.tenantLimits.isNone, let spent = entry.tenantLimits.spent(by: spending(tenant: entry.tenant, on: day))
        {
            return Exhaustion(owner: .tenant(entry.tenant), limit: spent)
        }
        return nil
    }
}
