package import GRDB
import Storage

/// Gives records their positions in the order of writing, in the tables `batches` and `journal` of `records.sqlite`.
///
/// A row for each transaction of the writer, with all its identifiers one behind the other: a column with an index on the
/// records themselves would cost every record a second place in a tree.
package enum JournalPositions {
    static let identifierLength = 16

    /// Called with the records' own rows in one transaction.
    ///
    /// - Parameter identifiers: in the order of the rows, 16 bytes each.
    static func append(_ identifiers: [UInt8], _ database: Database) throws {
        let next = try end(database)
        let insert = try database.cachedStatement(sql: "INSERT INTO batches (first, ids) VALUES (?, ?)")
        try insert.execute(arguments: [next, identifiers.blob])
        let move = try database.cachedStatement(sql: "UPDATE journal SET next = ?")
        try move.execute(arguments: [next + identifiers.count / identifierLength])
    }

    /// The position behind the last record.
    static func end(_ database: Database) throws -> Int {
        try Int.fetchOne(try database.cachedStatement(sql: "SELECT next FROM journal")) ?? 0
    }

    /// Positions are never given twice, also where the records are an older copy than the ledger, or new.
    ///
    /// - Parameter end: behind the last record that the ledger commits to.
    package static func begin(_ records: DatabaseQueue, atLeast end: Int) throws {
        do {
            guard try records.read(self.end) < end else { return }
            try records.write { database in
                try database.execute(sql: "UPDATE journal SET next = max(next, ?)", arguments: [end])
            }
        } catch {
            throw DatabaseFile.translate(error, records.path)
        }
    }

    /// Retention has dropped records: a record that is missing up to here is no fault.
    static func noteDropped(through id: [UInt8], _ database: Database) throws {
        try database.execute(
            sql: "UPDATE journal SET dropped_through = max(coalesce(dropped_through, x''), ?)",
            arguments: [id.blob]
        )
        // Oldest first, up to the first that still has a record.
        while true {
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT first, substr(ids, -16) <= (SELECT dropped_through FROM journal) AS gone
                    FROM batches ORDER BY first LIMIT 1000
                    """
            )
            let gone = rows.prefix { $0["gone"] == 1 }
            guard let last = gone.last else { return }
            try database.execute(sql: "DELETE FROM batches WHERE first <= ?", arguments: [last["first"] as Int])
            if gone.count < rows.count || rows.count < 1000 { return }
        }
    }

    /// Up to which identifier retention may have dropped records; nil when it has dropped none.
    static func droppedThrough(_ database: Database) throws -> [UInt8]? {
        try Row.fetchOne(database, sql: "SELECT dropped_through FROM journal")?.bytes("dropped_through")
    }

    /// The stored positions within a range, in order, with their identifiers.
    static func each(_ range: Range<Int>, _ database: Database, visit: (Int, [UInt8]) throws -> Void) throws {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT first, ids FROM batches
                WHERE first < ? AND first >= coalesce((SELECT max(first) FROM batches WHERE first <= ?), 0) ORDER BY first
                """,
            arguments: [range.upperBound, range.lowerBound]
        )
        while let row = try rows.next() {
            let first: Int = row["first"]
            let ids = row.bytes("ids") ?? []
            for index in 0..<ids.count / identifierLength where range.contains(first + index) {
                try visit(first + index, Array(ids[index * identifierLength..<(index + 1) * identifierLength]))
            }
        }
    }
}
