import Access
import Control
import Foundation
import GRDB
import Journal
import Logging
import NIOCore
import Settings
import Storage

@testable import Relay

/// The data plane alone, in this process, on one event loop and with a name service of the test's.
enum LiveRelay {
    static func run(
        _ document: String,
        environment: [String: String] = [:],
        names: HeldNames,
        _ body: (_ port: Int) async throws -> Void
    ) async throws {
        try await run(document, environment: environment, names: names) { _, port, _ in try await body(port) }
    }

    /// - Parameter body: gets the records too, where the journal writes what it keeps.
    static func run(
        _ document: String,
        environment: [String: String] = [:],
        names: HeldNames = HeldNames(),
        recalls: [Recall] = [],
        gate: GateState = GateState(),
        _ body: (_ relay: Relay, _ port: Int, _ records: DatabaseQueue) async throws -> Void
    ) async throws {
        let path = NSTemporaryDirectory() + "holdfast-relay-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let folder = try StateFolder(path)
        let settings = try SettingsLoader.load(text: document, file: "f.yaml", folder: path, home: path)
        let secrets = SecretReader(environment: environment)
        let handles = LiveHandles()
        let builder = SnapshotBuilder(
            handles: handles,
            rehearsal: { _ in nil },
            readSecret: { try secrets.read($0) },
            now: { 0 }
        )
        let records = try RecordsFile.file(folder).open()
        let journal = JournalWriter(
            try RecordsFile.file(folder).open(),
            path: folder.records,
            retention: .init(age: settings.retention.journalAge, bytes: settings.retention.journalSize),
            turned: { _ in }
        )
        let shared = RelayShared(
            resolver: Resolver { names.lookUp(host: $0, port: $1) },
            budget: ByteBudget(limit: settings.limits.memory),
            places: handles.places,
            journal: journal,
            bindings: AnswerBindings(try RecordsFile.file(folder).open()),
            rates: RateLimits(now: { DispatchTime.now().uptimeNanoseconds }),
            days: DayAccounts(),
            connections: ConnectionCount(limit: settings.limits.connections),
            clock: .system,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            instance: "instance"
        )
        let snapshot = builder.build(
            settings,
            keys: KeyTable(ControlState(), tenants: nil, pepper: nil),
            recalls: recalls,
            gate: GateView(settings, gate, hashes: [:], now: 0)
        )
        let relay = try await Relay(shared: shared, threads: 1, snapshot: snapshot, epoch: 0)
        let result: Result<Void, any Error>
        do {
            let address = try await relay.listen(settings.listeners.service)
            try await body(relay, address.port ?? 0, records)
            result = .success(())
        } catch {
            result = .failure(error)
        }
        await relay.stop(drain: .zero)
        await relay.end()
        await stop(journal)
        try result.get()
    }

    private static func stop(_ journal: JournalWriter) async {
        await withCheckedContinuation { continuation in
            let thread = Thread {
                journal.stop()
                continuation.resume()
            }
            thread.start()
        }
    }
}
