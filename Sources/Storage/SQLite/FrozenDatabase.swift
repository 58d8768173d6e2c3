import Foundation
package import GRDB
import GRDBSQLite

/// A database as it lies on the disk, read into memory: for a folder that cannot be written, where SQLite could not open a
/// file with a write-ahead log at all. Nothing on the disk is touched.
package enum FrozenDatabase {
    /// Some millions of events; a machine that keeps more has other ways.
    private static let maximumBytes = 1 << 30

    /// - Throws: when there is no such file, or it cannot be read or understood.
    package static func open(_ file: DatabaseFile) throws(StorageError) -> DatabaseQueue {
        var pages = try read(file.path)
        guard pages.count >= 512 else {
            throw StorageError(.corrupt, "\(file.path) is empty or damaged. Restore a backup.")
        }
        // What was committed and not yet brought into the file.
        if let log = try? read(file.path + "-wal"), let frames = WriteAheadLog(log) { frames.apply(to: &pages) }
        // The header says that there is a write-ahead log (file format §1.3.2), which memory has not.
        (pages[18], pages[19]) = (1, 1)
        do {
            let queue = try DatabaseQueue()
            try queue.inDatabase { database in
                try load(pages, database)
                try file.bringForward(database)
            }
            return queue
        } catch {
            throw DatabaseFile.translate(error, file.path)
        }
    }

    /// An empty one of the file's kind.
    package static func empty(_ file: DatabaseFile) throws(StorageError) -> DatabaseQueue {
        do {
            let queue = try DatabaseQueue()
            try queue.inDatabase { try file.bringForward($0) }
            return queue
        } catch {
            throw DatabaseFile.translate(error, file.path)
        }
    }

    private static func read(_ path: String) throws(StorageError) -> [UInt8] {
        guard let handle = FileHandle(forReadingAtPath: path),
            let data = try? handle.read(upToCount: maximumBytes + 1), data.count <= maximumBytes
        else { throw StorageError(.folderUnwritable, "\(path) cannot be read.") }
        return [UInt8](data)
    }

    private static func load(_ bytes: [UInt8], _ database: Database) throws {
        guard let memory = sqlite3_malloc64(sqlite3_uint64(bytes.count)) else {
            throw DatabaseError(resultCode: .SQLITE_NOMEM)
        }
        bytes.withUnsafeBytes {
            memory.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(memory), byteCount: $0.count)
        }
        let flags = UInt32(SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE)
        // On failure too the library frees the memory.
        let code = sqlite3_deserialize(
            database.sqliteConnection,
            "main",
            memory.assumingMemoryBound(to: UInt8.self),
            sqlite3_int64(bytes.count),
            sqlite3_int64(bytes.count),
            flags
        )
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
        database.clearSchemaCache()
    }
}
