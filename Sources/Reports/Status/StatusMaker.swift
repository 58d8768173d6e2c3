package import Control
import Domain
package import Settings

/// Reads the board out of the fold, the settings and what was counted of the journal.
package struct StatusMaker {
    /// Requests of one route on one day of UTC.
    package struct Count: Sendable, Equatable {
        package var requests: Int
        package var failures: Int

        package init(requests: Int, failures: Int) {
            self.requests = requests
            self.failures = failures
        }
    }

    package static let days = 90
    /// As many as Statuspage shows.
    private static let mostIncidents = 50

    private let settings: Settings
    private let state: ControlState
    private let since: UInt64?
    private let now: UInt64

    /// - Parameters:
    ///   - since: when the ledger began; what was before is not known. Unix milliseconds, like `now`.
    package init(_ settings: Settings, _ state: ControlState, since: UInt64?, now: UInt64) {
        self.settings = settings
        self.state = state
        self.since = since
        self.now = now
    }

    /// - Parameters:
    ///   - serving: by route, in the order in which they are asked.
    ///   - traffic: by route, then by day such as `2026-11-28`.
    ///   - address: where it will be found; nil: nobody said.
    package func board(
        serving: [String: [Card.Serving]],
        traffic: [String: [String: Count]],
        ledger: Card.Ledger,
        signed: UInt64,
        address: String? = nil
    ) -> StatusBoard {
        let routes = settings.routes.map { route($0, serving[$0.name] ?? [], traffic[$0.name] ?? [:]) }
        let lineages = Set(settings.models.map(\.lineage.description)).sorted().compactMap { Lineage($0) }.map(lineage)
        return StatusBoard(
            name: settings.organisation?.name ?? "Holdfast",
            contact: settings.organisation?.contact,
            address: address,
            madeAt: now,
            ledger: ledger,
            signed: signed,
            components: routes + lineages,
            incidents: Array(
                incidents(serving: serving).filter { !$0.recall.models(in: settings).isEmpty }.prefix(
                    Self.mostIncidents
                )
            )
        )
    }

    // MARK: Routes

    private func route(_ route: Route, _ serving: [Card.Serving], _ traffic: [String: Count]) -> StatusBoard.Component {
        let first = serving.first { $0.place == "serves" }
        let models = settings.models.filter { route.serve.contains($0.name) }
        return StatusBoard.Component(
            kind: .route,
            name: route.name,
            level: Self.level(of: first, firstChoice: serving.first),
            servedBy: first?.lineage,
            isServedByRehearsal: first?.isRehearsal ?? false,
            days: lastDays.map(\.text).map { day in
                let count = traffic[day] ?? Count(requests: 0, failures: 0)
                return .init(day: day, level: Self.level(of: count), requests: count.requests, failures: count.failures)
            },
            evidenceAt: evidence(of: models),
            drill: state.drills[route.name].map { Card.Drilled(drill: $0) }
        )
    }

    /// A substitute that proved itself is as good as what it stands in for; one that did not, or is for practice, is less.
    private static func level(of serving: Card.Serving?, firstChoice: Card.Serving?) -> StatusBoard.Level {
        guard let serving else { return .major }
        if serving.isRehearsal && firstChoice?.isRehearsal != true { return .degraded }
        return serving == firstChoice || serving.isCertified ? .operational : .degraded
    }

    /// One in a hundred unanswered is seen, one in ten is an outage.
    private static func level(of count: Count) -> StatusBoard.Level? {
        guard count.requests > 0 else { return nil }
        let share = Double(count.failures) / Double(count.requests)
        return share >= 0.5 ? .major : share >= 0.1 ? .partial : share >= 0.01 ? .degraded : .operational
    }

    // MARK: Lineages

    private func lineage(_ lineage: Lineage) -> StatusBoard.Component {
        let models = settings.models.filter { $0.lineage == lineage }
        let recalls = state.recalls.values.filter { recall in models.contains { recall.reaches($0, settings) } }
        return StatusBoard.Component(
            kind: .lineage,
            name: lineage.description,
            level: recalls.map { Self.level(of: $0) }.max() ?? .operational,
            servedBy: nil,
            isServedByRehearsal: false,
            days: lastDays.map { day in
                let end = min(day.end, now + 1)
                let worst = recalls.flatMap { Self.levels(of: $0, from: day.start, to: end) }.max()
                let isKnown = since.map { $0 < end } ?? false
                return .init(day: day.text, level: worst ?? (isKnown ? .operational : nil), requests: 0, failures: 0)
            },
            evidenceAt: evidence(of: models),
            drill: nil
        )
    }

    private static func level(of recall: Recall) -> StatusBoard.Level {
        guard recall.isStanding else { return .operational }
        return recall.share > 0 ? .degraded : .partial
    }

    /// What it was at the moments of a day: at its begin, and after each step.
    private static func levels(of recall: Recall, from: UInt64, to: UInt64) -> [StatusBoard.Level] {
        let atBegin = recall.steps.last { $0.at < from }
        let within = recall.steps.filter { $0.at >= from && $0.at < to }
        return ((atBegin.map { [$0] } ?? []) + within).compactMap { recall.asOf(epoch: $0.epoch).map(level(of:)) }
    }

    // MARK: Incidents

    /// All that there ever were, newest first: also those of lineages that the settings have no more.
    ///
    /// - Parameter serving: as for the board.
    package func incidents(serving: [String: [Card.Serving]]) -> [StatusBoard.Incident] {
        let seen = state.recalls.values.filter { recall in
            !recall.order.isDrill && recall.steps.contains { $0.move.to != .signal && $0.move.to != .dismissed }
        }
        return seen.map { recall in
            let models = recall.models(in: settings)
            let routes = settings.routes.filter { route in models.contains { route.serve.contains($0.name) } }.map(
                \.name
            )
            let lineages = Set(models.map(\.lineage.description))
            let substitutes =
                recall.isStanding
                ? routes.compactMap { name in serving[name]?.first { $0.place == "serves" }?.lineage } : []
            return StatusBoard.Incident(
                recall: recall,
                affected: routes.map { StatusBoard.Component.id(.route, $0) }
                    + lineages.sorted().map { StatusBoard.Component.id(.lineage, $0) },
                substitutes: Set(substitutes).subtracting(lineages).sorted()
            )
        }
        .sorted { ($0.startedAt, $0.recall.id) > ($1.startedAt, $1.recall.id) }
    }

    // MARK: Time

    private var lastDays: [Day] { Day(unixMilliseconds: now).last(Self.days) }

    private func evidence(of models: [Model]) -> UInt64? {
        let names = Set(models.map(\.name))
        return state.gate.certificates.values.filter { names.contains($0.certificate.model) && $0.voidedAt == nil }
            .map(\.at).max()
    }
}
