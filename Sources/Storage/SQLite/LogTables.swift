import GRDB
import Ledger

/// The tables of the Merkle log beside the events: its tiles, and one row with its name and newest checkpoint.
enum LogTables {
    /// The tree over what earlier versions have appended is built when it is first read.
    static let migration: DatabaseFile.Migration = { database in
        try database.execute(
            sql: """
                CREATE TABLE tiles (
                    level INTEGER NOT NULL, number INTEGER NOT NULL, hashes BLOB NOT NULL, PRIMARY KEY (level, number)
                ) WITHOUT ROWID;
                CREATE TABLE log (origin TEXT, checkpoint BLOB);
                INSERT INTO log (origin, checkpoint) VALUES (NULL, NULL);
                """
        )
    }

    static func forgetName(_ database: Database) throws {
        try database.execute(sql: "UPDATE log SET origin = NULL, checkpoint = NULL")
    }

    /// nil: there is none, or its length is no tile's.
    static func tile(_ database: Database, _ level: Int, _ number: Int) throws -> [TreeHash]? {
        let statement = try database.cachedStatement(sql: "SELECT hashes FROM tiles WHERE level = ? AND number = ?")
        guard let bytes = try Row.fetchOne(statement, arguments: [level, number])?.bytes("hashes") else { return nil }
        return Tile(.hashes(level: level), number: number, count: bytes.count / TreeHash.length).hashes(bytes)
    }

    /// Which of the tiles over the events are not stored, or not as far.
    ///
    /// - Throws: when a stored one has other hashes, or more.
    static func missing(
        of grown: [TreeEdge.Grown],
        _ database: Database,
        _ path: String
    ) throws -> [TreeEdge.Grown] {
        try grown.filter { level, number, hashes in
            let stored = try tile(database, level, number) ?? []
            if let place = zip(stored, hashes).enumerated().first(where: { $0.element.0 != $0.element.1 })?.offset {
                let event = (number * Tile.width + place) << (level * Tile.height)
                let span = level == 0 ? "event \(event) is" : "events from \(event) on are"
                throw StorageError(
                    .corrupt,
                    "\(path): \(span) not what was logged, or the tree was changed. Restore a backup."
                )
            }
            guard stored.count <= hashes.count else {
                throw StorageError(.corrupt, "\(path): the tree has more events than there are. Restore a backup.")
            }
            return stored.count < hashes.count
        }
    }

    static func write(_ tiles: [TreeEdge.Grown], _ database: Database) throws {
        let statement = try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO tiles (level, number, hashes) VALUES (?, ?, ?)"
        )
        for (level, number, hashes) in tiles {
            try statement.execute(arguments: [level, number, hashes.flatMap(\.bytes).blob])
        }
    }
}
