import Control
import Domain
import Foundation
import Recalls
import Storage
import Testing

@Suite("Recall desk")
struct RecallDeskTests {
    private let folder: StateFolder
    private static let pattern = LineagePattern(Lineage(vendor: "acme", family: "atlas"))

    init() throws {
        folder = try StateFolder(NSTemporaryDirectory() + "holdfast-recalls-\(UUID().uuidString)")
    }

    private func desk() throws -> (desk: RecallDesk, ledger: LedgerStore) {
        let records = try RecordsFile.file(folder).open()
        // 2026-06-12.
        let now: @Sendable () -> UInt64 = { 1_781_299_800_000 }
        let ledger = try LedgerStore(folder, records: records, now: now)
        return (RecallDesk(ledger, now: now), ledger)
    }

    private func addOperators(_ ledger: LedgerStore) throws {
        for (id, name) in [("op_a", "Ada"), ("op_b", "Bob")] {
            let grant = OperatorGrant(id: id, name: name, role: .operator, prefix: id, hash: "00")
            try ledger.append([.init(.operatorCreated(grant), id: id)])
        }
    }

    private func declare(_ desk: RecallDesk) throws -> Recall {
        try desk.open(RecallOrder(Self.pattern), RecallMove(to: .declared, by: .operator("op_a")))
    }

    @Test("ids are numbered within the year, drills apart")
    func ids() throws {
        let (desk, _) = try desk()
        let drill = RecallOrder(Self.pattern, isDrill: true)
        let ids = try [
            declare(desk).id, declare(desk).id, desk.open(drill, RecallMove(to: .declared, by: .server)).id,
            declare(desk).id,
        ]
        #expect(ids == ["HF-RC-2026-0001", "HF-RC-2026-0002", "HF-DR-2026-0001", "HF-RC-2026-0003"])
    }

    private struct Settled: Error {}

    @Test("a move is made only while what it was decided on still holds of the state that it meets")
    func guardedMove() throws {
        let (desk, ledger) = try desk()
        let id = try desk.open(RecallOrder(Self.pattern, origin: .monitor), RecallMove(to: .signal, by: .server)).id
        let hold = RecallMove(to: .held, by: .server)
        // Another desk acts: the guard is asked of what the ledger holds then.
        let other = try declare(try self.desk().desk).id
        let before = try ledger.refresh().epoch
        #expect(throws: Settled.self) {
            try desk.move(
                id,
                [hold],
                under: nil,
                guarding: { state in
                    if state.recalls[other]?.state == .declared { throw Settled() }
                }
            )
        }
        #expect(ledger.state.epoch == before && ledger.state.recalls[id]?.state == .signal)
        #expect(try desk.move(id, [hold], under: nil, guarding: { _ in }).state == .held)
    }

    @Test("several moves are one transaction: all of them or none")
    func together() throws {
        let (desk, ledger) = try desk()
        try addOperators(ledger)
        let id = try declare(desk).id
        let bob = Actor.operator("op_b")
        _ = try desk.move(id, [.init(to: .executing, by: .server), .init(to: .contained, by: .server)], under: nil)
        let before = ledger.state.epoch
        #expect(throws: RecallRefusal.needsEvidence) {
            try desk.move(
                id,
                [
                    .init(to: .correcting, by: bob), .init(to: .recertifying, by: bob),
                    .init(to: .reinstating, share: 10, by: bob),
                ],
                under: nil
            )
        }
        #expect(try ledger.refresh().epoch == before)
        #expect(ledger.state.recalls[id]?.state == .contained)
        let recall = try desk.move(
            id,
            [
                .init(to: .correcting, by: bob), .init(to: .recertifying, by: bob),
                .init(to: .reinstating, share: 10, by: bob, statement: "tried"),
            ],
            under: nil
        )
        #expect(recall.share == 10)
        #expect(try ledger.refresh().epoch == before + 3)
        #expect(ledger.state.contradictions == 0)
    }

    @Test("the guard of the transaction sees what others appended meanwhile")
    func guarded() throws {
        struct Taken: Error {}
        let one = try desk(), other = try desk()
        _ = try declare(one.desk)
        #expect(throws: Taken.self) {
            try other.desk.open(RecallOrder(Self.pattern), RecallMove(to: .held, by: .server)) { state in
                if !state.recalls.isEmpty { throw Taken() }
            }
        }
    }

    @Test("writers at once: every recall has its own id, and of two moves from one state one is refused")
    func racing() async throws {
        let desks = try (0..<4).map { _ in try desk() }
        try addOperators(desks[0].ledger)
        let ids = try await withThrowingTaskGroup(of: [String].self) { group in
            for (desk, _) in desks {
                group.addTask { [self] in try (0..<10).map { _ in try declare(desk).id } }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(Set(ids).count == 40)
        let wins = await withTaskGroup(of: Int.self) { group in
            for (desk, _) in desks {
                group.addTask {
                    ids.count { (try? desk.move($0, [.init(to: .executing, by: .server)], under: nil)) != nil }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(wins == 40)
        let state = try desks[0].ledger.refresh()
        #expect(state.contradictions == 0)
        #expect(state.recalls.values.allSatisfy { $0.state == .executing && $0.steps.count == 2 })
        #expect(try desks[1].ledger.refresh() == state)
    }

    @Test("what does not exist is told")
    func unknown() throws {
        let (desk, _) = try desk()
        #expect(throws: RecallRefusal.unknown("HF-RC-2026-0009")) {
            try desk.move("HF-RC-2026-0009", [.init(to: .executing, by: .server)], under: nil)
        }
    }
}
