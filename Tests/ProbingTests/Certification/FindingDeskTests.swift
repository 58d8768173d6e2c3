import Control
import GRDB
import Storage
import Synchronization
import Testing

@testable import Probing

@Suite("What people say of findings")
struct FindingDeskTests {
    private static func finding(_ id: String) -> Finding {
        Finding(
            id: id,
            model: "opal",
            lineage: "acme/opal",
            pack: "small",
            packVersion: 1,
            probes: [],
            rate: Rate(point: 1, low: 0, high: 2, count: 3),
            hits: 1,
            severity: "high",
            tags: [],
            evidence: [],
            cjs: Finding.CJS(ease: 4),
            fingerprint: nil,
            run: ""
        )
    }

    @Test("each step is an event of its own, whoever else writes, and a repeated closing is refused")
    func life() throws {
        let bench = try GateBench()
        let id = try bench.desk.confirm(Self.finding).id
        let other = GateDesk(try GateBench.ledger(bench.state), now: { GateBench.now })
        _ = try bench.desk.assess(id, Finding.CJS(capabilityGain: 4), by: .uid(7), reason: "much")
        _ = try other.assess(id, Finding.CJS(breadth: 3), by: .uid(7), reason: "wide")
        let closed = try bench.desk.close(id, as: .accepted, by: .uid(7), reason: "it is a toy")
        #expect(closed.closed?.outcome == .accepted && closed.closed?.reason == "it is a toy" && closed.steps == 3)
        #expect(closed.cjs == Finding.CJS(capabilityGain: 4, breadth: 3, ease: 4))
        #expect(throws: FindingRefusal.isClosed(id, .accepted)) {
            try other.close(id, as: .fixed, by: .uid(7), reason: "r")
        }
        #expect(try other.reopen(id, by: .uid(7), reason: "it is none").closed == nil)
        #expect(throws: FindingRefusal.isOpen(id)) { try bench.desk.reopen(id, by: .uid(7), reason: "r") }
        let again = try bench.desk.close(id, as: .fixed, by: .uid(7), reason: "r")
        #expect(again.closed?.outcome == .fixed && again.steps == 5)
        let state = try bench.desk.refresh()
        #expect(state.epoch == 6 && state.contradictions == 0)
    }

    @Test("a step that another writer has overtaken is made behind that one, and looks at what that one did")
    func overtaken() throws {
        let bench = try GateBench()
        let records = try RecordsFile.file(bench.state).open()
        let ledger = try LedgerStore(bench.state, records: records, now: { GateBench.now })
        let (desk, other) = (GateDesk(ledger, now: { GateBench.now }), bench.desk)
        let id = try desk.confirm(Self.finding).id
        let overtakes = Mutex<(@Sendable () -> Void)?>(nil)
        // The key of the event's subject is read between the look at the ledger and the append to it.
        records.inDatabase { database in
            database.trace { _ in overtakes.withLock { $0.take() }?() }
        }
        overtakes.withLock {
            $0 = { _ = try? other.assess(id, Finding.CJS(capabilityGain: 4), by: .uid(8), reason: "much") }
        }
        let assessed = try desk.assess(id, Finding.CJS(breadth: 3), by: .uid(7), reason: "wide")
        #expect(assessed.steps == 2 && assessed.cjs == Finding.CJS(capabilityGain: 4, breadth: 3, ease: 4))
        overtakes.withLock { $0 = { _ = try? other.close(id, as: .fixed, by: .uid(8), reason: "gone") } }
        #expect(throws: FindingRefusal.isClosed(id, .fixed)) {
            try desk.close(id, as: .accepted, by: .uid(7), reason: "it is a toy")
        }
        let state = try bench.desk.refresh()
        #expect(state.epoch == 4 && state.contradictions == 0 && overtakes.withLock { $0 == nil })
    }

    @Test("of what was never found nothing can be said")
    func unknown() throws {
        let bench = try GateBench()
        let refusal = FindingRefusal.unknown("HF-FD-2026-0009")
        #expect(refusal.description.contains("`holdfast findings` lists them"))
        let id = "HF-FD-2026-0009"
        #expect(throws: refusal) { try bench.desk.assess(id, Finding.CJS(breadth: 2), by: .uid(7), reason: "r") }
        #expect(throws: refusal) { try bench.desk.close(id, as: .fixed, by: .uid(7), reason: "r") }
        #expect(throws: refusal) { try bench.desk.reopen(id, by: .uid(7), reason: "r") }
        #expect(try bench.desk.refresh().epoch == 0)
    }
}
