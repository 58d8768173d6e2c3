import Control
import Foundation
import GRDB
import Ledger
import Storage
import Synchronization
import Testing

@Suite("Ledger store")
struct LedgerStoreTests {
    private let folder: StateFolder

    init() throws {
        folder = try StateFolder(NSTemporaryDirectory() + "holdfast-ledger-\(UUID().uuidString)")
    }

    @Test("what one writer appended, every other folds, and a new start folds it all again")
    func twoWriters() throws {
        let first = try store(), second = try store()
        #expect(try first.append([.init(.keyCreated(grant("a")), id: "1")]).keys.keys.sorted() == ["a"])
        #expect(second.state.epoch == 0)
        #expect(try second.append([.init(.keyCreated(grant("b")), id: "2")]).keys.keys.sorted() == ["a", "b"])
        #expect(try first.refresh().epoch == 2)
        #expect(try first.refresh() == second.refresh())
        #expect(try store().refresh() == first.state)
    }

    @Test("an append that is repeated counts once")
    func idempotent() throws {
        let ledger = try store()
        let draft = LedgerStore.Draft(.keyCreated(grant("a")), id: "same")
        try ledger.append([draft])
        #expect(try ledger.append([draft]).epoch == 1)
        #expect(try store().append([draft, .init(.keyRevoked(id: "a", reason: nil), id: "2")]).epoch == 2)
        #expect(ledger.state.contradictions == 0)
    }

    @Test("the guard sees the state it decides on, and its refusal appends nothing")
    func guarded() throws {
        struct Refused: Error {}
        let first = try store(), second = try store()
        try first.append([.init(.keyCreated(grant("a")), id: "1")])
        #expect(throws: Refused.self) {
            // This writer has not read the key yet; inside the transaction it must.
            try second.append([.init(.keyCreated(grant("b")), id: "2")]) { state in
                if state.keys["a"] != nil { throw Refused() }
            }
        }
        #expect(try first.refresh().epoch == 1)
        #expect(try second.append([.init(.keyCreated(grant("c")), id: "3")]).keys.keys.sorted() == ["a", "c"])
    }

    @Test("all drafts of an append stand or none")
    func allOrNone() throws {
        let ledger = try store()
        let long = String(repeating: "x", count: LedgerEntry.maximumLeaf)
        #expect(throws: StorageError.self) {
            try ledger.append([
                .init(.keyCreated(grant("a")), id: "1"), .init(.serverStarted(version: long), id: "2"),
            ])
        }
        #expect(try ledger.refresh().epoch == 0)
    }

    @Test("of many writers at once none loses an event and only one passes a guard")
    func contention() async throws {
        struct Taken: Error {}
        let folder = folder
        let winners = await withTaskGroup(of: Int.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    let ledger = try? Self.store(folder)
                    var won = 0
                    for turn in 0..<10 {
                        _ = try? ledger?.append([
                            .init(.keyCreated(grant("\(writer)-\(turn)")), id: "k\(writer)-\(turn)")
                        ])
                        let draft = LedgerStore.Draft(.keyCreated(grant("only-\(turn)")), id: "w\(writer)-\(turn)")
                        let taken = try? ledger?.append([draft]) { state in
                            if state.keys["only-\(turn)"] != nil { throw Taken() }
                        }
                        if taken != nil { won += 1 }
                    }
                    return won
                }
            }
            return await group.reduce(0, +)
        }
        #expect(winners == 10)
        let state = try store().refresh()
        #expect(state.epoch == 50)
        #expect(state.contradictions == 0)
    }

    @Test("a follower hears of what others append, in order, and of nothing twice")
    func follower() async throws {
        let reader = try store(), writer = try store()
        let (epochs, continuation) = AsyncStream.makeStream(of: UInt64.self)
        let follower = LedgerFollower(reader, from: 0, handler: { continuation.yield($0.epoch) }, failed: { _ in })
        var iterator = epochs.makeAsyncIterator()
        for epoch in 1...3 {
            try writer.append([.init(.serverStarted(version: "1"), id: "\(epoch)")])
            #expect(await iterator.next() == UInt64(epoch))
        }
        try reader.append([.init(.serverStarted(version: "1"), id: "own")])
        #expect(await iterator.next() == 4)
        follower.stop()
    }

    @Test("every commit survives the machine: the setting is read back")
    func synchronous() throws {
        #expect(try LedgerStore.file(folder).open().read { try Int.fetchOne($0, sql: "PRAGMA synchronous") } == 2)
        #expect(try RecordsFile.file(folder).open().read { try Int.fetchOne($0, sql: "PRAGMA synchronous") } == 1)
    }

    @Test("a damaged event, a hole and an unknown kind stop the fold and say so")
    func damage() throws {
        let ledger = try store()
        for id in 1...3 { try ledger.append([.init(.serverStarted(version: "1"), id: "\(id)")]) }
        let database = try LedgerStore.file(folder).open()
        func refusal(_ sql: String) throws -> String {
            var message = ""
            try database.writeWithoutTransaction { connection in
                try connection.execute(sql: sql)
            }
            do {
                _ = try Self.store(folder).refresh()
            } catch {
                message = "\(error)"
            }
            return message
        }
        #expect(try refusal("DELETE FROM events WHERE position = 1").contains("event 1 is missing"))
        #expect(try refusal("UPDATE events SET leaf = x'7b7d' WHERE position = 2").contains("event 2 is damaged"))
        let leaf = #"{"id":"1","kind":"new.kind","private":{},"public":{},"recorded_at":1,"v":1}"#
        #expect(
            try refusal("UPDATE events SET leaf = CAST('\(leaf)' AS BLOB), private = NULL WHERE position = 0")
                .contains("`new.kind`")
        )
    }

    @Test("the tree is that of the events, however they came in, and lives through a new start")
    func tree() throws {
        let first = try store(), second = try store()
        var count = 0
        for group in [1, 2, 250, 3, 1, 256, 90] {
            let drafts = (0..<group).map { offset in
                LedgerStore.Draft(.serverStarted(version: "\(count + offset)"), id: "\(count + offset)")
            }
            // A repeated append adds nothing to the tree.
            try (group % 2 == 0 ? first : second).append(drafts + drafts.prefix(1))
            count += group
        }
        let log = try store().log
        let head = try log.head()
        #expect(head.size == count && head.origin == nil && head.checkpoint == nil && head.signed == 0)
        var edge = TreeEdge()
        var roots: [TreeHash] = []
        for index in 0..<count {
            let entry = try log.entry(index)
            edge.append(.leaf(try #require(entry)))
            roots.append(edge.root)
        }
        for size in [1, 2, 255, 256, 257, 512, count] { #expect(try log.root(size) == roots[size - 1]) }
        let path = try log.inclusion(of: 300, in: count)
        let entry = try log.entry(300)
        let leaf = TreeHash.leaf(try #require(entry))
        #expect(TreeProof.isIncluded(leaf, at: 300, in: count, path, root: edge.root))
    }

    @Test("events that a version without a tree has appended get their tree, whether all of them or the last")
    func migrated() throws {
        let file = LedgerStore.file(folder)
        let before = DatabaseFile(
            path: file.path,
            applicationID: file.applicationID,
            migrations: Array(file.migrations.prefix(1)),
            synchronous: .full
        )
        let old = try before.open()
        func append(_ range: Range<Int>) throws {
            for position in range {
                try old.writeWithoutTransaction { database in
                    try database.execute(
                        sql: "INSERT INTO events VALUES (?, ?, 'server', CAST(? AS BLOB), CAST('{}' AS BLOB))",
                        arguments: [position, "\(position)", String(decoding: Self.leaf(position), as: UTF8.self)]
                    )
                }
            }
        }
        func root(_ size: Int) -> TreeHash {
            var edge = TreeEdge()
            for position in 0..<size { edge.append(.leaf(Self.leaf(position))) }
            return edge.root
        }
        try append(0..<300)
        let ledger = try store()
        #expect(try ledger.refresh().epoch == 300)
        #expect(try ledger.log.root(300) == root(300))
        // The old one still has the file open, and comes past the end of a tile.
        try append(300..<600)
        #expect(try ledger.append([.init(.serverStarted(version: "2"), id: "next")]).epoch == 601)
        #expect(try ledger.log.root(600) == root(600))
        #expect(try store().refresh().epoch == 601)
    }

    private static func leaf(_ position: Int) -> [UInt8] {
        let text =
            #"{"id":"\#(position)","kind":"server.started","private":{},"public":{"version":"1"},"recorded_at":1,"v":1}"#
        return Array(text.utf8)
    }

    @Test("a log has the first name that it was given; an older checkpoint does not replace a newer one")
    func head() throws {
        let log = try store().log
        #expect(try log.claim("holdfast/a") == "holdfast/a")
        #expect(try log.claim("holdfast/b") == "holdfast/a")
        let signer = try #require(NoteSigner(name: "holdfast/a", seed: [UInt8](repeating: 1, count: 32)))
        func note(_ size: Int) throws -> SignedNote {
            try #require(signer.sign(Checkpoint(origin: "holdfast/a", size: size, root: .empty).text))
        }
        try log.keep(try note(5), size: 5)
        try log.keep(try note(4), size: 4)
        let five = try note(5)
        #expect(try log.head().checkpoint == five)
        #expect(try log.head().signed == 5)
        try LedgerStore.file(folder).open().writeWithoutTransaction {
            try $0.execute(sql: "UPDATE log SET checkpoint = x'00', origin = 5")
        }
        let error = #expect(throws: StorageError.self) { try log.head() }
        #expect(error?.code == .corrupt)
    }

    @Test("a tile that is gone is built again; one that differs from the events, or goes on, stops the fold")
    func damagedTiles() throws {
        for id in 1...3 { try store().append([.init(.serverStarted(version: "1"), id: "\(id)")]) }
        let root = try store().log.root(3)
        let database = try LedgerStore.file(folder).open()
        func change(_ sql: String) throws { try database.writeWithoutTransaction { try $0.execute(sql: sql) } }
        for sql in ["DELETE FROM tiles", "UPDATE tiles SET hashes = substr(hashes, 1, 64)"] {
            try change(sql)
            let ledger = try store()
            #expect(try ledger.refresh().epoch == 3)
            #expect(try ledger.log.root(3) == root)
        }
        for (sql, word) in [
            ("UPDATE tiles SET hashes = CAST(hashes || zeroblob(32) AS BLOB)", "more events than there are"),
            (
                "UPDATE tiles SET hashes = CAST(zeroblob(32) || substr(hashes, 33) AS BLOB)",
                "event 0 is not what was logged"
            ),
        ] {
            try change("CREATE TABLE kept AS SELECT * FROM tiles")
            try change(sql)
            let error = #expect(throws: StorageError.self) { try Self.store(folder).refresh() }
            #expect(error?.code == .corrupt && error?.message.contains(word) == true, "\(sql)")
            try change("DELETE FROM tiles")
            try change("INSERT INTO tiles SELECT * FROM kept")
            try change("DROP TABLE kept")
        }
        #expect(try store().append([.init(.serverStarted(version: "1"), id: "4")]).epoch == 4)
    }

    @Test("an event that was edited, or stands under another's id, stops the fold")
    func edited() throws {
        let ledger = try store()
        try ledger.append([.init(.keyCreated(grant("a")), id: "a"), .init(.keyRevoked(id: "a", reason: nil), id: "b")])
        let database = try LedgerStore.file(folder).open()
        for (sql, undo, word) in [
            (
                "UPDATE events SET leaf = CAST(replace(leaf, '\"public\":{\"id\":\"a\"', '\"public\":{\"id\":\"z\"') AS BLOB) WHERE position = 1",
                "UPDATE events SET leaf = CAST(replace(leaf, '\"public\":{\"id\":\"z\"', '\"public\":{\"id\":\"a\"') AS BLOB) WHERE position = 1",
                "event 1 is not what was logged"
            ),
            (
                "UPDATE events SET id = 'a/revoked' WHERE position = 0",
                "UPDATE events SET id = 'a' WHERE position = 0",
                "event 0 stands under another id"
            ),
        ] {
            try database.writeWithoutTransaction { try $0.execute(sql: sql) }
            let error = #expect(throws: StorageError.self) { try Self.store(folder).refresh() }
            #expect(error?.message.contains(word) == true, "\(error?.message ?? "")")
            try database.writeWithoutTransaction { try $0.execute(sql: undo) }
        }
        #expect(try store().refresh().keys["a"]?.revokedAt != nil)
    }

    private func store() throws -> LedgerStore { try Self.store(folder) }

    private static func store(_ folder: StateFolder) throws -> LedgerStore {
        try LedgerStore(folder, records: try RecordsFile.file(folder).open(), now: { 1_000 })
    }
}

private func grant(_ id: String) -> KeyGrant { KeyGrant(id: id, prefix: id, hash: "00", tenant: "t") }
