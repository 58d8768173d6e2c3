import Dispatch
import Foundation
import Journal
import Logging
import Storage
import Synchronization

/// Looks after the state folder on a thread of its own, once a second: how much space there is, and whether what waits
/// for the ledger can be appended by now.
final class StateWatch: Sendable {
    /// Short, so that who stops it need not wait long; no condition, whose wait ends at a time of day that can be set.
    private static let nap: UInt32 = 50_000
    private static let napsBetweenLooks = 20

    private let folder: StateFolder
    private let journal: JournalWriter
    private let events: OwnEvents
    private let degradation: Degradation
    private let logger: Logger
    private let limit: @Sendable () -> Int
    private let isStopping = Atomic<Bool>(false)
    private let ended = DispatchSemaphore(value: 0)

    /// - Parameter limit: the bytes that must be free, in the settings in force.
    init(
        _ folder: StateFolder,
        journal: JournalWriter,
        events: OwnEvents,
        degradation: Degradation,
        limit: @escaping @Sendable () -> Int,
        logger: Logger
    ) {
        self.folder = folder
        self.journal = journal
        self.events = events
        self.degradation = degradation
        self.limit = limit
        self.logger = logger
        let thread = Thread { [self] in run() }
        thread.name = "state watch"
        thread.start()
    }

    /// Returns when the thread has ended, and with it its hold on the databases. Blocks: not for an event loop.
    func stop() {
        isStopping.store(true, ordering: .releasing)
        ended.wait()
    }

    private func run() {
        let reserve = Reserve(folder)
        var watch = SpaceWatch()
        var isRefused = false
        while !isStopping.load(ordering: .acquiring) {
            let look = SpaceWatch.Look(
                free: Reserve.free(at: folder.path),
                hasReserve: reserve.isThere,
                limit: limit()
            )
            let decision = watch.look(look)
            if decision.wantsReserve, !isRefused, !reserve.make() {
                // Told once: a quota, or a limit on files.
                isRefused = true
                logger.warning(
                    "no reserve can be made in the state folder; a full disk will keep the ledger from growing"
                )
            }
            tell(decision.stopsJournal, look)
            events.retry()
            for _ in 0..<Self.napsBetweenLooks where !isStopping.load(ordering: .acquiring) { usleep(Self.nap) }
        }
        ended.signal()
    }

    private func tell(_ isShort: Bool, _ look: SpaceWatch.Look) {
        guard isShort != degradation.has(.space) else { return }
        let reason =
            "Space in \(folder.path) is short (\((look.free ?? 0) >> 20) MiB), so exchanges are served and not recorded. Free some."
        degradation.set(.space, isShort ? reason : nil)
        journal.pause(isShort ? reason : nil)
    }
}
