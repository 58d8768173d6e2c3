package import Routing
import Synchronization

/// What lives on for a model while settings come and go: its places, its breaker, what is left of its retries.
///
/// Every event loop touches it. An exchange whose first attempt serves takes each lock twice. `now` is in nanoseconds of the
/// loops' clock throughout.
package final class ModelHandle: Sendable {
    /// The fact is in the counter at once; the log says it again no sooner than this.
    private static let goneQuiet: UInt64 = 60_000_000_000

    package let name: String
    /// Among all handles of the process, from 0.
    let place: Int
    package let places = Places()
    private let health = Mutex(Health())
    /// When the log was last told that the model is gone; 0: never.
    private let goneTold = Atomic<UInt64>(0)

    private struct Health {
        /// nil: the settings turn it off.
        var breaker: Breaker? = Breaker()
        var retries = RetryBudget()
    }

    init(name: String, place: Int) {
        self.name = name
        self.place = place
    }

    // MARK: Breaker

    enum Admission {
        /// - Parameter ticket: to be handed back with the outcome; nil where there is no breaker.
        case admitted(BreakerTicket?)
        case refused
    }

    /// - Parameter isFirst: the exchange asks the model for the first time, which pays into its budget of retries.
    func admit(isFirst: Bool, now: UInt64) -> Admission {
        health.withLock { health in
            switch health.breaker?.admit(now: now) {
            case .refused?: return .refused
            case .admitted(let ticket)?:
                if isFirst { health.retries.deposit(now: now) }
                return .admitted(ticket)
            case nil:
                if isFirst { health.retries.deposit(now: now) }
                return .admitted(nil)
            }
        }
    }

    /// Lets one attempt through that `admit` refused, because no other model is left.
    func overrule(now: UInt64) -> BreakerTicket? {
        health.withLock { $0.breaker?.overrule(now: now) }
    }

    func report(
        _ ticket: BreakerTicket,
        _ outcome: Breaker.Outcome,
        now: UInt64,
        using random: inout some RandomNumberGenerator
    ) {
        health.withLock { $0.breaker?.report(ticket, outcome, now: now, using: &random) }
    }

    /// Takes over what the settings say now; a reload forgives nobody.
    func adopt(_ limits: BreakerLimits?, now: UInt64) {
        health.withLock { health in
            guard let limits else { return health.breaker = nil }
            if health.breaker == nil { health.breaker = Breaker(limits: limits) }
            health.breaker?.adopt(limits, now: now)
        }
    }

    package var breaker: (state: BreakerState, counts: BreakerCounts, cause: BreakerCause?)? {
        health.withLock { $0.breaker.map { ($0.state, $0.counts, $0.cause) } }
    }

    /// Whether an attempt asked for now would be let through.
    func isAvailable(now: UInt64) -> Bool {
        health.withLock { $0.breaker?.state.isAvailable(now: now) ?? true }
    }

    // MARK: Asked

    private let askedCount = Atomic<Int>(0)

    /// A request is about to go up. Counted where the bytes are written, whatever was decided before.
    func noteAsked() { askedCount.wrappingAdd(1, ordering: .relaxed) }

    /// Requests that went up since the process began.
    package var asked: Int { askedCount.load(ordering: .relaxed) }

    // MARK: Retries

    /// Takes a retry out of the model's budget.
    func mayRetry(now: UInt64) -> Bool {
        health.withLock { $0.retries.withdraw(now: now) }
    }

    // MARK: Gone

    /// Once a day is enough: the date does not move by the minute.
    private static let retirementQuiet: UInt64 = 86_400_000_000_000
    private let retirementTold = Atomic<UInt64>(0)

    func mayTellRetirement(now: UInt64) -> Bool {
        let told = retirementTold.load(ordering: .relaxed)
        guard told == 0 || now >= told + Self.retirementQuiet else { return false }
        return retirementTold.compareExchange(expected: told, desired: max(now, 1), ordering: .relaxed).exchanged
    }

    /// Whether the log is to say that a provider does not know the model; yes once a minute.
    func mayTellGone(now: UInt64) -> Bool {
        let told = goneTold.load(ordering: .relaxed)
        guard told == 0 || now >= told + Self.goneQuiet else { return false }
        return goneTold.compareExchange(expected: told, desired: max(now, 1), ordering: .relaxed).exchanged
    }
}
