import Control
import Domain
import Foundation
import GRDB
import HoldfastTesting
import Ledger
import Storage
import Testing

@Suite("Erasure")
struct ErasureTests {
    private let folder: StateFolder

    init() throws {
        folder = try StateFolder(NSTemporaryDirectory() + "holdfast-erasure-\(UUID().uuidString)")
    }

    @Test("destroys values and key, keeps leaves, root and proofs, and every writer comes to the same state")
    func erased() throws {
        let (eraser, other) = (try store(), try store())
        try fill(eraser)
        #expect(try other.refresh().keys["a"]?.grant.tenant == "MARKtenant")
        other.project()
        let (size, leaves) = (try eraser.log.head().size, try (0..<7).map { try eraser.log.entry($0) })
        let root = try eraser.log.root(size)

        let done = try eraser.erase("tenant:MARKtenant", reason: "asked", id: "e")
        #expect(done.erasure.entries == [1, 2] && done.isSwept)
        #expect(try (0..<7).map { try eraser.log.entry($0) } == leaves && eraser.log.root(size) == root)
        let path = try eraser.log.inclusion(of: 1, in: 8)
        let leaf = TreeHash.leaf(try #require(leaves[1]))
        #expect(TreeProof.isIncluded(leaf, at: 1, in: 8, path, root: try eraser.log.root(8)))

        let state = try other.refresh()
        #expect(state == eraser.state && state.epoch == 8)
        #expect(try store().refresh() == state)
        let grant = state.keys["a"]?.grant
        #expect(grant == KeyGrant(id: "a", prefix: "", hash: "", tenant: "") && state.keys["a"]?.revokedAt != nil)
        #expect(state.keys["c"]?.grant.tenant == "kept" && state.operators["o"]?.grant.name == "Ada")
        for ledger in [eraser, other, try store()] { try ledger.audit() }
        #expect(try subjects().contains("tenant:MARKtenant") == false)
    }

    @Test("leaves no byte of it in the files, with a projection and a second connection open")
    func bytes() throws {
        let (eraser, other) = (try store(), try store())
        try fill(eraser)
        other.project()
        _ = try other.refresh()
        let key = try #require(
            try RecordsFile.file(folder).open().read { database in
                try Row.fetchOne(database, sql: "SELECT key FROM subjects WHERE subject = 'tenant:MARKtenant'")?.bytes(
                    "key"
                )
            }
        )
        #expect(try found(Array("MARK".utf8)) && found(key))
        #expect(try eraser.erase("tenant:MARKtenant", reason: "asked", id: "e").isSwept)
        // The event itself names whom it is about, in its private part.
        let said = try #require(String(data: Data(try privatePart(7)), encoding: .utf8))
        #expect(said.contains("tenant:MARKtenant"))
        #expect(try !found(Array("MARKhash".utf8)) && !found(Array("MARKlabel".utf8)) && !found(key))
        _ = other
    }

    @Test("what is still in use is refused by name, what is not there too, and nothing changes")
    func refused() throws {
        let ledger = try store()
        try ledger.append([
            .init(.keyCreated(grant("a", "t")), id: "a"), .init(.keyCreated(grant("b", "t")), id: "b"),
            .init(.keyRevoked(id: "a", reason: "lost"), id: "a/revoked"),
            .init(
                .operatorCreated(OperatorGrant(id: "o", name: "Ada", role: .admin, prefix: "o", hash: "00")),
                id: "o"
            ),
        ])
        #expect(throws: LedgerStore.EraseFault.inUse(["b"])) { try ledger.erase("tenant:t", reason: "x", id: "e") }
        #expect(throws: LedgerStore.EraseFault.inUse(["o"])) { try ledger.erase("operator:o", reason: "x", id: "e") }
        for subject in ["tenant:u", "server", "tenant:", "erased:1", ""] {
            #expect(throws: LedgerStore.EraseFault.nothing) { try ledger.erase(subject, reason: "x", id: "e") }
        }
        #expect(try ledger.refresh().epoch == 4)
        #expect(try ledger.erase("key:a", reason: "x", id: "e").erasure.entries == [2])
        #expect(throws: LedgerStore.EraseFault.nothing) { try ledger.erasable("key:a", reason: "x") }
        try ledger.audit()
    }

    @Test("reasons of a pause go once it is over, and what comes after has an id of its own")
    func pauses() throws {
        let ledger = try store()
        func pause(_ model: String?, _ id: String) -> LedgerStore.Draft {
            .init(.watchPaused(WatchPausing(model: model, by: .uid(0), reason: "MARKreason")), id: id)
        }
        func resume(_ model: String?, _ id: String) -> LedgerStore.Draft {
            .init(.watchResumed(WatchResuming(model: model, by: .uid(0), reason: "MARKreason")), id: id)
        }
        try ledger.append([pause("MARKmodel", "watch/1"), pause(nil, "watch/2")])
        for (subject, name) in [("watch", "watch"), ("watch:MARKmodel", "MARKmodel")] {
            #expect(throws: LedgerStore.EraseFault.inUse([name])) { try ledger.erase(subject, reason: "x", id: "e") }
        }
        try ledger.append([resume("MARKmodel", "watch/3")])
        #expect(try ledger.erase("watch:MARKmodel", reason: "x", id: "e").erasure.entries == [0, 2])
        // The other pause stands, and the erased one has not turned into one of everything.
        #expect(ledger.state.watch.kept("MARKmodel") == nil && ledger.state.watch.kept(nil)?.reason == "MARKreason")
        #expect(ledger.state.watch.steps == 3 && ledger.state.watch.pauses.isEmpty)
        try ledger.append([resume(nil, "watch/4")])
        #expect(try ledger.erase("watch", reason: "x", id: "f").erasure.entries == [1, 4])
        #expect(ledger.state.watch.steps == 4 && !ledger.state.watch.isPaused("opal", now: 0))
        #expect(try store().rebuild() == ledger.state)
        try store().audit()
    }

    @Test("what people said of a finding, and where it was measured, goes once the finding is closed")
    func findings() throws {
        let ledger = try store()
        let finding = Finding(
            id: "F",
            model: "opal",
            lineage: "acme/opal",
            pack: "p",
            packVersion: 1,
            probes: [],
            rate: Rate(point: 1, low: 0, high: 2, count: 3),
            hits: 1,
            severity: "high",
            tags: [],
            evidence: [],
            cjs: Finding.CJS(),
            fingerprint: nil,
            run: "run_a"
        )
        let breadth = FindingBreadth(
            id: "F",
            breadth: .narrow,
            categories: [],
            trials: 9,
            transfers: nil,
            proposal: .init(.two, slice: RecallSlice([.tenant: ["MARKtenant"]])),
            run: "MARKrun"
        )
        try ledger.append([.init(.findingConfirmed(finding), id: "F"), .init(.findingMeasured(breadth), id: "F/1")])
        #expect(throws: LedgerStore.EraseFault.inUse(["F"])) { try ledger.erase("finding:F", reason: "x", id: "e") }
        let closing = FindingClosing(id: "F", outcome: .fixed, by: .uid(0), reason: "MARKreason")
        try ledger.append([.init(.findingClosed(closing), id: "F/2")])
        #expect(try ledger.erase("finding:F", reason: "x", id: "e").erasure.entries == [1, 2])
        let found = try #require(ledger.state.gate.findings["F"])
        #expect(found.breadth?.breadth == .narrow && found.breadth?.run == "" && found.closed?.reason == "")
        #expect(found.breadth?.proposal == .init(.two) && found.finding == finding && found.steps == 2)
        try ledger.audit()
    }

    @Test("a tenant that comes back is a new one: its events are kept and can be erased again")
    func again() throws {
        let ledger = try store()
        for round in 0..<3 {
            try ledger.append([
                .init(.keyCreated(grant("k\(round)", "t")), id: "k\(round)"),
                .init(.keyRevoked(id: "k\(round)", reason: nil), id: "k\(round)/revoked"),
            ])
            #expect(ledger.state.keys["k\(round)"]?.grant.tenant == "t")
            #expect(try ledger.erase("tenant:t", reason: "x", id: "e\(round)").erasure.entries == [round * 3])
            try ledger.audit()
        }
    }

    @Test(
        "a private part that is missing without an erasure, or back after one, is found",
        arguments: [
            ("UPDATE events SET private = NULL WHERE position = 3", "event 3 has lost its private part"),
            (
                "UPDATE events SET private = CAST('{}' AS BLOB) WHERE position = 4",
                "event 4 has lost its private part, or a field of it"
            ),
            ("UPDATE events SET private = NULL, subject = 'erased:7' WHERE position = 3", "event 3 has lost"),
            (
                "UPDATE events SET private = NULL WHERE position = 7",
                "event 7 has lost its private part, and an erasure"
            ),
            ("UPDATE events SET subject = 'tenant:other' WHERE position = 3", "event 3 stands under another subject"),
            ("UPDATE events SET private = (SELECT private FROM kept) WHERE position = 1", "event 1 was erased"),
            ("UPDATE events SET subject = 'tenant:MARKtenant' WHERE position = 1", "event 1 has lost"),
        ]
    )
    func missing(sql: String, word: String) throws {
        let ledger = try store()
        try fill(ledger)
        let database = try LedgerStore.file(folder).open()
        func change(_ sql: String) throws { try database.writeWithoutTransaction { try $0.execute(sql: sql) } }
        try change("CREATE TABLE kept AS SELECT private FROM events WHERE position = 1")
        _ = try ledger.erase("tenant:MARKtenant", reason: "asked", id: "e")
        try ledger.audit()
        try change(sql)
        let error = #expect(throws: StorageError.self) { try Self.store(folder).audit() }
        #expect(error?.message.contains(word) == true, "\(error?.message ?? "")")
    }

    @Test("random events and erasures fold to one state from anywhere", arguments: 0..<8)
    func anyBatches(seed: Int) throws {
        var random = SeededRandom(seed: seed)
        let writers = [try store(), try store(), try store()]
        var count = 0
        for _ in 0..<60 {
            let writer = random.pick(writers)
            if random.chance(6) {
                let subject = random.pick([
                    "tenant:t", "tenant:u", "operator:a", "key:a", "key:b", "recall:c", "watch", "watch:a", "finding:b",
                    "alarm:a",
                ])
                for id in Erasure.inUse(subject, try writer.refresh()) {
                    try writer.append([
                        .init(
                            subject.hasPrefix("tenant")
                                ? .keyRevoked(id: id, reason: "r") : .operatorRevoked(id: id, reason: "r"),
                            id: "\(count)"
                        )
                    ])
                    count += 1
                }
                do {
                    _ = try writer.erase(subject, reason: "x", id: "\(count)")
                } catch is LedgerStore.EraseFault {
                    // Nothing to erase, a recall that stands, an open finding, or a pause.
                }
            } else {
                try writer.append(
                    (0..<1 + random.below(9)).map { .init(ProjectionTests.event(&random), id: "\(count)-\($0)") }
                )
            }
            count += 1
            if random.chance(3) { random.pick(writers).project() }
        }
        let states = try (writers + [store()]).map { try $0.refresh() }
        #expect(states.allSatisfy { $0 == states[0] })
        #expect(try store().rebuild() == states[0])
        try store().audit()
    }

    // MARK: Parts

    private func store() throws -> LedgerStore { try Self.store(folder) }

    private static func store(_ folder: StateFolder) throws -> LedgerStore {
        try LedgerStore(folder, records: try RecordsFile.file(folder).open(), now: { 1_000 })
    }

    /// Seven events; 1 and 2 are of the tenant that is erased.
    private func fill(_ ledger: LedgerStore) throws {
        var (first, second) = (grant("a", "MARKtenant"), grant("b", "MARKtenant"))
        (first.hash, second.label) = ("MARKhash", "MARKlabel")
        try ledger.append([
            .init(.serverStarted(version: "1"), id: "s"), .init(.keyCreated(first), id: "a"),
            .init(.keyCreated(second), id: "b"), .init(.keyCreated(grant("c", "kept")), id: "c"),
            .init(
                .operatorCreated(OperatorGrant(id: "o", name: "Ada", role: .admin, prefix: "o", hash: "00")),
                id: "o"
            ),
            .init(.keyRevoked(id: "a", reason: "lost"), id: "a/revoked"),
            .init(.keyRevoked(id: "b", reason: nil), id: "b/revoked"),
        ])
    }

    private func grant(_ id: String, _ tenant: String) -> KeyGrant {
        KeyGrant(id: id, prefix: id, hash: "00", tenant: tenant)
    }

    private func subjects() throws -> [String] {
        let ledger = try LedgerStore.file(folder).open(), records = try RecordsFile.file(folder).open()
        return try ledger.read { try String.fetchAll($0, sql: "SELECT subject FROM events") }
            + records.read { try String.fetchAll($0, sql: "SELECT subject FROM subjects") }
    }

    private func privatePart(_ position: Int) throws -> [UInt8] {
        try LedgerStore.file(folder).open().read { database in
            try Row.fetchOne(database, sql: "SELECT private FROM events WHERE position = ?", arguments: [position])?
                .bytes("private") ?? []
        }
    }

    /// In any file of the folder.
    private func found(_ bytes: [UInt8]) throws -> Bool {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).contains { name in
            FileManager.default.contents(atPath: folder.path + "/" + name)?.range(of: Data(bytes)) != nil
        }
    }
}
