import Control
import Domain
import Foundation
import GRDB
import HoldfastTesting
import Ledger
import Storage
import Testing

@Suite("Projection")
struct ProjectionTests {
    private let folder: StateFolder
    private let database: DatabaseQueue

    init() throws {
        folder = try StateFolder(NSTemporaryDirectory() + "holdfast-projection-\(UUID().uuidString)")
        database = try LedgerStore.file(folder).open()
    }

    @Test(
        "random events in any batches, from any projection, lead to the same state and the same bytes",
        arguments: 0..<12
    )
    func anyBatches(seed: Int) throws {
        var random = SeededRandom(seed: seed)
        let writers = [try store(), try store()]
        var expected = ControlState()
        var count = 0
        while count < 700 {
            let drafts = (0..<1 + random.below(60)).map { offset in
                LedgerStore.Draft(Self.event(&random), id: "\(count + offset)", awareAt: random.maybe([7]))
            }
            for draft in drafts { expected.apply(draft.event, at: 1_000, awareAt: draft.awareAt) }
            count += drafts.count
            let writer = random.pick(writers)
            try writer.append(drafts)
            if random.chance(3) { writer.project() }
            if random.chance(4) { #expect(try store().refresh() == expected) }
        }
        #expect(try store().refresh() == expected)
        let writer = random.pick(writers)
        try writer.append([.init(.serverStopped(reason: "end"), id: "end")])
        writer.project()
        let kept = try bytes()
        try change("DELETE FROM projection")
        let anew = try store()
        #expect(try anew.refresh() == writer.state)
        anew.project()
        #expect(try bytes() == kept && !kept.isEmpty)
        try anew.audit()
    }

    @Test("is written once a thousand events have come, and a start begins with it")
    func written() throws {
        let writer = try store()
        try writer.append((0..<999).map { .init(.serverStarted(version: "\($0)"), id: "\($0)") })
        #expect(try size() == nil)
        try writer.append([.init(.serverStarted(version: "x"), id: "x"), .init(.keyCreated(grant("a")), id: "a")])
        #expect(try size() == 1_001)
        // Where the start begins shows by what it does not read.
        try change("UPDATE events SET leaf = x'7b7d' WHERE position = 5")
        #expect(try store().refresh().keys["a"] != nil)
        try change("DELETE FROM projection")
        #expect(throws: StorageError.self) { try Self.store(folder).refresh() }
    }

    @Test(
        "one that does not fit is passed over, and the state is that of the events",
        arguments: [
            "UPDATE projection SET version = version + 1", "UPDATE projection SET root = zeroblob(32)",
            "UPDATE projection SET size = size + 1", "UPDATE projection SET size = 2",
            "UPDATE projection SET size = -1",
            "UPDATE projection SET state = x'7b7d'", "UPDATE projection SET state = 'no'",
            "UPDATE projection SET size = 9223372036854775807", "UPDATE projection SET root = 5, size = 'x'",
        ]
    )
    func misfit(sql: String) throws {
        let writer = try store()
        try writer.append([.init(.keyCreated(grant("a")), id: "a"), .init(.keyRevoked(id: "a", reason: nil), id: "b")])
        try writer.append([.init(.serverStarted(version: "1"), id: "c")])
        writer.project()
        #expect(try size() == 3)
        try change(sql)
        #expect(try store().refresh() == writer.state)
        #expect(try store().append([.init(.keyCreated(grant("d")), id: "d")]).epoch == 4)
    }

    @Test("one of another ledger of the same length is passed over")
    func foreign() throws {
        let writer = try store()
        try writer.append([.init(.keyCreated(grant("a")), id: "a")])
        let other = try StateFolder(folder.path + "/other")
        let stranger = try Self.store(other)
        try stranger.append([.init(.keyCreated(grant("z")), id: "z")])
        stranger.project()
        try change("ATTACH '\(other.ledger)' AS other")
        try change("INSERT INTO main.projection SELECT * FROM other.projection")
        #expect(try size() == 1)
        #expect(try store().refresh().keys.keys.sorted() == ["a"])
    }

    @Test("one that was changed so that a start believes it is found by an audit, and made anew")
    func tampered() throws {
        let writer = try store()
        try writer.append([.init(.keyCreated(grant("a")), id: "a"), .init(.keyRevoked(id: "a", reason: nil), id: "b")])
        writer.project()
        try store().audit()
        try change(#"UPDATE projection SET state = CAST(replace(state, ',"revokedAt":1000', '') AS BLOB)"#)
        let deceived = try store()
        #expect(try deceived.refresh().keys["a"]?.revokedAt == nil)
        let error = #expect(throws: StorageError.self) { try deceived.audit() }
        #expect(error?.message.contains("projection") == true && error?.message.contains("ledger rebuild") == true)
        #expect(try store().rebuild() == writer.state)
        try store().audit()
        #expect(try store().refresh() == writer.state)
    }

    @Test("an audit compares every event, also those that a start takes from the projection; a lost tile comes again")
    func audits() throws {
        let writer = try store()
        try writer.append((0..<300).map { .init(.serverStarted(version: "\($0)"), id: "\($0)") })
        writer.project()
        let root = try writer.log.root(300)
        try change("DELETE FROM tiles WHERE level = 0 AND number = 0")
        try store().audit()
        #expect(try store().log.root(300) == root)
        try change("UPDATE events SET leaf = CAST(replace(leaf, '\"7\"', '\"8\"') AS BLOB) WHERE position = 7")
        let error = #expect(throws: StorageError.self) { try Self.store(folder).audit() }
        #expect(error?.message.contains("event 7") == true, "\(error?.message ?? "")")
    }

    @Test("events that went after it was written are missed")
    func truncated() throws {
        let writer = try store()
        for id in 0..<5 { try writer.append([.init(.serverStarted(version: "1"), id: "\(id)")]) }
        try store().rebuild()
        try writer.append([.init(.serverStarted(version: "1"), id: "5")])
        try change("DELETE FROM events WHERE position = 5")
        let error = #expect(throws: StorageError.self) { try Self.store(folder).refresh() }
        #expect(error?.message.contains("more events than there are") == true)
    }

    // MARK: Parts

    private func store() throws -> LedgerStore { try Self.store(folder) }

    private static func store(_ folder: StateFolder) throws -> LedgerStore {
        try LedgerStore(folder, records: try RecordsFile.file(folder).open(), now: { 1_000 })
    }

    private func change(_ sql: String) throws {
        try database.writeWithoutTransaction { try $0.execute(sql: sql) }
    }

    private func size() throws -> Int? {
        try database.read { try Int.fetchOne($0, sql: "SELECT size FROM projection") }
    }

    private func bytes() throws -> [UInt8] {
        try database.read { try Row.fetchOne($0, sql: "SELECT state FROM projection")?.bytes("state") ?? [] }
    }

    private func grant(_ id: String) -> KeyGrant { KeyGrant(id: id, prefix: id, hash: "00", tenant: "t") }

    static func event(_ random: inout SeededRandom) -> ControlEvent {
        let id = random.pick(["a", "b", "c", "d", "é\u{1}\"", ""])
        switch random.below(17) {
        case 0: return .serverStarted(version: "1")
        case 1: return .settingsApplied(hash: random.maybe(["h"]))
        case 2:
            var grant = KeyGrant(id: id, prefix: id, hash: "00", tenant: random.pick(["t", "u"]))
            grant.routes = random.maybe([[], ["r", "q"]])
            grant.requestsPerMinute = random.maybe([0, .max])
            grant.limits.tokens = random.maybe([1])
            grant.limits.money = random.maybe(["0.000000000001", "12"]).flatMap { Money(decimal: $0) }
            grant.expiresAt = random.maybe([0, 1 << 53, UInt64(Int.max)])
            return .keyCreated(grant)
        case 3: return .keyRevoked(id: id, reason: random.maybe(["x"]))
        case 4:
            return .operatorCreated(
                OperatorGrant(id: id, name: "n", role: random.pick([.viewer, .admin]), prefix: id, hash: "00")
            )
        case 5: return .operatorRevoked(id: id, reason: nil)
        case 6:
            let values = Set((0..<random.below(9)).map { _ in random.pick(["x", "é", "y", "z", "1", "2"]) })
            let order = RecallOrder(
                LineagePattern(Lineage(vendor: "acme", family: "atlas")),
                slice: RecallSlice([random.pick([.model, .tenant, .tag]): values, .route: values]),
                isDrill: random.chance(4),
                notice: random.maybe(["n"])
            )
            let first = RecallMove(
                to: random.pick(RecallState.first),
                by: random.pick([.server, .uid(0), .operator("op_a")])
            )
            return .recallOpened(RecallOpening(id: id, order: order, move: first))
        case 7:
            let findings = RecallFindings(effectMicroseconds: 5, leaks: random.maybe([1]))
            return .recallCheckFailed(RecallCheck(id: id, findings: findings, cause: "c"))
        case 8: return .certificateVoided(CertificateVoiding(id: id, by: .server, reason: "r"))
        case 9: return .certificateIssued(certificate(id, &random))
        case 10:
            return .findingConfirmed(
                Finding(
                    id: id,
                    model: id,
                    lineage: "l",
                    pack: "p",
                    packVersion: 1,
                    probes: random.pick([[], ["b", "a"]]),
                    rate: Rate(point: 1, low: 0, high: 1_000_000, count: .max),
                    hits: 1,
                    severity: "high",
                    tags: [],
                    evidence: ["ab"],
                    cjs: Finding.CJS(ease: random.maybe([4])),
                    fingerprint: random.maybe(["00"]),
                    run: "run_a.leak-core"
                )
            )
        case 11:
            return .fingerprintChanged(
                FingerprintChange(model: id, lineage: "l", from: random.maybe(["00"]), to: random.pick(["00", "11"]))
            )
        case 12:
            return .watchAlarmed(
                WatchAlarm(
                    id: id,
                    kind: random.pick(WatchAlarm.Kind.allCases),
                    level: random.pick(WatchAlarm.Level.allCases),
                    model: random.pick(["m", "é\"", ""]),
                    lineage: "l",
                    policy: "p",
                    stream: "live:errors",
                    certificate: random.maybe(["c"]),
                    baseline: random.maybe([0, 1_000_000]),
                    trials: 9,
                    hits: 1,
                    evidence: random.pick([.min, 0, 9_903]),
                    line: 9_903,
                    probe: random.maybe(["é"]),
                    reason: "1 of 9"
                )
            )
        case 13: return .watchCleared(WatchClearing(id: id, by: .server, reason: "r"))
        case 14:
            let model = random.pick([nil, "a", "b", "é\""])
            guard random.chance(2) else { return .watchResumed(WatchResuming(model: model, by: .uid(0), reason: "r")) }
            let until = random.maybe([0, UInt64(Int.max)])
            return .watchPaused(WatchPausing(model: model, until: until, by: .uid(0), reason: "r"))
        case 15:
            return .findingMeasured(
                FindingBreadth(
                    id: id,
                    breadth: random.pick(BreadthKind.allCases),
                    categories: (0..<random.below(3)).map {
                        .init(harm: "h\($0)", field: "é", hits: 1, scored: 9, low: 0, high: 1_000_000)
                    },
                    siblings: random.pick([[], [.init(lineage: "l", hits: 0, scored: 29)]]),
                    trials: .max,
                    transfers: random.maybe([true, false]),
                    proposal: random.maybe([.init(.one, slice: RecallSlice([.tenant: ["x", "é", "y"]]))]),
                    run: random.pick(["", "run_b"])
                )
            )
        default:
            let move = RecallMove(
                to: random.pick(RecallState.allCases),
                share: random.maybe([10, 50]),
                by: random.pick([.server, .operator("op_b")]),
                reason: random.maybe(["why"]),
                evidence: random.maybe([["ab"]]) ?? []
            )
            return .recallMoved(RecallMoving(id: id, move: move))
        }
    }

    private static func certificate(_ id: String, _ random: inout SeededRandom) -> Certificate {
        Certificate(
            id: id,
            model: random.pick(["m", "é\"", ""]),
            lineage: "l",
            policy: random.pick(["p", "q"]),
            policyHash: "ab",
            outcome: random.pick(Certificate.Outcome.allCases),
            packs: (0..<random.below(3)).map { _ in
                Certificate.PackResult(
                    pack: "p",
                    version: 1,
                    hash: "ab",
                    detectors: ["canary@1"],
                    trials: 9,
                    hits: 1,
                    scored: 8,
                    unscored: 1,
                    errors: 0,
                    rate: random.maybe([Rate(point: 1, low: 0, high: 2, count: 3)]),
                    ceiling: 1,
                    level: 2,
                    leastScored: 3,
                    outcome: random.pick(Certificate.Outcome.allCases),
                    reason: "é"
                )
            },
            fingerprint: random.maybe(["00", "11"]),
            findings: random.pick([[], [id]]),
            recall: random.maybe(["r"]),
            seed: "18446744073709551615",
            run: "run",
            by: random.pick([.server, .uid(0), .operator("op_a")]),
            expiresAt: random.pick([0, UInt64(Int.max)])
        )
    }
}
