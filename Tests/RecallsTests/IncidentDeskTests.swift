import Control
import Domain
import Foundation
import Recalls
import Storage
import Testing

@Suite("Incident desk")
struct IncidentDeskTests {
    private let ledger: LedgerStore
    private let recalls: RecallDesk

    init() throws {
        let folder = try StateFolder(NSTemporaryDirectory() + "holdfast-incidents-\(UUID().uuidString)")
        // 2026-06-12.
        let now: @Sendable () -> UInt64 = { 1_781_299_800_000 }
        ledger = try LedgerStore(folder, records: try RecordsFile.file(folder).open(), now: now)
        recalls = RecallDesk(ledger, now: now)
    }

    private func open(_ state: RecallState, _ recallClass: RecallClass, isDrill: Bool = false) throws -> String {
        let pattern = LineagePattern(Lineage(vendor: "acme", family: "atlas"))
        return try recalls.open(
            RecallOrder(pattern, recallClass: recallClass, isDrill: isDrill),
            RecallMove(to: state, by: isDrill ? .server : .uid(0))
        ).incidentID
    }

    private func report(_ id: String, _ regime: String = "cert-in") -> IncidentReport {
        IncidentReport(id: id, regime: regime, reference: "case 1", by: .uid(0))
    }

    @Test("each report is an entry of its own, of the same regime too, and survives a start")
    func record() throws {
        let id = try open(.held, .two)
        #expect(id == "HF-IN-2026-0001")
        let desk = IncidentDesk(ledger)
        for regime in ["cert-in", "cert-in", "eu-ai-act-73"] { _ = try desk.record(report(id, regime)) }
        let made = try #require(try ledger.refresh().incidents.reports[id])
        #expect(made.map(\.report.regime) == ["cert-in", "cert-in", "eu-ai-act-73"])
        #expect(made.map(\.epoch) == [2, 3, 4])
        #expect(try ledger.refresh().contradictions == 0)
        // Erasing the recall erases what was said of its reports.
        #expect(ControlEvent.incidentReported(report(id)).subject == "recall:HF-RC-2026-0001")
    }

    @Test("of what is no incident nothing is recorded")
    func refused() throws {
        let ids = [
            try open(.signal, .one), try open(.held, .three), try open(.declared, .one, isDrill: true),
            "HF-IN-2026-0404", "HF-RC-2026-0001", "", "HF-IN-",
        ]
        let before = try ledger.refresh().epoch
        for id in ids {
            #expect(throws: IncidentRefusal.unknown(id)) { try IncidentDesk(ledger).record(report(id)) }
        }
        #expect(try ledger.refresh().epoch == before)
    }
}
