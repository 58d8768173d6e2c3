import Control
import Foundation
import GRDB
import Ledger
import Testing

@testable import Storage

@Suite("A full disk and a folder that cannot be written")
struct FullDiskTests {
    private let folder: StateFolder

    init() throws {
        folder = try StateFolder(NSTemporaryDirectory() + "holdfast-full-\(UUID().uuidString)")
    }

    @Test("an append that finds the disk full gives the reserve up, and is refused only when that does not help")
    func full() throws {
        let ledger = try store()
        try ledger.append([.init(.serverStarted(version: "1"), id: "0")])
        let reserve = Reserve(folder)
        #expect(reserve.make())
        // Stands in for the disk.
        try ledger.queue.inDatabase { try $0.execute(sql: "PRAGMA max_page_count = 20") }
        let long = String(repeating: "x", count: 60_000)
        let error = #expect(throws: StorageError.self) {
            for id in 1...20 { try ledger.append([.init(.serverStarted(version: long), id: "\(id)")]) }
        }
        #expect(error?.code == .full && !reserve.isThere)
        let epoch = ledger.state.epoch
        #expect(try store().refresh().epoch == epoch)
        // There is room again.
        try ledger.queue.inDatabase { try $0.execute(sql: "PRAGMA max_page_count = 4294967294") }
        #expect(try ledger.append([.init(.serverStarted(version: long), id: "more")]).epoch == epoch + 1)
        try store().audit()
    }

    @Test("what is backed by the reserve is tried once more without it, and only when the disk is full")
    func backing() throws {
        let reserve = Reserve(folder)
        var tries = 0
        func work(_ code: StorageError.Code) throws -> Int {
            tries += 1
            if reserve.isThere || code != .full { throw StorageError(code, "no") }
            return tries
        }
        #expect(reserve.make())
        #expect(throws: StorageError.self) { try reserve.backing { try work(.busy) } }
        #expect(reserve.isThere && tries == 1)
        #expect(try reserve.backing { try work(.full) } == 3)
        #expect(!reserve.isThere)
    }

    @Test(
        "a ledger read past SQLite has what was committed last, in the file or in its write-ahead log, and takes nothing"
    )
    func frozen() throws {
        let ledger = try store()
        let refusal = StorageError(.folderUnwritable, "no")
        for round in 0..<6 {
            try ledger.append((0..<50).map { .init(.keyCreated(grant("\(round)-\($0)")), id: "\(round)-\($0)") })
            if round % 3 == 2 {
                try ledger.queue.inDatabase { _ = try Row.fetchOne($0, sql: "PRAGMA wal_checkpoint(PASSIVE)") }
            }
            let before = try files()
            let frozen = try LedgerStore(frozen: folder, refusal: refusal)
            #expect(try frozen.refresh() == ledger.state)
            #expect(try frozen.log.root(frozen.log.head().size) == ledger.log.root(ledger.log.head().size))
            let error = #expect(throws: StorageError.self) {
                try frozen.append([.init(.serverStarted(version: "1"), id: "x")])
            }
            #expect(error?.code == .folderUnwritable)
            frozen.project()
            #expect(try files() == before)
        }
    }

    @Test("of a write-ahead log that ends in the middle, or was spoilt, only what was committed before counts")
    func torn() throws {
        let ledger = try store()
        var sizes: [Int] = []
        for id in 0..<8 {
            try ledger.append([.init(.serverStarted(version: "1"), id: "\(id)")])
            sizes.append(try wal().count)
        }
        let (file, log) = (try Data(contentsOf: url(folder.ledger)), try wal())
        let copy = try StateFolder(folder.path + "/copy")
        func epoch(_ log: Data) throws -> UInt64 {
            try file.write(to: url(copy.ledger))
            try log.write(to: url(copy.ledger + "-wal"))
            return try LedgerStore(frozen: copy, refusal: StorageError(.full, "")).refresh().epoch
        }
        #expect(try epoch(log) == 8)
        #expect(try epoch(log.prefix(sizes[4])) == 5)
        #expect(try epoch(log.prefix(sizes[4] - 1)) == 4)
        #expect(try epoch(log.prefix(sizes[3] + 100)) == 4)
        var spoilt = log
        spoilt[sizes[5] + 40] ^= 1
        #expect(try epoch(spoilt) == 6)
        // A log of an earlier round behind this one's frames.
        #expect(try epoch(log + log.suffix(from: sizes[6])) == 8)
    }

    @Test("nothing, and what is no database, is refused as it is when opened")
    func unreadable() throws {
        let other = try StateFolder(folder.path + "/other")
        #expect(throws: StorageError.self) { try LedgerStore(frozen: other, refusal: StorageError(.full, "")) }
        for bytes in [Data(), Data(repeating: 0x5A, count: 8192), Data("SQLite format 3\u{0}".utf8)] {
            try bytes.write(to: url(other.ledger))
            #expect(throws: StorageError.self) {
                try LedgerStore(frozen: other, refusal: StorageError(.full, "")).refresh()
            }
        }
    }

    @Test("a ledger opens while another process holds the write lock")
    func locked() async throws {
        _ = try store()
        let holder = try LedgerStore.file(folder).open()
        try holder.inDatabase { database in
            try database.inTransaction(.immediate) {
                let epoch = try store().refresh().epoch
                #expect(epoch == 0)
                return .rollback
            }
        }
    }

    // MARK: Parts

    private func store() throws -> LedgerStore {
        try LedgerStore(folder, records: try RecordsFile.file(folder).open(), now: { 1_000 })
    }

    private func grant(_ id: String) -> KeyGrant { KeyGrant(id: id, prefix: id, hash: "00", tenant: "t") }
    private func url(_ path: String) -> URL { URL(fileURLWithPath: path) }
    private func wal() throws -> Data { try Data(contentsOf: url(folder.ledger + "-wal")) }

    private func files() throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where !name.hasSuffix("-shm") {
            files[name] = FileManager.default.contents(atPath: folder.path + "/" + name)
        }
        return files
    }
}
