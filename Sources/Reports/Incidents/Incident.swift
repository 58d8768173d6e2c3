package import Control
import Domain
package import Settings

/// What happened from the moment that a recall of class I or II held something back: derived from the ledger alone, so there is
/// nothing to keep in step with it.
///
/// For operators: private reasons stand in it, marked as private.
package struct Incident: Sendable, Equatable {
    package let recall: Recall
    /// The step at which it opened.
    package let opened: Recall.Step
    package let clocks: [IncidentClock]
    package let findings: [GateState.Confirmed]
    /// Named by the order, and not in the ledger.
    package let unknownFindings: [String]
    /// Made under the recall, oldest first.
    package let certificates: [GateState.Issued]
    package let reports: [IncidentRegister.Made]
    package let organisation: Organisation?
    /// What only an installation can tell; nil: nobody looked.
    package var traffic: Traffic?
    /// Who serves the affected routes in its place, now; nil: nobody looked.
    package var substitutes: [Substitute]?

    /// Exchanges that the lineage answered between awareness and containment.
    package struct Traffic: Sendable, Equatable {
        package var exchanges: Int
        /// Unix milliseconds.
        package var from: UInt64
        /// The first that does not count; of one that is not contained: when it was counted.
        package var to: UInt64
        /// The journal knows neither tags nor capabilities: at most so many.
        package var isUpperBound: Bool
        /// Records may have been dropped by retention since then: at least so many.
        package var isLowerBound: Bool

        package init(exchanges: Int, from: UInt64, to: UInt64, isUpperBound: Bool, isLowerBound: Bool) {
            self.exchanges = exchanges
            self.from = from
            self.to = to
            self.isUpperBound = isUpperBound
            self.isLowerBound = isLowerBound
        }
    }

    package struct Substitute: Sendable, Equatable {
        package var route: String
        /// nil: nobody serves.
        package var lineage: String?

        package init(route: String, lineage: String?) {
            self.route = route
            self.lineage = lineage
        }
    }

    /// - Returns: nil where the recall is no incident.
    package init?(_ recall: Recall, _ state: ControlState, _ settings: Settings) {
        guard let opened = recall.incidentStep else { return nil }
        self.recall = recall
        self.opened = opened
        let id = recall.incidentID
        let reports = state.incidents.reports[id] ?? []
        self.reports = reports
        organisation = settings.organisation
        findings = recall.order.findings.compactMap { state.gate.findings[$0] }
        unknownFindings = recall.order.findings.filter { state.gate.findings[$0] == nil }
        certificates = state.gate.certificates.values.filter { $0.certificate.recall == recall.id }
            .sorted { $0.epoch < $1.epoch }
        let moments = IncidentMoments(recall)
        clocks = settings.incidents.regimes.flatMap(RegulatorClock.of).map { rule in
            IncidentClock(
                rule: rule,
                startedAt: moments.start(of: rule.trigger),
                reports: reports,
                isDismissed: recall.state == .dismissed
            )
        }
    }

    /// Newest first.
    package static func all(_ state: ControlState, _ settings: Settings) -> [Incident] {
        state.recalls.values.compactMap { Incident($0, state, settings) }
            .sorted { ($0.opened.epoch, $0.id) > ($1.opened.epoch, $1.id) }
    }

    package var id: String { recall.incidentID }
    package var moments: IncidentMoments { IncidentMoments(recall) }
}

/// The moments of a recall that clocks start at; Unix milliseconds.
package struct IncidentMoments: Sendable, Equatable {
    /// Somebody first knew.
    package let aware: UInt64
    /// The ledger's first entry of it.
    package let recorded: UInt64
    /// A person declared it; nil: nobody has.
    package let confirmed: UInt64?
    /// First checked that nothing reaches it; nil: it was not.
    package let contained: UInt64?
    /// It serves again as before, never will, or was nothing; nil: it is open.
    package let resolved: UInt64?

    package init(_ recall: Recall) {
        aware = recall.awareAt
        recorded = recall.openedAt
        confirmed = recall.steps.first { $0.move.to == .declared }?.at
        contained = recall.steps.first { $0.move.to == .contained }?.at
        resolved = recall.state.isOver ? recall.steps.first { $0.move.to.isOver }?.at : nil
    }

    package func start(of trigger: RegulatorClock.Trigger) -> UInt64? {
        switch trigger {
        case .awareness: aware
        case .confirmation: confirmed
        case .resolution: resolved
        }
    }
}
