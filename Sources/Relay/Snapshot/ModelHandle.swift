import Routing
import Synchronization

/// What lives on for a model while settings come and go: its requests under way, and what is left of its retries.
///
/// Every event loop touches it. An exchange whose first attempt serves takes the lock once.
package final class ModelHandle: Sendable {
    /// The fact is in the counter at once; the log says it again no sooner than this.
    private static let goneQuiet: UInt64 = 60_000_000_000

    package let name: String
    private let underWay = Atomic<Int>(0)
    private let retries = Mutex(RetryBudget())
    /// When the log was last told that the model is gone; 0: never.
    private let goneTold = Atomic<UInt64>(0)

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

    // MARK: Retries

    /// An exchange asks the model for the first time. `now` is in nanoseconds of the loops' clock, here and below.
    func noteAsked(now: UInt64) {
        retries.withLock { $0.deposit(now: now) }
    }

    /// Takes a retry out of the model's budget.
    func mayRetry(now: UInt64) -> Bool {
        retries.withLock { $0.withdraw(now: now) }
    }

    // MARK: Gone

    /// Whether the log is to say that a provider does not know the model; yes once a minute.
    func mayTellGone(now: UInt64) -> Bool {
        let told = goneTold.load(ordering: .relaxed)
        guard told == 0 || now >= told + Self.goneQuiet else { return false }
        return goneTold.compareExchange(expected: told, desired: max(now, 1), ordering: .relaxed).exchanged
    }
}
