import Access
import Control
import Dispatch
import Domain
import Foundation
import GRDB
import Journal
import Logging
import Probing
import Relay
import Settings
import Storage

/// A gateway inside a command, for its probes: the same path that requests take, without listeners, keys or journal.
///
/// A server that runs from the same state folder is not disturbed: what this writes are trials, certificates and findings.
final class ProbeStation: Sendable {
    let settings: Settings
    let relay: Relay
    let store: ProbeStore
    let desk: GateDesk
    let shelf: PackShelf
    private let rehearsals = Rehearsals()
    private let journal: JournalWriter

    /// Trials of older runs are dropped; what their certificates say stays in the ledger.
    private static let age: UInt64 = 90 * 86_400_000

    init(_ settings: Settings) async throws {
        self.settings = settings
        let folder = try StateFolder(settings.state)
        let ledger = try Desk.ledger(folder)
        let state = try ledger.refresh()
        let records = try RecordsFile.file(folder).open()
        let now = WallClock.system.milliseconds
        store = ProbeStore(records)
        try await store.drop(endedBefore: now() - min(now(), Self.age))
        desk = GateDesk(ledger, now: now)
        shelf = PackShelf(settings)
        try await rehearsals.apply(settings)
        var logger = Logger(label: "holdfast")
        // What fails is told by the run.
        logger.logLevel = .critical
        let memory = try FrozenDatabase.empty(RecordsFile.file(folder))
        journal = JournalWriter(
            memory,
            path: folder.records,
            retention: .init(age: settings.retention.journalAge, bytes: settings.retention.journalSize),
            turned: { _ in }
        )
        let handles = LiveHandles()
        let secrets = SecretReader(environment: environment)
        let addresses = rehearsals.addresses
        let builder = SnapshotBuilder(
            handles: handles,
            rehearsal: { addresses[$0] },
            readSecret: { try secrets.read($0) },
            now: { Int(now() / 1000) }
        )
        let shared = RelayShared(
            resolver: Resolver(),
            budget: ByteBudget(limit: settings.limits.memory),
            places: handles.places,
            journal: journal,
            bindings: AnswerBindings(memory),
            rates: RateLimits(now: { DispatchTime.now().uptimeNanoseconds }),
            days: DayAccounts(),
            connections: ConnectionCount(limit: settings.limits.connections),
            clock: .system,
            logger: logger,
            instance: ServerParts.randomText(),
            noticed: { _ in }
        )
        relay = try await Relay(
            shared: shared,
            threads: 1,
            snapshot: builder.build(
                settings,
                keys: KeyTable(ControlState(), tenants: nil, pepper: nil),
                recalls: Array(state.recalls.values),
                // A route is probed as its callers get it.
                gate: Assembly.gate(settings, state, hashes: Assembly.policyHashes(settings))
            ),
            epoch: state.epoch
        )
    }

    func stop() async {
        await relay.stop(drain: .zero)
        await relay.end()
        await rehearsals.stop()
        await ServerParts.blocking { [journal] in journal.stop() }
    }

    /// Names in the order of their time.
    static func runID() -> String {
        let letters = (0..<5).map { _ in "abcdefghijkmnpqrstuvwxyz23456789".randomElement() ?? "a" }
        return "run_\(String(WallClock.system.milliseconds(), radix: 36))\(String(letters))"
    }

    /// Who gives a command: the token's operator, or the user of this machine.
    func actor() throws -> Actor { try Recaller(settings, mayCreate: true).actor() }
}
