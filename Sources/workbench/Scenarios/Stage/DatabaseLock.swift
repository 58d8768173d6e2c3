import GRDB

/// Another writer that sits on a database: it has begun a transaction and does not end it.
struct DatabaseLock {
    private let queue: DatabaseQueue

    /// Waits for whoever writes at the moment.
    init(_ file: String) throws {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        configuration.busyMode = .timeout(10)
        queue = try DatabaseQueue(path: file, configuration: configuration)
        try queue.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
    }

    func release() throws {
        try queue.inDatabase { try $0.execute(sql: "ROLLBACK") }
        try queue.close()
    }
}
