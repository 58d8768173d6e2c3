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
    /// Of each route, in the order in which they are asked.
    private let serving: [String: [(model: String, line: Card.Serving)]]
    /// All recalls that ever held something back, newest first.
    let incidents: [StatusBoard.Incident]
    private let statusMaker: StatusMaker
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
        let shelf = PackShelf(settings)
        let hashes = shelf.policyHashes(settings.policies)
        let now = now
        let standing: (Model, Policy) -> GateState.Standing = { model, policy in
            state.gate.standing(of: model.candidate, under: policy.name, hash: hashes[policy.name] ?? "", now: now)
        }
        self.standing = standing
        let snapshot = Assembly.offlineSnapshot(settings, state)
        let serving = settings.routes.map { route in
            (route.name, Self.serving(route, snapshot.routes[route.name]?.mainLines ?? [], settings, standing))
        }
        self.serving = Dictionary(serving, uniquingKeysWith: { first, _ in first })
        statusMaker = StatusMaker(settings, state, since: since, now: now)
        incidents = statusMaker.incidents(serving: self.serving.mapValues { $0.map(\.line) })
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
            return make(
                .route(name),
                models,
                serving: serving[name, default: []].map(\.line),
                traffic: traffic(route: name)
            )
        case .lineage: return Lineage(name).flatMap { card(of: $0) }
        }
    }

    private func card(of lineage: Lineage) -> Card? {
        let models = settings.models.filter { LineagePattern(lineage).matches($0.lineage) }
        guard !models.isEmpty else { return nil }
        let lines = settings.routes.flatMap { route in
            serving[route.name, default: []].filter { entry in models.contains { $0.name == entry.model } }.map {
                entry in
                var line = entry.line
                line.place = "route \(route.name): \(line.place)"
                return line
            }
        }
        return make(.lineage(lineage), models, serving: lines, traffic: nil)
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

    private static func serving(
        _ route: Route,
        _ lines: [PlannedModel],
        _ settings: Settings,
        _ standing: (Model, Policy) -> GateState.Standing
    ) -> [(model: String, line: Card.Serving)] {
        let order = lines.filter(\.serves).map(\.model)
        let policy = settings.policies.first { $0.name == route.requirement?.policy }
        return lines.compactMap { line in
            guard let model = settings.models.first(where: { $0.name == line.model }) else { return nil }
            let place = order.firstIndex(of: line.model)
            var isCertified = false
            if let policy, case .valid = standing(model, policy) { isCertified = true }
            let serving = Card.Serving(
                lineage: model.lineage.description,
                isRehearsal: settings.providers.first { $0.name == model.provider }?.kind == .rehearsal,
                region: model.region,
                isCertified: isCertified,
                place: place.map { $0 == 0 ? "serves" : "fallback \($0)" } ?? "does not serve",
                because: because(line)
            )
            return (line.model, serving)
        }
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
        statusMaker.board(
            serving: serving.mapValues { $0.map(\.line) },
            traffic: traffic,
            ledger: .init(origin: origin, size: state.epoch),
            signed: UInt64(signed),
            address: address
        )
    }

    // MARK: Advisories

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
