package import Access
package import Control
package import Journal
package import Logging
import Telemetry

/// What all event loops share; each part guards itself.
package final class RelayShared: Sendable {
    package let resolver: Resolver
    package let budget: ByteBudget
    /// Of all exchanges together.
    let places: Places
    package let journal: JournalWriter
    package let bindings: AnswerBindings
    let seals = SealOrigins()
    package let rates: RateLimits
    package let days: DayAccounts
    package let connections: ConnectionCount
    package let clock: WallClock
    package let logger: Logger
    package let mirror = MirrorTap()
    /// Hears what exchanges notice of models.
    let noticed: @Sendable (Noticed) -> Void
    package let lookout = Lookout()
    /// Marks what this process sends upstream, so that it recognises a request that comes round again.
    package let instance: String

    package init(
        resolver: Resolver,
        budget: ByteBudget,
        places: Places,
        journal: JournalWriter,
        bindings: AnswerBindings,
        rates: RateLimits,
        days: DayAccounts,
        connections: ConnectionCount,
        clock: WallClock,
        logger: Logger,
        instance: String,
        noticed: @escaping @Sendable (Noticed) -> Void = { _ in }
    ) {
        self.resolver = resolver
        self.budget = budget
        self.places = places
        self.journal = journal
        self.bindings = bindings
        self.rates = rates
        self.days = days
        self.connections = connections
        self.clock = clock
        self.logger = logger
        self.instance = instance
        self.noticed = noticed
    }
}

/// The time of day. Decides nothing on the path: only stamps, dates and expiries.
package struct WallClock: Sendable {
    /// Since 1970, UTC.
    package var milliseconds: @Sendable () -> UInt64

    package init(milliseconds: @escaping @Sendable () -> UInt64) {
        self.milliseconds = milliseconds
    }

    package static let system = WallClock(milliseconds: LineLog.systemTime)
}
