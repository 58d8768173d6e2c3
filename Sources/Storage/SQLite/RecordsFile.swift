package import GRDB

/// `records.sqlite`: exchange records, what binds answers to their makers, the keys of private fields' salts,
/// how far notifications are, and the trials of probes.
package enum RecordsFile {
    /// - Parameter synchronous: full for a connection whose commits must survive the machine, and take those before along.
    package static func file(_ folder: StateFolder, synchronous: DatabaseFile.Synchronous = .normal) -> DatabaseFile {
        DatabaseFile(
            path: folder.records,
            applicationID: 0x4844_5243,  // "HDRC"
            migrations: [version1, version2, version3, version4, version5, version6, version7],
            synchronous: synchronous,
            // Records are appended by the thousand: fewer and larger writes.
            pageSize: 16_384
        )
    }

    private static let version1: DatabaseFile.Migration = { database in
        // The identifier begins with the time, so that rows are appended and a time range is a key range.
        try database.execute(
            sql: """
                CREATE TABLE exchanges (id BLOB PRIMARY KEY, record BLOB NOT NULL) WITHOUT ROWID;
                CREATE TABLE answers (
                    answer_id TEXT PRIMARY KEY, exchange BLOB NOT NULL, model TEXT NOT NULL, provider TEXT NOT NULL,
                    credential INTEGER NOT NULL, lineage TEXT NOT NULL
                ) WITHOUT ROWID;
                CREATE INDEX answers_by_exchange ON answers (exchange);
                CREATE TABLE subjects (subject TEXT PRIMARY KEY, key BLOB NOT NULL) WITHOUT ROWID;
                """
        )
    }

    private static let version2: DatabaseFile.Migration = { database in
        // Of an older answer nobody can tell whose it was: it is nobody's, as if made while no key was needed.
        try database.execute(sql: "ALTER TABLE answers ADD COLUMN tenant TEXT")
    }

    /// Records that are there already have no positions, and are in no segment.
    private static let version3: DatabaseFile.Migration = { database in
        try database.execute(
            sql: """
                CREATE TABLE batches (first INTEGER PRIMARY KEY, ids BLOB NOT NULL);
                CREATE TABLE journal (next INTEGER NOT NULL, dropped_through BLOB);
                INSERT INTO journal (next, dropped_through) VALUES (0, NULL);
                """
        )
    }

    private static let version4: DatabaseFile.Migration = { database in
        // How far each endpoint of notifications is in the ledger. Times are Unix milliseconds, `failed_for` is milliseconds.
        try database.execute(
            sql: """
                CREATE TABLE notifications (
                    endpoint TEXT PRIMARY KEY, position INTEGER NOT NULL, failing_since INTEGER,
                    failed_for INTEGER NOT NULL, reminded_at INTEGER NOT NULL, reminded_of TEXT NOT NULL
                ) WITHOUT ROWID
                """
        )
    }

    private static let version5: DatabaseFile.Migration = { database in
        // A run's plan tells all its trials; those that have a row were made. Times are Unix milliseconds.
        try database.execute(
            sql: """
                CREATE TABLE probe_runs (
                    id TEXT PRIMARY KEY, plan TEXT NOT NULL, state TEXT NOT NULL, note TEXT NOT NULL, started_at INTEGER NOT NULL,
                    beat_at INTEGER NOT NULL, ended_at INTEGER
                ) WITHOUT ROWID;
                CREATE TABLE probe_trials (
                    run TEXT NOT NULL, number INTEGER NOT NULL, probe TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT,
                    rule TEXT NOT NULL, excerpt TEXT, answers TEXT, answers_hash TEXT, requests INTEGER NOT NULL,
                    input_tokens INTEGER NOT NULL, output_tokens INTEGER NOT NULL, cost TEXT, model TEXT, build TEXT,
                    microseconds INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (run, number)
                ) WITHOUT ROWID;
                CREATE TABLE probe_behaviours (model TEXT PRIMARY KEY, answers TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
                CREATE TABLE probe_days (day INTEGER PRIMARY KEY, tokens INTEGER NOT NULL, money TEXT NOT NULL)
                """
        )
    }

    private static let version6: DatabaseFile.Migration = { database in
        // Ids of the alarms that the endpoint was told, with spaces between them.
        try database.execute(sql: "ALTER TABLE notifications ADD COLUMN alarmed TEXT NOT NULL DEFAULT ''")
    }

    private static let version7: DatabaseFile.Migration = { database in
        // What the watch goes on with after a restart.
        try database.execute(sql: "CREATE TABLE watch (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")
    }

    /// The key of a subject, made at the first call: 32 random bytes. Destroying it is one half of erasing the subject.
    package static func subjectKey(_ subject: String, in queue: DatabaseQueue) throws -> [UInt8] {
        // Whoever only needs one that is there waits for nobody's write.
        if let key = try queue.read({ try [UInt8].fetchKey($0, subject) }) { return key }
        return try queue.write { database in
            if let key = try [UInt8].fetchKey(database, subject) { return key }
            var random = SystemRandomNumberGenerator()
            let key = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
            try database.execute(
                sql: "INSERT INTO subjects (subject, key) VALUES (?, ?)",
                arguments: [subject, key.blob]
            )
            return key
        }
    }

    /// Writes over the key where it lies, and takes its row away; on the disk when this returns.
    static func destroyKey(of subject: String, in queue: DatabaseQueue) throws {
        do {
            try queue.inDatabase { database in
                try database.execute(sql: "PRAGMA secure_delete = ON")
                try database.inTransaction(.immediate) {
                    try database.execute(
                        sql: "UPDATE subjects SET key = zeroblob(length(key)) WHERE subject = ?",
                        arguments: [subject]
                    )
                    try database.execute(sql: "DELETE FROM subjects WHERE subject = ?", arguments: [subject])
                    return .commit
                }
                // Commits to this file are not waited for otherwise.
                _ = try Row.fetchOne(database, sql: "PRAGMA wal_checkpoint(FULL)")
            }
        } catch {
            throw DatabaseFile.translate(error, queue.path)
        }
    }
}

extension [UInt8] {
    fileprivate static func fetchKey(_ database: Database, _ subject: String) throws -> [UInt8]? {
        try Row.fetchOne(database, sql: "SELECT key FROM subjects WHERE subject = ?", arguments: [subject])?.bytes(
            "key"
        )
    }
}
