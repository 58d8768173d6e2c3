import Control
import JSON
import Probing
import Relay
import Settings
import Storage

/// Where commands about the watch have their knowledge from: the running server, or what lies in the state folder.
enum WatchSource {
    /// - Parameter curves: with the points of each stream.
    static func status(_ settings: Settings, curves: Bool = false) async throws -> JSONValue {
        if let client = OperatorClient(state: settings.state),
            let answer = client.get("/api/v1/watch\(curves ? "?curves=true" : "")"), answer.status == 200
        {
            return answer.body
        }
        let status = WatchView.json(try await watcher(settings).status(), curves: curves)
        complain("no server was asked: this is what the state folder says, and nobody watches now")
        return status
    }

    /// What there is to watch. Where nothing was ever kept, that is what the settings alone say.
    static func plan(_ settings: Settings) async throws -> WatchPlan {
        guard try StateFolder.existing(settings.state) == nil else { return try await watcher(settings).plan() }
        let shelf = PackShelf(settings)
        let names = settings.policies.flatMap(\.packs).map(\.pack) + settings.routes.flatMap { $0.watch?.packs ?? [] }
        let hashes = Dictionary(
            uniqueKeysWithValues: Set(names).compactMap { name in
                (try? shelf.pack(name)).map { (name, $0.hash) }
            }
        )
        return WatchPlan(
            settings,
            GateState(),
            policyHashes: shelf.policyHashes(settings.policies),
            packHashes: hashes,
            candidate: \.candidate,
            now: WallClock.system.milliseconds()
        )
    }

    /// - Throws: where no route watches the model: with those that are watched.
    static func check(_ model: String, _ settings: Settings) throws {
        let watched = Set(settings.routes.filter { $0.watch != nil }.flatMap(\.serve))
        if !watched.contains(model) { throw Failure(.failed, unwatched(model, watched)) }
    }

    static func unwatched(_ model: String, _ watched: Set<String>) -> String {
        "The model `\(model.prefix(64))` is not watched. "
            + (watched.isEmpty
                ? "Give a route `watch:` beside its `require:` in the settings."
                : "There are: \(watched.sorted().joined(separator: ", ")).")
    }

    /// A watch that looks and tries nothing.
    static func watcher(_ settings: Settings) throws -> Watcher {
        let ledger = try Desk.existingLedger(settings)
        let now = WallClock.system.milliseconds
        return Watcher(
            WatchWorld(
                settings: { settings },
                candidate: \.candidate,
                standing: { WatchWorld.standing($0, settings, $1) },
                target: { model, _ in
                    ProbeTarget(name: model.name, takesTools: true, takesPrefill: true) { _ in
                        .failed(.target, ProbeTarget.Observed(), retryAfter: nil)
                    }
                },
                shelf: { PackShelf(settings) },
                now: now
            ),
            gate: GateDesk(ledger, now: now),
            desk: WatchDesk(ledger, now: now),
            store: ProbeStore(try Desk.records(settings))
        )
    }
}
