package import Control
package import Storage

/// Where reports of incidents that people made enter the ledger.
package struct IncidentDesk: Sendable {
    private struct Overtaken: Error {}

    /// So many writers at one moment there are not.
    private static let patience = 20

    private let ledger: LedgerStore

    package init(_ ledger: LedgerStore) {
        self.ledger = ledger
    }

    /// - Returns: the state with it.
    /// - Throws: `IncidentRefusal`, or `StorageError`.
    package func record(_ report: IncidentReport) throws -> ControlState {
        for _ in 0..<Self.patience {
            do { return try append(report) } catch is Overtaken { continue }
        }
        return try append(report)
    }

    private func append(_ report: IncidentReport) throws -> ControlState {
        let state = try ledger.refresh()
        try Self.check(report, state)
        let seen = Self.count(report, state)
        return try ledger.append(
            [.init(.incidentReported(report), id: "\(report.id)/reported/\(seen)")],
            check: { state in
                // Another with this id would pass for the same one repeated.
                guard Self.count(report, state) == seen else { throw Overtaken() }
                try Self.check(report, state)
            }
        )
    }

    private static func count(_ report: IncidentReport, _ state: ControlState) -> Int {
        state.incidents.reports[report.id]?.count ?? 0
    }

    private static func check(_ report: IncidentReport, _ state: ControlState) throws {
        guard let id = Recall.id(ofIncident: report.id), state.recalls[id]?.incidentStep != nil else {
            throw IncidentRefusal.unknown(report.id)
        }
    }
}
