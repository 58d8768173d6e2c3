import Foundation
import GRDB
import Ledger

/// The tables of the Merkle log beside the events: its tiles, and its name with the newest checkpoint.
enum LogTables {
    /// Builds the tree over what earlier versions have appended. The log gets its name here and keeps it.
    static let migration: DatabaseFile.Migration = { database in
        try database.execute(
            sql: """
                CREATE TABLE tiles (
                    level INTEGER NOT NULL, number INTEGER NOT NULL, hashes BLOB NOT NULL, PRIMARY KEY (level, number)
                ) WITHOUT ROWID;
                CREATE TABLE log (origin TEXT NOT NULL, size INTEGER NOT NULL, checkpoint BLOB);
                """
        )
        try database.execute(
            sql: "INSERT INTO log (origin, size, checkpoint) VALUES (?, 0, NULL)",
            arguments: [makeOrigin()]
        )
        var edge = TreeEdge()
        let leaves = try Row.fetchCursor(database, sql: "SELECT leaf FROM events ORDER BY position")
        while let row = try leaves.next() {
            edge.append(.leaf(row.bytes("leaf") ?? []))
            if edge.size % Tile.width == 0 { try write(edge.takeChanged(), database) }
        }
        try write(edge.takeChanged(), database)
    }

    static func rename(_ database: Database) throws {
        try database.execute(sql: "UPDATE log SET origin = ?, size = 0, checkpoint = NULL", arguments: [makeOrigin()])
    }

    /// Like no other log's, so that two folders never sign under one name.
    private static func makeOrigin() -> String {
        var random = SystemRandomNumberGenerator()
        let letters = Array("0123456789abcdefghjkmnpqrstvwxyz")
        return "holdfast/" + String((0..<16).map { _ in letters.randomElement(using: &random) ?? "0" })
    }

    static func edge(_ database: Database, size: Int, _ path: String) throws -> TreeEdge {
        let edge = try TreeEdge(size: size) { level, number throws in try tile(database, level, number) }
        guard let edge else {
            throw StorageError(
                .corrupt,
                "\(path): the tree does not fit the \(size) events. Restore a backup; `holdfast ledger verify` says more."
            )
        }
        return edge
    }

    /// nil: there is none, or its length is no tile's.
    static func tile(_ database: Database, _ level: Int, _ number: Int) throws -> [TreeHash]? {
        let statement = try database.cachedStatement(sql: "SELECT hashes FROM tiles WHERE level = ? AND number = ?")
        guard let bytes = try Row.fetchOne(statement, arguments: [level, number])?.bytes("hashes") else { return nil }
        return Tile(.hashes(level: level), number: number, count: bytes.count / TreeHash.length).hashes(bytes)
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
