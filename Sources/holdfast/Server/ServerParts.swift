import Access
import Control
import Crypto
import Domain
import Foundation
import GRDB
import JSON
import Journal
import Logging
import Notifications
import Probing
import Recalls
import Relay
import Settings
import Storage

/// Everything a server is made of, opened in order and wired; nothing here listens yet.
final class ServerParts: Sendable {
    let settings: Settings
    let settingsRecord: SettingsRecord
    let assumptions: [String]
    let folder: StateFolder
    let ledger: LedgerStore
    let checkpoints: CheckpointSigner
    let control: ControlPlane
    let journal: JournalWriter
    let reader: JournalReader
    let segments: SegmentCloser
    let events: OwnEvents
    let degradation = Degradation()
    let relay: Relay
    let recalls: RecallRunner
    let signals: SignalDesk
    let drills: DrillDesk
    let probes: ProbeDesk
    let probeStore: ProbeStore
    let watch: WatchRunner
    let watchDesk: WatchDesk
    let desk: RecallDesk
    let notifier: Notifier
    let rehearsals: Rehearsals
    let days = DayAccounts()
    /// Lets commands on this machine speak to the running server.
    let localToken = ServerParts.randomText() + ServerParts.randomText()
    let handles = LiveHandles()
    let startedAt = WallClock.system.milliseconds()
    private let opened: OpenState
    private let file: String?
    private let logger: Logger

    init(_ loaded: SettingsOptions.Loaded, logger: Logger) async throws {
        let settings = loaded.settings
        self.settings = settings
        self.logger = logger
        assumptions = loaded.assumptions
        file = loaded.file
        settingsRecord = SettingsRecord(loaded.file)
        opened = try await OpenState(settings.state)
        folder = opened.folder
        ledger = opened.ledger
        let state = ledger.state
        let keys = KeysFolder(settings.keys)
        if let refusal = opened.frozen {
            checkpoints = try CheckpointSigner(frozen: ledger.log, keys: keys, refusal: refusal, logger: logger)
            degradation.set(
                .state,
                "\(refusal.message) Nothing is recorded and no event is taken; what holds is the last state that could be read. "
                    + "Mend it and restart the server."
            )
        } else {
            checkpoints = try CheckpointSigner(folder, keys: keys, logger: logger)
        }
        let pepper = try Pepper.load(keys, mayCreate: state.keys.isEmpty && state.operators.isEmpty)
        try Self.refuseOpenNetwork(settings, state)
        rehearsals = Rehearsals()
        try await rehearsals.apply(settings)
        let secrets = SecretReader(environment: environment)
        let addresses = rehearsals.addresses
        let rebuild = DayRebuild(days, folder, startedAt: startedAt, logger: logger)
        await rebuild.prepare(settings, state)
        control = ControlPlane(
            settings: settings,
            state: state,
            hasFile: loaded.file != nil,
            pepper: pepper,
            builder: SnapshotBuilder(
                handles: handles,
                rehearsal: { addresses[$0] },
                readSecret: { try secrets.read($0) },
                now: { Int(WallClock.system.milliseconds() / 1000) }
            ),
            secrets: secrets,
            days: rebuild,
            logger: logger
        )
        let live = LiveWatch()
        journal = JournalWriter(
            opened.records,
            path: folder.records,
            retention: .init(age: settings.retention.journalAge, bytes: settings.retention.journalSize),
            heard: live.hear,
            turned: { Self.log($0, logger) }
        )
        reader = JournalReader(opened.readRecords)
        let signalStream = SignalDesk.makeStream()
        if let refusal = opened.frozen {
            journal.pause(refusal.message)
            segments = JournalSegments.idle(opened.records)
        } else {
            segments = try JournalSegments.closer(folder, logger: logger)
        }
        events = OwnEvents(ledger, degradation, logger: logger)
        let shared = RelayShared(
            resolver: Resolver(),
            budget: ByteBudget(limit: settings.limits.memory),
            places: handles.places,
            journal: journal,
            bindings: AnswerBindings(opened.readRecords),
            rates: RateLimits(now: { DispatchTime.now().uptimeNanoseconds }),
            days: days,
            connections: ConnectionCount(limit: settings.limits.connections),
            clock: .system,
            logger: logger,
            instance: Self.randomText(),
            noticed: { noticed in
                let kind: ModelSignal.Kind =
                    switch noticed.what {
                    case .gone: .gone
                    case .retirement(let end):
                        .retirement(on: end.map { ClockText.day(unixMilliseconds: UInt64(max(0, $0)) * 1000) })
                    }
                signalStream.continuation.yield(ModelSignal(kind, model: noticed.model))
            }
        )
        relay = try await Relay(
            shared: shared,
            threads: settings.limits.threads == 0
                ? max(1, ProcessInfo.processInfo.activeProcessorCount) : settings.limits.threads,
            snapshot: control.snapshot,
            epoch: state.epoch
        )
        desk = RecallDesk(ledger, now: WallClock.system.milliseconds)
        recalls = RecallRunner(
            desk: desk,
            control: control,
            checker: RecallChecker(control: control, relay: relay, handles: handles, reader: reader),
            ledger: ledger,
            logger: logger
        )
        drills = DrillDesk(desk: desk, control: control, relay: relay, tap: shared.mirror, logger: logger)
        // A connection of its own: reading a long run holds nobody else up.
        probeStore = ProbeStore(opened.frozen == nil ? try RecordsFile.file(folder).open() : opened.records)
        let gateDesk = GateDesk(ledger, now: WallClock.system.milliseconds)
        probes = ProbeDesk(control, relay, probeStore, gateDesk, logger: logger)
        watchDesk = WatchDesk(ledger, now: WallClock.system.milliseconds)
        watch = WatchRunner(control, relay, probeStore, gateDesk, watchDesk, desk, live, logger: logger)
        signals = SignalDesk(
            desk: desk,
            control: control,
            relay: relay,
            signals: signalStream,
            heard: { [watch] in await watch.signalled($0) },
            logger: logger
        )
        notifier = try Self.notifier(opened, secrets, logger)
        notifier.apply(settings.notifications, paging: SignalPolicy.heldKinds(settings))
    }

    private static func notifier(_ opened: OpenState, _ secrets: SecretReader, _ logger: Logger) throws -> Notifier {
        let (folder, now) = (opened.folder, WallClock.system.milliseconds)
        let (records, read): (DatabaseQueue, Notifier.Read)
        if let refusal = opened.frozen {
            // What was delivered is remembered until the end of the process; what others append is read anew.
            records = opened.records
            read = { try LedgerStore(frozen: folder, refusal: refusal).events($0) }
        } else {
            // Connections of its own: an append never waits until events were read for somebody else.
            records = try RecordsFile.file(folder).open()
            let ledger = try LedgerStore(folder, records: records, now: now)
            read = { try ledger.events($0) }
        }
        return Notifier(records, state: opened.ledger.state, secrets: secrets, now: now, logger: logger, read: read)
    }

    /// Without keys everybody who reaches the listener would be served at the operator's cost.
    private static func refuseOpenNetwork(_ settings: Settings, _ state: ControlState) throws {
        guard state.keys.isEmpty, !settings.listeners.service.isLoopback else { return }
        throw Failure(
            .settings,
            "The service listener is bound to \(settings.listeners.service.host), which others can reach, and no key was made yet. "
                + "Make one first: holdfast key create --tenant NAME"
        )
    }

    static func randomText() -> String {
        String(UInt64.random(in: .min ... .max), radix: 36) + String(UInt64.random(in: .min ... .max), radix: 36)
    }

    /// Of a loss that nothing else shows, the log must tell.
    private static func log(_ turn: JournalWriter.Turn, _ logger: Logger) {
        switch (turn.work, turn.failure) {
        case (.write, let cause?):
            logger.error(
                "the journal refuses records; they are lost until it takes them again, and serving goes on",
                metadata: ["cause": "\(cause)"]
            )
        case (.write, nil):
            logger.notice("the journal takes records again", metadata: ["lost": "\(turn.lost)"])
        case (.sweep, let cause?):
            logger.error("the journal drops nothing, so it grows past its retention", metadata: ["cause": "\(cause)"])
        case (.sweep, nil):
            logger.notice("the journal keeps to its retention again")
        }
    }

    // MARK: Events

    func recordOfFile() -> SettingsRecord { SettingsRecord(file) }

    static func draft(_ event: ControlEvent, document: [UInt8]? = nil) -> LedgerStore.Draft {
        .init(event, id: "\(event.kind)/\(randomText())", document: document)
    }

    // MARK: The state folder

    /// Follows the ledger, and looks after the folder.
    ///
    /// - Returns: ends both; it may block for as long as the store waits for a lock.
    func follow() -> @Sendable () -> Void {
        let (control, checkpoints, notifier, logger) = (control, checkpoints, notifier, logger)
        let handler: @Sendable (ControlState) -> Void = {
            control.send(.state($0))
            checkpoints.ledgerHasGrown()
            notifier.follow($0)
        }
        if let refusal = opened.frozen {
            return FrozenFollower(
                folder,
                refusal: refusal,
                from: control.state.epoch,
                lookout: relay.lookout,
                handler: handler,
                looked: { control.send(.looked($0)) }
            ).stop
        }
        let follower = LedgerFollower(
            ledger,
            from: control.state.epoch,
            lookout: relay.lookout,
            handler: handler,
            looked: { control.send(.looked($0)) },
            failed: { cause in
                logger.error(
                    "the ledger cannot be followed; serving goes on under the last state",
                    metadata: ["cause": "\(cause)"]
                )
            }
        )
        StartAudit.begin(folder, ledger, degradation, logger: logger, mend: handler)
        let watch = StateWatch(
            folder,
            journal: journal,
            events: events,
            degradation: degradation,
            limit: { control.settings.retention.freeSpace },
            logger: logger
        )
        return {
            watch.stop()
            follower.stop()
        }
    }

    // MARK: Files of a running server

    func writeServerFiles(service: String, operator operatorAddress: String) {
        let addresses = JSONValue.object(
            ("service", .string(service)),
            ("operator", .string(operatorAddress)),
            ("pid", .integer(Int(ProcessInfo.processInfo.processIdentifier)))
        )
        do {
            try folder.write(Array(localToken.utf8), to: folder.operatorToken)
            try folder.write(addresses.bytes, to: folder.server)
        } catch {
            // A full disk, say; who serves does not need them.
            logger.error("commands on this machine will not find the server", metadata: ["cause": "\(error)"])
        }
    }

    func removeServerFiles() {
        try? FileManager.default.removeItem(atPath: folder.server)
        try? FileManager.default.removeItem(atPath: folder.operatorToken)
    }

    /// Writes what is queued and closes its segment; on a thread that may block.
    func stopJournal() async {
        await Self.blocking { [journal, segments] in
            journal.stop()
            segments.stop()
        }
    }

    /// Waits for what blocks, on a thread that may.
    static func blocking(_ work: @escaping @Sendable () -> Void) async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                work()
                continuation.resume()
            }
        }
    }
}
