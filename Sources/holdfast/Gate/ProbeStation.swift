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
    let bench: ProbeBench
    private let relay: Relay
    private let rehearsals = Rehearsals()
    private let journal: JournalWriter

    init(_ settings: Settings) async throws {
        let folder = try StateFolder(settings.state)
        let ledger = try Desk.ledger(folder)
        let state = try ledger.refresh()
        let records = try RecordsFile.file(folder).open()
        let now = WallClock.system.milliseconds
        let store = ProbeStore(records)
        try await store.drop(endedBefore: now() - min(now(), ProbeBench.age))
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
        bench = ProbeBench(settings: settings, relay: relay, store: store, desk: GateDesk(ledger, now: now))
    }

    func stop() async {
        await relay.stop(drain: .zero)
        await relay.end()
        await rehearsals.stop()
        await ServerParts.blocking { [journal] in journal.stop() }
    }

    /// Who gives a command: the token's operator, or the user of this machine.
    func actor() throws -> Actor { try Recaller(bench.settings, mayCreate: true).actor() }
}
