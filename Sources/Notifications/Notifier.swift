package import Control
package import GRDB
package import Logging
package import Settings
package import Storage
import Synchronization

/// Tells endpoints what the ledger says of recalls and of the gate. Nothing waits for it: it reads what was appended, and keeps no message
/// longer than a try takes.
package final class Notifier: Sendable {
    /// Events of the ledger, oldest first; called on a thread that may block.
    package typealias Read = @Sendable (_ events: Range<Int>) throws -> [LedgerStore.Stored]

    private let ledger: FollowedLedger
    private let store: DeliveryStore
    private let client = WebhookClient()
    private let sender: WebhookSender
    private let board = DeliveryBoard()
    private let now: @Sendable () -> UInt64
    private let logger: Logger
    private let bells = Mutex<[Bell]>([])
    private let changes: AsyncStream<Wishes>
    private let inlet: AsyncStream<Wishes>.Continuation

    /// What the settings say.
    private struct Wishes {
        var endpoints: [NotificationEndpoint]
        var paging: Set<RecallKind>
    }

    /// - Parameters:
    ///   - records: an open `records.sqlite`, best for this alone.
    ///   - state: where the ledger stands; an endpoint that is new begins there.
    ///   - read: best from a connection of its own, so that no append waits for it.
    package init(
        _ records: DatabaseQueue,
        state: ControlState,
        secrets: SecretReader,
        now: @escaping @Sendable () -> UInt64,
        logger: Logger,
        read: @escaping Read
    ) {
        ledger = FollowedLedger(state, read: read)
        store = DeliveryStore(records)
        sender = WebhookSender(client: client, secrets: secrets, now: now)
        self.now = now
        self.logger = logger
        // Later settings replace those that were not looked at.
        (changes, inlet) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    package var figures: [DeliveryFigures] { board.all }

    /// From any thread; returns at once.
    package func follow(_ state: ControlState) {
        ledger.follow(state)
        for bell in bells.withLock({ $0 }) { bell.ring() }
    }

    /// From any thread: what people hear of certificates although no event says it. Each endpoint hears of each once.
    package func warn(_ alarms: [CertificateAlarm]) {
        guard ledger.warn(alarms) else { return }
        for bell in bells.withLock({ $0 }) { bell.ring() }
    }

    /// From any thread: these endpoints, and no others.
    ///
    /// - Parameter paging: kinds of what the server found for which a person is reminded, although nothing is held.
    package func apply(_ endpoints: [NotificationEndpoint], paging: Set<RecallKind>) {
        inlet.yield(Wishes(endpoints: endpoints, paging: paging))
    }

    /// Runs until the task is cancelled.
    package func run() async {
        var running: Task<Void, Never>?
        for await wishes in changes {
            // An endpoint never has two at once, or its order would be lost.
            running?.cancel()
            await running?.value
            running = Task { await deliver(wishes) }
        }
        running?.cancel()
        await running?.value
        await client.stop()
    }

    private func deliver(_ wishes: Wishes) async {
        let names = wishes.endpoints.map(\.name)
        board.keepOnly(names)
        do {
            try await Blocking.run { [store] in try store.keepOnly(names) }
        } catch {
            logger.error("endpoints that are gone cannot be forgotten", metadata: ["cause": "\(error)"])
        }
        let couriers = wishes.endpoints.map { (Bell(), $0) }
        bells.withLock { $0 = couriers.map(\.0) }
        await withDiscardingTaskGroup { tasks in
            for (bell, endpoint) in couriers {
                tasks.addTask { [self] in await courier(endpoint, bell, wishes.paging).run() }
            }
        }
    }

    private func courier(_ endpoint: NotificationEndpoint, _ bell: Bell, _ paging: Set<RecallKind>) -> Courier {
        Courier(
            endpoint,
            paging: paging,
            bell: bell,
            ledger: ledger,
            store: store,
            sender: sender,
            board: board,
            now: now,
            logger: logger
        )
    }
}
