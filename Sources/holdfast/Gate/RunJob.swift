import Control
import Domain
import Probing
import Relay
import Settings

/// One run, begun or taken up again, that is ready to be made.
struct RunJob: Sendable {
    let made: RunMaker.Made
    private let work: @Sendable (@escaping @Sendable (RunProgress) -> Void) async throws -> End

    enum End: Sendable {
        case finished
        /// It can be gone on with.
        case stopped(String)
        /// - Parameter unconfirmed: why what hit was not tried again to the end.
        case decided(Certificate, [Finding], unconfirmed: String?)

        /// Nothing is left of it.
        var isWhole: Bool {
            switch self {
            case .finished, .decided(_, _, unconfirmed: nil): true
            case .stopped, .decided: false
            }
        }
    }

    /// Plans what is wanted and notes it in the store.
    ///
    /// - Throws: what a person has to change.
    init(_ order: RunOrder, by actor: Actor, on bench: ProbeBench, isServers: Bool = false) async throws {
        let seed = order.seed ?? .random(in: .min ... .max)
        switch order.aim {
        case .probe(let target, let packs, let trials, let only):
            let place = try ProbeTarget.Place(target, bench.settings)
            try bench.checkPrices(place, order.ceilings)
            try await bench.checkRecalls(place) { "holdfast certify \(place.name) --policy POLICY --recall \($0)" }
            let made = try RunMaker(bench.shelf).make(
                id: Self.newID(),
                try Self.requests(packs, trials, only, bench.shelf),
                target: bench.target(place),
                seed: seed,
                parameters: order.parameters,
                ceilings: order.ceilings,
                purpose: .probe(bench.asked(place)),
                isServers: isServers
            )
            self.init(made, place, bench)
        case .certify(let model, let policy, let recall, let findings, let confirms):
            let policy = try bench.policy(policy)
            let place = try ProbeTarget.Place(model, bench.settings, onlyModels: true)
            try bench.checkPrices(place, order.ceilings)
            let state = try bench.desk.refresh()
            if let recall, state.recalls[recall] == nil { throw RecallRefusal.unknown(recall) }
            // What the recall was given for is tried whoever asks.
            let owed = recall.flatMap { state.recalls[$0]?.order.findings } ?? []
            let all = (owed + findings).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
            let subject = try Self.subject(place, by: actor, findings: all, recall, state, bench)
            try await bench.checkRecalls(place, lifting: recall) { id in
                (["holdfast certify \(place.name) --policy \(policy.name) --recall \(id)"]
                    + findings.map { "--finding \($0)" }).joined(separator: " ")
            }
            let certifier = try Self.certifier(place, recall, policy, bench)
            let made = try certifier.plan(
                subject,
                policy,
                policyHash: bench.shelf.policyHashes([policy])[policy.name] ?? "",
                confirms: confirms,
                id: Self.newID(),
                seed: seed,
                parameters: order.parameters,
                ceilings: order.ceilings,
                isServers: isServers
            )
            self.init(made, certifier, subject, policy)
        }
        try await bench.store.begin(made.plan, now: WallClock.system.milliseconds())
    }

    /// Takes up a run that was left.
    ///
    /// - Parameters:
    ///   - ceilings: of those that it has, those that it gets.
    ///   - isAlone: no other process can be making it.
    init(
        resuming id: String,
        on bench: ProbeBench,
        isAlone: Bool = false,
        ceilings: (RunPlan.Ceilings) -> RunPlan.Ceilings = { $0 }
    ) async throws {
        var plan = try bench.store.run(id).plan
        if plan.isServers, !isAlone {
            throw Failure(
                .failed,
                "The run \(id) is the server's. Start the server, which goes on with it, or say --server."
            )
        }
        plan.ceilings = ceilings(plan.ceilings)
        let made = RunMaker.Made(plan: plan, probes: try RunMaker(bench.shelf).probes(of: plan))
        switch plan.purpose {
        case .probe(let asked):
            let kind = asked.map { $0.isModel ? "model:" : "route:" } ?? ""
            let place = try ProbeTarget.Place(kind + plan.target, bench.settings)
            guard asked == nil || asked == bench.asked(place) else {
                throw Failure(
                    .failed,
                    (place.isModel
                        ? "The model `\(place.name)` is another one than when the run \(id) began"
                        : "The route `\(place.name)` asks other models than when the run \(id) began")
                        + ", and trials of the two cannot be counted together: begin a new one with `holdfast probe`."
                )
            }
            try await bench.checkRecalls(place) { "holdfast certify \(place.name) --policy POLICY --recall \($0)" }
            self.init(made, place, bench)
        case .part(let run):
            throw Failure(
                .failed,
                "The run \(id) belongs to \(run). Go on with that: `holdfast certify --resume \(run)`."
            )
        case .certificate(let terms):
            let policy = try bench.policy(terms.policy)
            guard bench.shelf.policyHashes([policy])[policy.name] == terms.policyHash else {
                throw Failure(
                    .failed,
                    "The policy `\(policy.name)` has changed since the run \(id) began: begin a new one with `holdfast certify`."
                )
            }
            let place = try ProbeTarget.Place("model:" + plan.target, bench.settings, onlyModels: true)
            let subject = try Self.subject(
                place,
                by: terms.by,
                findings: terms.findings,
                terms.recall,
                try bench.desk.refresh(),
                bench
            )
            guard subject.upstream == terms.upstream else {
                throw Failure(
                    .failed,
                    "The model `\(plan.target)` is another one than when the run \(id) began: begin a new one with `holdfast certify`."
                )
            }
            try await bench.checkRecalls(place, lifting: terms.recall) {
                "holdfast certify \(place.name) --policy \(policy.name) --recall \($0)"
            }
            self.init(made, try Self.certifier(place, terms.recall, policy, bench), subject, policy)
        }
        _ = try await bench.store.resume(id, now: WallClock.system.milliseconds(), isAlone: isAlone)
    }

    private init(_ made: RunMaker.Made, _ place: ProbeTarget.Place, _ bench: ProbeBench) {
        self.made = made
        work = { tell in
            let runner = Runner(
                made.plan,
                probes: made.probes,
                target: bench.target(place),
                maker: ScriptMaker(AttackLibrary.standard, for: made.probes),
                store: bench.store,
                now: WallClock.system.milliseconds,
                tell: tell
            )
            return switch try await runner.run() {
            case .finished: .finished
            case .stopped(let reason): .stopped(reason)
            }
        }
    }

    private init(_ made: RunMaker.Made, _ certifier: Certifier, _ subject: Certifier.Subject, _ policy: Policy) {
        self.made = made
        work = { tell in
            switch try await certifier.run(made, subject, policy, tell: tell) {
            case .stopped(_, let reason): .stopped(reason)
            case .decided(let certificate, let findings, let unconfirmed):
                .decided(certificate, findings, unconfirmed: unconfirmed)
            }
        }
    }

    /// Makes it. Cancelling the task stops it after the requests under way.
    ///
    /// - Parameter tell: hears of each batch of trials.
    func run(_ tell: @escaping @Sendable (RunProgress) -> Void) async throws -> End { try await work(tell) }

    // MARK: Parts

    private static func certifier(
        _ place: ProbeTarget.Place,
        _ recall: String?,
        _ policy: Policy,
        _ bench: ProbeBench
    ) throws -> Certifier {
        let incumbent = try policy.against.map { name in
            let place = try ProbeTarget.Place("model:" + name, bench.settings, onlyModels: true)
            return Incumbent(target: bench.target(place), lineage: Self.lineage(place, bench))
        }
        return Certifier(
            desk: bench.desk,
            store: bench.store,
            maker: RunMaker(bench.shelf),
            target: bench.target(place, lifting: recall),
            incumbent: incumbent,
            now: WallClock.system.milliseconds
        )
    }

    private static func subject(
        _ place: ProbeTarget.Place,
        by actor: Actor,
        findings: [String],
        _ recall: String?,
        _ state: ControlState,
        _ bench: ProbeBench
    ) throws -> Certifier.Subject {
        let known = bench.settings.models.first { $0.name == place.name }?.candidate
        return Certifier.Subject(
            model: place.name,
            lineage: known?.lineage ?? "",
            upstream: known?.upstream ?? "",
            by: actor,
            findings: try findings.map { id in
                guard let known = state.gate.findings[id]?.finding else { throw RecallRefusal.unknownFinding(id) }
                return known
            },
            recall: recall
        )
    }

    private static func lineage(_ place: ProbeTarget.Place, _ bench: ProbeBench) -> String {
        bench.settings.models.first { $0.name == place.name }?.lineage.description ?? ""
    }

    private static func requests(
        _ packs: [String],
        _ trials: Int?,
        _ only: [String],
        _ shelf: PackShelf
    ) throws -> [RunMaker.Request] {
        guard !only.isEmpty else { return packs.map { .init(pack: $0, trials: trials) } }
        var requests: [RunMaker.Request] = []
        for name in packs {
            let ids = try shelf.pack(name).probes.map(\.id).filter { id in only.contains { id.hasPrefix($0) } }
            if !ids.isEmpty { requests.append(.init(pack: name, trials: trials ?? ids.count, probes: ids)) }
        }
        guard !requests.isEmpty else {
            throw Failure(
                .failed,
                "No probe of \(packs.joined(separator: ", ")) begins so. `holdfast pack show` lists them."
            )
        }
        return requests
    }

    /// Names in the order of their time.
    private static func newID() -> String {
        let letters = (0..<5).map { _ in "abcdefghijkmnpqrstuvwxyz23456789".randomElement() ?? "a" }
        return "run_\(String(WallClock.system.milliseconds(), radix: 36))\(String(letters))"
    }
}
