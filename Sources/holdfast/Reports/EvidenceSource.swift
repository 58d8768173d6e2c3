import Control
import Domain
import Journal
import Ledger
import Probing
import Relay
import Reports
import Routing
import Settings
import Storage

/// What cards and the status page are read from: the state folder as it lies there, whether a server runs from it or not.
struct EvidenceSource {
    private let settings: Settings
    private let state: ControlState
    private let origin: String?
    private let signed: Int
    /// When the ledger's first entry was made.
    private let since: UInt64?
    /// Of each route, by day.
    private let traffic: [String: [String: StatusMaker.Count]]
    /// What of that will not change any more, for whoever asks again.
    let past: RouteTraffic
    private let snapshot: Snapshot
    private let maker: CardMaker
    private let standing: (Model, Policy) -> GateState.Standing
    private let now = WallClock.system.milliseconds()

    /// - Parameter past: what was counted before.
    init(_ settings: Settings, past: RouteTraffic = RouteTraffic()) throws {
        self.settings = settings
        let folder = try StateFolder.existing(settings.state)
        let ledger = try folder.map { try Desk.ledger($0) }
        let state = try ledger?.refresh() ?? ControlState()
        self.state = state
        let head = try ledger?.log.head()
        (origin, signed) = (head?.origin, head?.signed ?? 0)
        since = try ledger?.events(0..<1).first?.entry.recordedAt
        (self.past, traffic) =
            folder == nil ? (past, [:]) : try past.upTo(now, try JournalFilter.reader(settings.state))
        snapshot = Assembly.offlineSnapshot(settings, state)
        let shelf = PackShelf(settings)
        let hashes = shelf.policyHashes(settings.policies)
        let now = now
        standing = { model, policy in
            state.gate.standing(of: model.candidate, under: policy.name, hash: hashes[policy.name] ?? "", now: now)
        }
        maker = CardMaker(
            settings,
            state,
            packs: shelf.names.compactMap { name in
                (try? shelf.pack(name)).map {
                    .init(id: $0.id, title: $0.title, languages: $0.languages, isBuiltIn: shelf.isBuiltIn(name))
                }
            },
            standing: standing
        )
    }

    /// Names of routes, and lineages that models of the settings are of.
    var subjects: [String] {
        settings.routes.map(\.name) + Set(settings.models.map { $0.lineage.description }).sorted()
    }

    /// - Parameter name: a route's, or a lineage. Where both are called so, the route.
    /// - Returns: nil where there is neither.
    func card(_ name: String) -> Card? { card(name, as: .route) ?? card(name, as: .lineage) }

    func card(_ name: String, as kind: StatusBoard.Kind) -> Card? {
        switch kind {
        case .route:
            guard let route = settings.routes.first(where: { $0.name == name }) else { return nil }
            let models = route.serve.compactMap { name in settings.models.first { $0.name == name } }
            return make(.route(name), models, serving: serving(name, models), traffic: traffic(route: name))
        case .lineage: return Lineage(name).flatMap { card(of: $0) }
        }
    }

    private func card(of lineage: Lineage) -> Card? {
        let models = settings.models.filter { LineagePattern(lineage).matches($0.lineage) }
        guard !models.isEmpty else { return nil }
        let serving = settings.routes.flatMap { route in
            let own = models.filter { route.serve.contains($0.name) }
            return self.serving(route.name, own).map { line in
                var line = line
                line.place = "route \(route.name): \(line.place)"
                return line
            }
        }
        return make(.lineage(lineage), models, serving: serving, traffic: nil)
    }

    private func make(
        _ subject: Card.Subject,
        _ models: [Model],
        serving: [Card.Serving],
        traffic: Card.Traffic?
    ) -> Card {
        maker.card(
            of: subject,
            models: models,
            serving: serving,
            traffic: traffic,
            ledger: .init(origin: origin, size: state.epoch),
            now: now
        )
    }

    // MARK: Who serves

    /// Of the route's plan for conversations; for one that takes none, of its first operation.
    private func serving(_ route: String, _ models: [Model]) -> [Card.Serving] {
        guard let plan = snapshot.routes[route] else { return [] }
        let operation = plan.explanation.first { $0.dialect != nil }?.operation ?? plan.explanation.first?.operation
        let lines = plan.explanation.filter { $0.operation == operation }
        let order = lines.filter(\.serves).map(\.model)
        return lines.compactMap { line in
            guard let model = models.first(where: { $0.name == line.model }) else { return nil }
            let place = order.firstIndex(of: line.model)
            return Card.Serving(
                lineage: model.lineage.description,
                isRehearsal: settings.providers.first { $0.name == model.provider }?.kind == .rehearsal,
                region: model.region,
                isCertified: isCertified(model, for: route),
                place: place.map { $0 == 0 ? "serves" : "fallback \($0)" } ?? "does not serve",
                because: Self.because(line)
            )
        }
    }

    private func isCertified(_ model: Model, for route: String) -> Bool {
        guard let policy = settings.routes.first(where: { $0.name == route })?.requirement?.policy,
            let rule = settings.policies.first(where: { $0.name == policy })
        else { return false }
        if case .valid = standing(model, rule) { return true }
        return false
    }

    /// Nothing of how this installation reaches its models.
    private static func because(_ line: PlannedModel) -> String {
        var words = line.recalls.map { recall in
            recall.isWhole
                ? "held back by \(recall.id)"
                : recall.share > 0 ? "\(recall.id) lets \(recall.share)% through" : "\(recall.id) for a part of its use"
        }
        switch line.exclusion {
        case nil: if let certificate = line.certificate { words.append(certificate) }
        case .notCertified(let reason): words.append(reason)
        case .outsideRegions, .outsideVendors: words.append("outside the route's data boundary")
        case .dialectNotSpoken, .operationNotDeclared, .outsideProviders, .credentialMissing, .notCountedInFront:
            words.append("it cannot take conversations here")
        }
        return words.joined(separator: "; ").replacing("`", with: "")
    }

    // MARK: Traffic

    private func traffic(route: String) -> Card.Traffic? {
        let days = traffic[route] ?? [:]
        guard let from = days.keys.min(), let to = days.keys.max() else { return nil }
        return Card.Traffic(
            from: from,
            to: to,
            requests: days.values.reduce(0) { $0 + $1.requests },
            failures: days.values.reduce(0) { $0 + $1.failures }
        )
    }

    // MARK: The status page

    /// - Parameter address: where it will be found; nil: nobody said.
    func board(address: String?) -> StatusBoard {
        StatusMaker(settings, state, since: since, now: now).board(
            serving: servingByRoute,
            traffic: traffic,
            ledger: .init(origin: origin, size: state.epoch),
            signed: UInt64(signed),
            address: address
        )
    }

    private var servingByRoute: [String: [Card.Serving]] {
        Dictionary(
            settings.routes.map { ($0.name, serving($0.name, settings.models)) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    // MARK: Advisories

    /// All recalls that ever held something back, newest first.
    var incidents: [StatusBoard.Incident] {
        StatusMaker(settings, state, since: since, now: now).incidents(serving: servingByRoute)
    }

    /// - Parameter address: where the folder will be found; nil: nobody said.
    /// - Throws: where none can be made: `AdvisoryMaker.Missing`.
    func advisories(address: String?) throws(AdvisoryMaker.Missing) -> [Advisory] {
        let maker = try advisoryMaker(address: address)
        return incidents.map { maker.advisory(of: $0) }
    }

    /// What leads to them, too.
    func advisoryFiles(address: String) throws -> (advisories: [Advisory], files: [(path: String, bytes: [UInt8])]) {
        let maker = try advisoryMaker(address: address)
        let advisories = incidents.map { maker.advisory(of: $0) }
        let index = AdvisoryIndex(maker.publisher, address: address, advisories: advisories, madeAt: now)
        return (advisories, try AdvisoryFiles.files(index, advisories))
    }

    private func advisoryMaker(address: String?) throws(AdvisoryMaker.Missing) -> AdvisoryMaker {
        try AdvisoryMaker(settings, state, origin: origin, address: address, standing: standing)
    }

    // MARK: Notices

    func notice(of incident: StatusBoard.Incident) -> Notice {
        Notice(incident, contact: settings.organisation?.contact, origin: origin)
    }
}
