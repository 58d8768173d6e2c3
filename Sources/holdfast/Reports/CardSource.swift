import Control
import Domain
import Journal
import Probing
import Relay
import Reports
import Routing
import Settings
import Storage

/// What a card is read from: the state folder as it lies there, whether a server runs from it or not.
struct CardSource {
    private let settings: Settings
    private let state: ControlState
    private let origin: String?
    private let reader: JournalReader?
    private let snapshot: Snapshot
    private let maker: CardMaker
    private let now = WallClock.system.milliseconds()

    /// So many days of traffic are counted, today among them.
    private static let days: UInt64 = 90
    private static let dayMilliseconds: UInt64 = 86_400_000

    init(_ settings: Settings) throws {
        self.settings = settings
        let folder = try StateFolder.existing(settings.state)
        let ledger = try folder.map { try Desk.ledger($0) }
        let state = try ledger?.refresh() ?? ControlState()
        self.state = state
        origin = try ledger?.log.head().origin
        reader = folder == nil ? nil : try? JournalFilter.reader(settings.state)
        snapshot = Assembly.offlineSnapshot(settings, state)
        let shelf = PackShelf(settings)
        let hashes = shelf.policyHashes(settings.policies)
        let now = now
        maker = CardMaker(
            settings,
            state,
            packs: shelf.names.compactMap { name in
                (try? shelf.pack(name)).map {
                    .init(id: $0.id, title: $0.title, languages: $0.languages, isBuiltIn: shelf.isBuiltIn(name))
                }
            },
            standing: { model, policy in
                state.gate.standing(of: model.candidate, under: policy.name, hash: hashes[policy.name] ?? "", now: now)
            }
        )
    }

    /// Names of routes, and lineages that models of the settings are of.
    var subjects: [String] {
        settings.routes.map(\.name) + Set(settings.models.map { $0.lineage.description }).sorted()
    }

    /// - Parameter name: a route's, or a lineage. Where both are called so, the route.
    /// - Returns: nil where there is neither.
    func card(_ name: String) throws -> Card? {
        if let route = settings.routes.first(where: { $0.name == name }) {
            let models = route.serve.compactMap { name in settings.models.first { $0.name == name } }
            return make(.route(name), models, serving: serving(route.name, models), traffic: try traffic(route: name))
        }
        guard let lineage = Lineage(name) else { return nil }
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
                place: place.map { $0 == 0 ? "serves" : "fallback \($0)" } ?? "does not serve",
                because: Self.because(line)
            )
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

    private func traffic(route: String) throws -> Card.Traffic? {
        guard let reader else { return nil }
        var filter = JournalReader.Filter()
        filter.route = route
        let first = (now / Self.dayMilliseconds) * Self.dayMilliseconds - (Self.days - 1) * Self.dayMilliseconds
        filter.since = first
        let report = try UsageReport(reader, filter, by: .day)
        guard let from = report.lines.first?.name, let to = report.lines.last?.name else { return nil }
        return Card.Traffic(
            from: from,
            to: to,
            requests: report.lines.reduce(0) { $0 + $1.requests },
            failures: report.lines.reduce(0) { $0 + $1.failures }
        )
    }
}
