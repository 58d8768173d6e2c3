import Control
import Domain
import Journal
import Recalls
import Relay
import Reports
import Settings
import Storage

/// What incidents are read from: the state folder as it lies there, whether a server runs from it or not.
struct IncidentSource {
    private let settings: Settings
    private let state: ControlState
    let now = WallClock.system.milliseconds()

    init(_ settings: Settings) throws {
        self.settings = settings
        state = try StateFolder.existing(settings.state).map { try Desk.ledger($0).refresh() } ?? ControlState()
    }

    /// Newest first, as the ledger alone tells of them.
    var all: [Incident] { Incident.all(state, settings) }

    /// With what the journal and the settings tell of it.
    func incident(_ id: String) throws -> Incident {
        guard let recall = Recall.id(ofIncident: id).flatMap({ state.recalls[$0] }),
            var incident = Incident(recall, state, settings)
        else { throw IncidentRefusal.unknown(id) }
        incident.traffic = try traffic(incident)
        incident.substitutes = substitutes(recall)
        return incident
    }

    /// nil: there is no journal.
    private func traffic(_ incident: Incident) throws -> Incident.Traffic? {
        guard let reader = try? JournalFilter.reader(settings.state) else { return nil }
        let from = incident.moments.aware
        let to = incident.moments.contained ?? now
        let blast = try BlastRadius(incident.recall.order, settings, reader, since: from, until: to)
        let kept = UInt64(settings.retention.journalAge.components.seconds) * 1000
        return Incident.Traffic(
            exchanges: blast.total.requests,
            from: from,
            to: to,
            isUpperBound: blast.isUpperBound,
            isLowerBound: from + kept < now
        )
    }

    /// Of the routes that the recall touches; nil: it holds nothing back any more.
    private func substitutes(_ recall: Recall) -> [Incident.Substitute]? {
        guard recall.isStanding else { return nil }
        let snapshot = Assembly.offlineSnapshot(settings, state)
        let models = recall.models(in: settings)
        return settings.routes.filter { route in
            models.contains { route.serve.contains($0.name) }
                && recall.order.slice[.route]?.contains(route.name) ?? true
        }
        .map { route in
            let serving = snapshot.routes[route.name]?.mainLines.first { line in
                line.serves && !models.contains { $0.name == line.model }
            }
            return Incident.Substitute(
                route: route.name,
                lineage: serving.flatMap { line in settings.models.first { $0.name == line.model } }?.lineage
                    .description
            )
        }
    }
}
