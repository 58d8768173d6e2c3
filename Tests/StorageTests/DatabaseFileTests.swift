import Foundation
import GRDB
import Storage
import Testing

@Suite("Database file")
struct DatabaseFileTests {
    private let path = NSTemporaryDirectory() + "holdfast-db-\(UUID().uuidString).sqlite"

    private func file(_ migrations: Int = 1) -> DatabaseFile {
        let steps: [DatabaseFile.Migration] = [
            { try $0.execute(sql: "CREATE TABLE a (x)") }, { try $0.execute(sql: "CREATE TABLE b (y)") },
        ]
        return DatabaseFile(
            path: path,
            applicationID: 77,
            migrations: Array(steps.prefix(migrations)),
            synchronous: .full
        )
    }

    @Test("is made for its owner only, written ahead, and opens again")
    func made() throws {
        let queue = try file().open()
        #expect(try queue.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
        try queue.close()
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try file().open().read { try $0.tableExists("a") })
    }

    @Test("an older file is brought forward, its rows kept")
    func migrates() throws {
        let old = try file(1).open()
        try old.write { try $0.execute(sql: "INSERT INTO a VALUES (5)") }
        try old.close()
        let new = try file(2).open()
        #expect(try new.read { try Int.fetchOne($0, sql: "SELECT x FROM a") } == 5)
        #expect(try new.read { try $0.tableExists("b") })
    }

    @Test("a newer file is refused and left as it is")
    func newer() throws {
        try file(2).open().close()
        try expectRefusal(.newer, saying: "written by a newer Holdfast (format 2; this one knows 1)")
    }

    @Test("another program's database is refused and left as it is, to the last byte")
    func foreign() throws {
        let other = try DatabaseQueue(path: path)
        try other.write { try $0.execute(sql: "CREATE TABLE theirs (x)") }
        try other.close()
        try expectRefusal(.notOurs, saying: "a database of another program")
    }

    @Test("so is one with a version that we never gave")
    func negativeVersion() throws {
        let queue = try file().open()
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = -3") }
        try queue.close()
        try expectRefusal(.notOurs, saying: "another program")
    }

    @Test("what is no database is refused and left as it is")
    func corrupt() throws {
        try Data(repeating: 0x41, count: 8192).write(to: URL(fileURLWithPath: path))
        try expectRefusal(.corrupt, saying: "restore a backup")
    }

    @Test("a folder is no file, and says so")
    func folder() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let error = #expect(throws: StorageError.self) { try file().open() }
        #expect(error?.code == .folderUnwritable)
    }

    @Test("two that open a new file at once both get it")
    func race() async throws {
        let file = file()
        let opened = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<4 {
                group.addTask { (try? file.open().read { try $0.tableExists("a") }) ?? false }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(opened == 4)
    }

    private func expectRefusal(_ code: StorageError.Code, saying text: String) throws {
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        let error = #expect(throws: StorageError.self) { try file().open() }
        #expect(error?.code == code)
        #expect(error?.message.contains(text) == true, "\(String(describing: error))")
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }
}
