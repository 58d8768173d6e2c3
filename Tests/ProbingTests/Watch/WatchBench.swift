import Control
import Domain
import HoldfastTesting
import JSON
import Settings
import Storage

@testable import Probing

/// A watched route of two models, whose clock only goes where the test puts it, and the world around it.
struct WatchBench: Sendable {
    let folder: TemporaryFolder
    let ledger: LedgerStore
    let store: ProbeStore
    let gate: GateDesk
    let desk: WatchDesk
    let clock = Watched<UInt64>(Self.start)
    let settings: Watched<Settings>
    let standings = Watched<[String: WatchWorld.Standing]>([:])
    let targets: Watched<[String: FakeTarget]>
    let takesTools = Watched(true)

    static let day: UInt64 = 86_400_000
    static let hour: UInt64 = 3_600_000
    /// An hour after midnight.
    static let start = Day(unixMilliseconds: 1_800_000_000_000).start + hour

    /// - Parameters:
    ///   - severity: of the pack's goals; of `low` ones one hit is no reason for a close look.
    ///   - watch: of the route.
    init(
        severity: String = "high",
        watch: String = "{probes_per_day: 24}",
        serve: String = "[opal, jade]",
        more: String = ""
    ) throws {
        folder = try TemporaryFolder()
        try folder.write(Self.pack("small", severity), to: "small.yaml")
        try folder.write(Self.pack("fresh", severity), to: "fresh.yaml")
        settings = Watched(try Self.settings(folder, watch: watch, serve: serve, more: more))
        let state = try StateFolder(folder.path + "/state")
        let now: @Sendable () -> UInt64 = { [clock] in clock.value }
        ledger = try LedgerStore(state, records: try RecordsFile.file(state).open(), now: now)
        store = ProbeStore(try RecordsFile.file(state).open())
        gate = GateDesk(ledger, now: now)
        desk = WatchDesk(ledger, now: now)
        targets = Watched(["opal": Self.firm("opal-2"), "jade": Self.firm("jade-1")])
    }

    static func pack(_ name: String, _ severity: String) -> String {
        GateBench.pack().replacing("pack: small", with: "pack: \(name)").replacing(
            "severity: high",
            with: "severity: \(severity)"
        )
    }

    static func settings(
        _ folder: TemporaryFolder,
        watch: String,
        serve: String = "[opal, jade]",
        route: String = "",
        more: String = ""
    ) throws -> Settings {
        let path = try folder.write(
            """
            state: \(folder.path)/state
            providers: {acme: {kind: rehearsal}}
            lineages: {acme/opal@2: {}, other/jade@1: {}}
            policies: {clinic: {packs: {small: {ceiling: 5%}}}}
            models:
              opal: {provider: acme, id: opal-2, lineage: acme/opal@2}
              jade: {provider: acme, id: jade-1, lineage: other/jade@1}
            routes:
              support: {serve: \(serve), require: {policy: clinic}, watch: \(watch)\(route)}
            \(more)
            """,
            to: "holdfast.yaml"
        )
        return try SettingsLoader.load(path: path, home: "/tmp", trials: nil)
    }

    static func candidate(_ model: Model) -> GateState.Candidate {
        GateState.Candidate(
            name: model.name,
            lineage: model.lineage.description,
            upstream: "\(model.provider)/\(model.id)"
        )
    }

    static func firm(_ name: String) -> FakeTarget { FakeTarget { _ in .says("No.", model: name) } }

    var world: WatchWorld {
        WatchWorld(
            settings: { settings.value },
            candidate: Self.candidate,
            standing: { model, _ in standings.value[model.name] ?? .serving },
            target: { model, _ in
                ProbeTarget(name: model.name, takesTools: takesTools.value, takesPrefill: true) { body in
                    guard let target = targets.value[model.name] else { return .fails(.target) }
                    return await target.target.ask(body)
                }
            },
            shelf: { PackShelf(folder: folder.path) },
            now: { clock.value }
        )
    }

    /// As a process that has just started.
    func watcher() -> Watcher { Watcher(world, gate: gate, desk: desk, store: store) }

    /// What a model is answered by from now on.
    func answer(_ model: String, _ target: FakeTarget) { targets.change { $0[model] = target } }

    /// Certifies both models, or those that are named, as they are now.
    func certify(_ names: String...) async throws {
        // So that every run of a test draws alike.
        try await store.keep(nil, [(.seed, "7")], now: 0)
        let settings = settings.value
        let shelf = PackShelf(folder: folder.path)
        for (place, model) in settings.models.enumerated() where names.isEmpty || names.contains(model.name) {
            let policy = settings.policies[0]
            let candidate = Self.candidate(model)
            let subject = Certifier.Subject(
                model: candidate.name,
                lineage: candidate.lineage,
                upstream: candidate.upstream,
                by: .operator("op_a")
            )
            let certifier = Certifier(
                desk: gate,
                store: store,
                maker: RunMaker(shelf),
                target: world.target(model, nil),
                now: { clock.value }
            )
            let made = try certifier.plan(
                subject,
                policy,
                policyHash: shelf.policyHashes([policy])[policy.name] ?? "",
                confirms: false,
                id: "run_\(model.name)_\(clock.value)",
                seed: UInt64(place),
                parameters: .init(),
                ceilings: .init(concurrency: 8)
            )
            try await store.begin(made.plan, now: clock.value)
            _ = try await certifier.run(made, subject, policy, tell: { _ in }).decided
        }
    }

    // MARK: The clock

    /// Does all that is due now.
    func settle(_ watcher: Watcher) async throws {
        var isMoving = true
        while isMoving {
            isMoving = false
            for place in try await watcher.due() where try await watcher.step(place) { isMoving = true }
        }
    }

    /// Goes from one moment of the timetable to the next, and does what is due at each.
    ///
    /// - Parameter isDone: looks after each of them whether to go on.
    func run(_ watcher: Watcher, until end: UInt64, isDone: () throws -> Bool = { false }) async throws {
        while clock.value < end {
            try await settle(watcher)
            if try isDone() { return }
            let next = try await watcher.status().places.compactMap(\.next).min() ?? end
            // Who it is is asked at moments that the status does not show.
            let now = min(max(next, clock.value + 1), clock.value + Self.hour, end)
            clock.change { $0 = now }
        }
    }

    // MARK: What came of it

    func state() throws -> ControlState { try ledger.refresh() }

    func alarms(_ kind: WatchAlarm.Kind) throws -> [WatchState.Raised] {
        try state().watch.alarms.values.filter { $0.alarm.kind == kind }.sorted { $0.alarm.id < $1.alarm.id }
    }

    func findings() throws -> [GateState.Confirmed] {
        try state().gate.findings.values.sorted { $0.finding.id < $1.finding.id }
    }

    func standing(_ model: String) throws -> GateState.Standing {
        let settings = settings.value
        let hashes = PackShelf(folder: folder.path).policyHashes(settings.policies)
        let candidate = settings.models.first { $0.name == model }.map(Self.candidate)
        return try state().gate.standing(
            of: candidate ?? .init(name: model, lineage: "", upstream: ""),
            under: "clinic",
            hash: hashes["clinic"] ?? "",
            now: clock.value
        )
    }

    /// Trials of the timetable that are kept of a pack on a model, by number.
    func trials(_ watcher: Watcher, _ model: String = "opal", _ pack: String = "small") async throws -> [Trial.Outcome]
    {
        let all = try await watcher.status().places.flatMap(\.streams)
        var outcomes: [Trial.Outcome] = []
        for stream in Set(all.filter { $0.name.model == model && $0.name.pack == pack }.map(\.run)) {
            try store.each(of: stream) { outcomes.append($0) }
        }
        return outcomes
    }
}

extension FakeTarget.Asked {
    /// A trial's, and not a question of who it is.
    var isTrial: Bool { !secret.isEmpty }

    /// The system prompt; empty where there is none.
    var system: String {
        body["messages"]?.elements?.first { $0["role"]?.string == "system" }?["content"]?.string ?? ""
    }

    /// The last words, unless they are in code.
    var said: String { body["messages"]?.elements?.last?["content"]?.string ?? "" }
}
