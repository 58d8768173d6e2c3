import GRDB

/// Sees what is durable in a ledger, without asking any Holdfast.
struct LedgerEye {
    private let queue: DatabaseQueue

    /// - Parameter state: the state folder.
    init(_ state: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        queue = try DatabaseQueue(path: state + "/ledger.sqlite", configuration: configuration)
    }

    func events() throws -> Int {
        try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM events") ?? 0 }
    }
}
