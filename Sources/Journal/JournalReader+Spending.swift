package import Domain
import GRDB
import GRDBSQLite
import Storage

extension JournalReader {
    /// What the exchanges of keys took that began within a time.
    ///
    /// - Parameter since: Unix milliseconds; the first that counts.
    /// - Parameter until: Unix milliseconds; the first that does not.
    /// - Returns: the sums, and how many records are in them.
    package func spending(since: UInt64, until: UInt64, at prices: ChargePrices) throws -> (
        sum: DaySpending, count: Int
    ) {
        try database.read { database in
            let statement = try database.makeStatement(
                sql: "SELECT record FROM exchanges WHERE id >= ? AND id < ? ORDER BY id"
            )
            try statement.setArguments([
                Identifier.first(ofMillisecond: since).bytes.blob, Identifier.first(ofMillisecond: until).bytes.blob,
            ])
            var sum = DaySpending()
            var count = 0
            // Read where they lie: the library would copy each record.
            let handle = statement.sqliteStatement
            defer { sqlite3_reset(handle) }
            while true {
                let code = sqlite3_step(handle)
                if code == SQLITE_DONE { return (sum, count) }
                guard code == SQLITE_ROW else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
                let bytes = UnsafeRawBufferPointer(
                    start: sqlite3_column_blob(handle, 0),
                    count: Int(sqlite3_column_bytes(handle, 0))
                )
                guard let record = ExchangeRecord(chargedMembersOf: bytes), let key = record.keyID,
                    let tenant = record.tenant
                else { continue }
                count += 1
                let spending = record.spending(at: prices)
                if !spending.isNothing { sum.add(spending, key: key, tenant: tenant) }
            }
        }
    }
}
