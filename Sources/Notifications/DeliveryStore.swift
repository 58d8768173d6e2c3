import GRDB

/// How far each endpoint is, in `records.sqlite`: not in the ledger, of which it says nothing.
struct DeliveryStore: Sendable {
    private let queue: DatabaseQueue

    init(_ queue: DatabaseQueue) {
        self.queue = queue
    }

    /// nil: the endpoint is new.
    func mark(of endpoint: String) throws -> DeliveryPlan.Mark? {
        try queue.read { database in
            try Row.fetchOne(
                database,
                sql: """
                    SELECT position, failing_since, failed_for, reminded_at, reminded_of, alarmed FROM notifications
                    WHERE endpoint = ?
                    """,
                arguments: [endpoint]
            ).map(Self.mark)
        }
    }

    private static func mark(_ row: Row) -> DeliveryPlan.Mark {
        func time(_ column: String) -> UInt64? { Int64.fromDatabaseValue(row[column]).map { UInt64(max(0, $0)) } }
        return DeliveryPlan.Mark(
            position: max(0, Int.fromDatabaseValue(row["position"]) ?? 0),
            failingSince: time("failing_since"),
            failedFor: time("failed_for") ?? 0,
            remindedAt: time("reminded_at") ?? 0,
            remindedOf: String.fromDatabaseValue(row["reminded_of"]) ?? "",
            alarmed: Set((String.fromDatabaseValue(row["alarmed"]) ?? "").split(separator: " ").map(String.init))
        )
    }

    func keep(_ mark: DeliveryPlan.Mark, of endpoint: String) throws {
        try queue.write { database in
            try database.execute(
                sql: """
                    INSERT OR REPLACE INTO notifications
                        (endpoint, position, failing_since, failed_for, reminded_at, reminded_of, alarmed)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    endpoint, mark.position, mark.failingSince.map { Int64(clamping: $0) },
                    Int64(clamping: mark.failedFor), Int64(clamping: mark.remindedAt), mark.remindedOf,
                    mark.alarmed.sorted().joined(separator: " "),
                ]
            )
        }
    }

    /// Forgets all others: one that comes back later begins anew.
    func keepOnly(_ endpoints: [String]) throws {
        try queue.write { database in
            let known = try String.fetchAll(database, sql: "SELECT endpoint FROM notifications")
            for stranger in Set(known).subtracting(endpoints) {
                try database.execute(sql: "DELETE FROM notifications WHERE endpoint = ?", arguments: [stranger])
            }
        }
    }
}
