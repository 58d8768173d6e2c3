package import GRDB

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Opens a SQLite file of ours, or says why it will not; nothing that is not understood is ever overwritten.
package struct DatabaseFile: Sendable {
    package enum Synchronous: Int, Sendable {
        /// A commit survives the process; the last ones may be lost with the machine.
        case normal = 1
        /// A commit survives the machine.
        case full = 2
    }

    /// One step from a version to the next; its place in the list is the version it starts from.
    package typealias Migration = @Sendable (Database) throws -> Void

    package let path: String
    /// Written into the file's header, so that a foreign database is recognised.
    package let applicationID: Int32
    package let migrations: [Migration]
    package let synchronous: Synchronous
    /// Bytes; counts for a new file only.
    package let pageSize: Int
    /// Seconds that a statement waits for another process's transaction.
    package let patience: Double

    package init(
        path: String,
        applicationID: Int32,
        migrations: [Migration],
        synchronous: Synchronous,
        pageSize: Int = 4096,
        patience: Double = 5
    ) {
        self.path = path
        self.applicationID = applicationID
        self.migrations = migrations
        self.synchronous = synchronous
        self.pageSize = pageSize
        self.patience = patience
    }

    /// Behind the name of a file that a restore has not put in place yet.
    static let restoring = ".restoring"

    /// A connection of its own. The first one creates or migrates the file.
    package func open() throws(StorageError) -> DatabaseQueue {
        guard access(path + Self.restoring, F_OK) != 0 else {
            throw StorageError(
                .corrupt,
                "A restore of \(path) was broken off. Run `holdfast restore` once more, with --replace."
            )
        }
        try createPrivate()
        var configuration = Configuration()
        // A command and a server share the file; neither holds the lock for longer than one short transaction.
        configuration.busyMode = .timeout(patience)
        do {
            return try Reserve(beside: path).backing {
                do {
                    let queue = try DatabaseQueue(path: path, configuration: configuration)
                    try queue.inDatabase { database in try prepareInTurn(database) }
                    return queue
                } catch {
                    throw Self.translate(error, path)
                }
            }
        } catch {
            throw Self.translate(error, path)
        }
    }

    /// Makes an empty file with its mode before SQLite makes one without.
    ///
    /// A file that exists is never opened here: closing any descriptor of it would drop the locks of every connection
    /// that this process has to it (POSIX), and the next command to leave would take itself for the last one and
    /// delete the write-ahead log under the server.
    private func createPrivate() throws(StorageError) {
        let descriptor = Self.createFile(path)
        if descriptor >= 0 {
            close(descriptor)
        } else if errno != EEXIST || access(path, R_OK | W_OK) != 0 {
            throw StorageError(.folderUnwritable, "\(path) cannot be opened: \(String(cString: strerror(errno))).")
        }
    }

    private static func createFile(_ path: String) -> Int32 {
        #if canImport(Glibc)
            Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        #else
            Darwin.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        #endif
    }

    /// Two that turn on the write-ahead log of a new file at once are in each other's way, and SQLite tells one of them so
    /// at once, without the wait that was asked for: waiting could not end there.
    private func prepareInTurn(_ database: Database) throws {
        let end = ContinuousClock.now + .seconds(5)
        while ContinuousClock.now < end {
            do {
                return try prepare(database)
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                usleep(20_000)
            }
        }
        try prepare(database)
    }

    private func prepare(_ database: Database) throws {
        try database.execute(sql: "PRAGMA page_size = \(pageSize)")
        // Nothing that is erased later must be left in a part of a page that became free before.
        try database.execute(sql: "PRAGMA secure_delete = ON")
        // Before anything is written: even the journal mode stands in the file.
        try database.inTransaction(.deferred) {
            _ = try identify(database)
            return .commit
        }
        guard try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL") == "wal" else {
            throw StorageError(
                .failed,
                "\(path): the file system does not allow a write-ahead log. Choose another folder."
            )
        }
        // Set on the open connection and read back: the library has defaults of its own.
        try database.execute(sql: "PRAGMA synchronous = \(synchronous.rawValue)")
        guard try Int.fetchOne(database, sql: "PRAGMA synchronous") == synchronous.rawValue else {
            throw StorageError(.failed, "\(path): the setting `synchronous` could not be made.")
        }
        // A file that is as it should be opens also while another process holds the write lock, or the disk is full.
        var isReady = false
        try database.inTransaction(.deferred) {
            let (isNew, version) = try identify(database)
            isReady = !isNew && version == migrations.count
            return .commit
        }
        guard !isReady else { return }
        try bringForward(database)
    }

    /// Makes the tables that are missing; nothing where the file is of this version.
    func bringForward(_ database: Database) throws {
        try database.inTransaction(.immediate) {
            let (isNew, version) = try identify(database)
            for migration in migrations[version...] { try migration(database) }
            if isNew { try database.execute(sql: "PRAGMA application_id = \(applicationID)") }
            if version < migrations.count { try database.execute(sql: "PRAGMA user_version = \(migrations.count)") }
            return .commit
        }
    }

    /// Whether the file is still empty, and its version; throws for a file that is not ours to touch.
    private func identify(_ database: Database) throws -> (isNew: Bool, version: Int) {
        let id = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
        let isNew = id == 0 && version == 0 && tables == 0
        guard isNew || id == applicationID, version >= 0 else {
            throw StorageError(
                .notOurs,
                "\(path) is a database of another program. Move it away or choose another `state:` folder."
            )
        }
        guard version <= migrations.count else {
            throw StorageError(
                .newer,
                "\(path) was written by a newer Holdfast (format \(version); this one knows \(migrations.count)). Run that version, or restore a backup."
            )
        }
        return (isNew, version)
    }

    /// The library's error in our words.
    package static func translate(_ error: any Error, _ path: String) -> StorageError {
        if let ours = error as? StorageError { return ours }
        guard let error = error as? DatabaseError else { return StorageError(.failed, "\(path): \(error)") }
        switch error.resultCode {
        case .SQLITE_NOTADB, .SQLITE_CORRUPT:
            return StorageError(
                .corrupt,
                "\(path) is damaged or no database. It is left as it is: restore a backup, or move it away to start anew."
            )
        case .SQLITE_FULL: return StorageError(.full, "\(path): the disk is full. Free some space.")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            return StorageError(
                .busy,
                "\(path) is held by another process for too long. Try again; if it stays, look for one that hangs."
            )
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM:
            return StorageError(
                .folderUnwritable,
                "\(path) cannot be written. Check the owner and mode of the file and its folder."
            )
        case .SQLITE_IOERR:
            return StorageError(
                .io,
                "\(path) cannot be read or written: the disk is full or fails, or a limit on files is reached."
            )
        default: return StorageError(.failed, "\(path): \(error.resultCode) \(error.message ?? "")")
        }
    }
}
