import Crypto
import Domain
import GRDB

/// Large payloads of events, such as the settings that came into force, beside them by their hash. They are not exported.
package enum DocumentTable {
    /// A settings document has at most one, and its canonical form is of about its size.
    static let maximumBytes = 16 << 20

    static let migration: DatabaseFile.Migration = { database in
        try database.execute(sql: "CREATE TABLE documents (hash TEXT PRIMARY KEY, bytes BLOB NOT NULL) WITHOUT ROWID")
    }

    /// SHA-256, hexadecimal: what an event says of its document.
    package static func hash(_ bytes: [UInt8]) -> String { Hex.text(SHA256.hash(data: bytes)) }

    static func write(_ bytes: [UInt8], _ database: Database) throws {
        guard bytes.count <= maximumBytes else {
            throw StorageError(.failed, "The event's document is larger than \(maximumBytes >> 20) MiB.")
        }
        try database.execute(
            sql: "INSERT OR IGNORE INTO documents (hash, bytes) VALUES (?, ?)",
            arguments: [hash(bytes), bytes.blob]
        )
    }

    static func read(_ hash: String, _ database: Database) throws -> [UInt8]? {
        try Row.fetchOne(database, sql: "SELECT bytes FROM documents WHERE hash = ?", arguments: [hash])?.bytes("bytes")
    }

    /// - Throws: at the first document that is not what its hash says.
    static func check(_ database: Database, _ path: String) throws {
        let rows = try Row.fetchCursor(database, sql: "SELECT hash, bytes FROM documents ORDER BY hash")
        while let row = try rows.next() {
            let told = String.fromDatabaseValue(row["hash"]) ?? ""
            guard let bytes = row.bytes("bytes"), hash(bytes) == told else {
                throw StorageError(
                    .corrupt,
                    "\(path): the document \(told.prefix(12)) is not what was stored. Restore a backup."
                )
            }
        }
    }
}
