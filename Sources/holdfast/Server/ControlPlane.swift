import Access
import Control
import Logging
import Relay
import Settings
import Storage
import Synchronization

/// Turns what changes (settings, keys, credentials) into snapshots, and sends them to the data plane.
///
/// One task does it all, in order: a snapshot that was built from older parts can never replace a newer one.
final class ControlPlane: Sendable {
    enum Change: Sendable {
        case state(ControlState)
        /// - Parameter adopted: called when every event loop has them.
        case settings(Settings, adopted: @Sendable () -> Void)
        /// Look whether a credential's file has changed, or a certificate has expired.
        case secrets
        /// A look at the ledger has ended, and what it showed was sent before.
        case looked(UInt64)
    }

    /// What became of a state that was sent to the event loops.
    struct Adopted: Sendable {
        var state: ControlState
        /// When every event loop had it, microseconds since 1970.
        var at: UInt64
    }

    private struct Current {
        var settings: Settings
        var state: ControlState
        var snapshot: Snapshot
        /// Of the policies in the settings.
        var policyHashes: [String: String]
        var gate: GateView
        var operators: OperatorTable
        var secrets: [String]
        /// Events that every event loop has taken over.
        var inEffect: UInt64
        /// When the newest of these were, microseconds since 1970.
        var moments: [(epoch: UInt64, at: UInt64)] = []
    }

    private let current: Mutex<Current>
    private let builder: SnapshotBuilder
    private let pepper: Pepper?
    private let hasFile: Bool
    private let secretReader: SecretReader
    private let days: DayRebuild
    private let logger: Logger
    private let changes: AsyncStream<Change>
    private let inlet: AsyncStream<Change>.Continuation

    init(
        settings: Settings,
        state: ControlState,
        hasFile: Bool,
        pepper: Pepper?,
        builder: SnapshotBuilder,
        secrets: SecretReader,
        days: DayRebuild,
        logger: Logger
    ) {
        self.builder = builder
        self.pepper = pepper
        self.hasFile = hasFile
        secretReader = secrets
        self.days = days
        self.logger = logger
        (changes, inlet) = AsyncStream.makeStream(bufferingPolicy: .unbounded)
        let keys = KeyTable(state, tenants: Assembly.tenantRules(settings, hasFile: hasFile), pepper: pepper)
        let hashes = Assembly.policyHashes(settings)
        let gate = Assembly.gate(settings, state, hashes: hashes)
        current = Mutex(
            Current(
                settings: settings,
                state: state,
                snapshot: builder.build(settings, keys: keys, recalls: Array(state.recalls.values), gate: gate),
                policyHashes: hashes,
                gate: gate,
                operators: OperatorTable(state, pepper: pepper),
                secrets: Self.fileSecrets(settings, secrets),
                inEffect: state.epoch
            )
        )
    }

    /// Events that every event loop has taken over.
    var inEffect: UInt64 { current.withLock { $0.inEffect } }

    var settings: Settings { current.withLock { $0.settings } }
    var state: ControlState { current.withLock { $0.state } }
    var snapshot: Snapshot { current.withLock { $0.snapshot } }
    /// Where the models of routes that require something stand.
    var gate: GateView { current.withLock { $0.gate } }
    /// Of some models of a route, those that its policy lets serve while there are no others.
    var certified: @Sendable (Route, [String]) -> [String] {
        { [gate] route, models in
            let excluded = gate.excluded(models, route.requirement)
            return models.filter { excluded[$0] == nil }
        }
    }

    /// What people hear of certificates that routes require, although no event says it.
    var alarms: [CertificateAlarm] {
        let (gate, known) = current.withLock { ($0.gate, $0.state.gate) }
        let now = WallClock.system.milliseconds()
        return gate.required.compactMap { known.alarm($0.standing, now: now) }
    }

    func `operator`(_ token: String, now: UInt64) -> OperatorTable.Entry? {
        current.withLock { $0.operators }.verify(Array(token.utf8), now: now)
    }

    private static let mostMoments = 64

    /// When every event loop had so many events, microseconds since 1970; nil: not yet, or long ago.
    func effectMoment(of epoch: UInt64) -> UInt64? {
        current.withLock { $0.moments.first { $0.epoch >= epoch }?.at }
    }

    /// - Returns: whether every event loop has so many events within two seconds.
    func waitForEffect(of epoch: UInt64) async -> Bool {
        for _ in 0..<1000 {
            if inEffect >= epoch { return true }
            try? await Task.sleep(for: .milliseconds(2))
        }
        return inEffect >= epoch
    }

    /// From any thread. The stream holds what a second of events could bring; each is small.
    func send(_ change: Change) {
        inlet.yield(change)
    }

    /// Sends new settings; returns when every event loop has them, or when the task is cancelled.
    func apply(_ settings: Settings) async {
        let (adopted, end) = AsyncStream.makeStream(of: Never.self)
        send(.settings(settings, adopted: { end.finish() }))
        for await _ in adopted {}
    }

    func finish() {
        inlet.finish()
    }

    /// Runs until `finish`.
    ///
    /// - Parameter adopted: called in order, when every event loop has a state.
    func run(_ relay: Relay, adopted told: @Sendable (Adopted) -> Void) async {
        for await change in changes {
            if case .looked(let number) = change {
                relay.lookout.know(number)
                continue
            }
            await prepareDays(change)
            let (snapshot, epoch) = take(change, hashes: Self.policyHashes(change))
            await relay.adopt(snapshot, epoch: epoch)
            let now = WallClock.microseconds()
            current.withLock { current in
                current.inEffect = max(current.inEffect, epoch)
                current.moments = current.moments.suffix(Self.mostMoments - 1) + [(epoch, now)]
            }
            told(Adopted(state: state, at: now))
            if case .settings(_, let adopted) = change { adopted() }
        }
    }

    /// A limit that comes into force counts what was used before it.
    private func prepareDays(_ change: Change) async {
        switch change {
        case .state(let state): await days.prepare(settings, state)
        case .settings(let settings, _): await days.prepare(settings, state)
        case .secrets, .looked: break
        }
    }

    /// Read before anything waits for the change; nil where it brings no settings.
    private static func policyHashes(_ change: Change) -> [String: String]? {
        guard case .settings(let settings, _) = change else { return nil }
        return Assembly.policyHashes(settings)
    }

    /// - Returns: the snapshot that the change makes necessary, and the epoch it stands for.
    private func take(_ change: Change, hashes: [String: String]?) -> (Snapshot?, UInt64) {
        current.withLock { current in
            var next = current
            switch change {
            // What was read earlier and comes later says nothing new.
            case .state(let state): if state.epoch >= current.state.epoch { next.state = state }
            case .settings(let settings, _): next.settings = settings
            case .secrets:
                next.secrets = Self.fileSecrets(current.settings, secretReader)
                if next.secrets != current.secrets {
                    logger.notice("a credential's file has changed and was read again")
                }
            case .looked: break
            }
            next.policyHashes = hashes ?? current.policyHashes
            next.gate = Assembly.gate(next.settings, next.state, hashes: next.policyHashes)
            let movesOnlyEpoch =
                next.settings == current.settings && next.secrets == current.secrets
                && next.gate == current.gate && next.state.keys == current.state.keys
                && next.state.operators == current.state.operators
                && next.state.recalls.compactMapValues(\.effect) == current.state.recalls.compactMapValues(\.effect)
            if movesOnlyEpoch {
                current.state = next.state
                return (nil, next.state.epoch)
            }
            let keys = KeyTable(
                next.state,
                tenants: Assembly.tenantRules(next.settings, hasFile: hasFile),
                pepper: pepper
            )
            next.snapshot = builder.build(
                next.settings,
                keys: keys,
                recalls: Array(next.state.recalls.values),
                gate: next.gate
            )
            next.operators = OperatorTable(next.state, pepper: pepper)
            current = next
            return (next.snapshot, next.state.epoch)
        }
    }

    /// The values of credentials that live in files; compared, never kept longer than to the next look.
    private static func fileSecrets(_ settings: Settings, _ reader: SecretReader) -> [String] {
        settings.providers.flatMap(\.credentials).map { reference in
            switch reference {
            case .environment: ""
            case .file: (try? reader.read(reference)) ?? ""
            }
        }
    }
}
