import Access
import Control
import Dispatch
import Domain
import Journal
import Logging
import Relay
import Settings
import Storage
import Synchronization

/// Tells the day's accounts what the journal knows of the day before this process began. What came after, the data plane
/// charges itself, with or without limits: so it does not matter when this happens, only that it happens once, and before
/// the first limit is in force. While nobody has one it never does.
final class DayRebuild: Sendable {
    private let accounts: DayAccounts
    private let folder: StateFolder
    /// Unix milliseconds: records of this process have later identifiers.
    private let startedAt: UInt64
    private let logger: Logger
    private let isDone = Atomic<Bool>(false)

    init(_ accounts: DayAccounts, _ folder: StateFolder, startedAt: UInt64, logger: Logger) {
        self.accounts = accounts
        self.folder = folder
        self.startedAt = startedAt
        self.logger = logger
    }

    /// Returns when the accounts are good for these settings and keys. Called by one task after the other, never by two.
    func prepare(_ settings: Settings, _ state: ControlState) async {
        guard !isDone.load(ordering: .relaxed), Self.needsAccounts(settings, state) else { return }
        let prices = ChargePrices(settings)
        // A day of records takes seconds, which no thread of the cooperative pool has to spare.
        let isLoaded = await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: self.load(prices)) }
        }
        isDone.store(isLoaded, ordering: .relaxed)
    }

    private static func needsAccounts(_ settings: Settings, _ state: ControlState) -> Bool {
        settings.tenants.contains { !$0.limits.isNone } || state.keys.values.contains { !$0.grant.limits.isNone }
    }

    /// False when the journal cannot be read; serving goes on, and the next change of settings or keys tries again.
    private func load(_ prices: ChargePrices) -> Bool {
        let day = Day(unixMilliseconds: WallClock.system.milliseconds())
        guard day.start < startedAt else { return true }
        do {
            // A connection of its own: others must not wait for this one.
            let reader = JournalReader(try RecordsFile.file(folder).open())
            let (before, count) = try reader.spending(since: day.start, until: startedAt, at: prices)
            accounts.add(before, on: day)
            logger.notice(
                "the limits of a day count what the journal knows of today",
                metadata: ["records": "\(count)"]
            )
            return true
        } catch {
            logger.error(
                "the journal cannot be read: the limits of a day count from now on",
                metadata: ["cause": "\(DatabaseFile.translate(error, folder.records).message)"]
            )
            return false
        }
    }
}
