import GRDB

/// Another writer that sits on the ledger: it has begun a transaction and does not end it.
struct LedgerLock {
    private let queue: DatabaseQueue

    /// - Parameter state: the state folder.
    init(_ state: String) throws {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        configuration.busyMode = .timeout(10)
        queue = try DatabaseQueue(path: state + "/ledger.sqlite", configuration: configuration)
        try queue.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
    }

    func release() throws {
        try queue.inDatabase { try $0.execute(sql: "ROLLBACK") }
        try queue.close()
    }
}
