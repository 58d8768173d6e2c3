import GRDB
package import Ledger

/// The Merkle log over the events of `ledger.sqlite`: what proofs, checkpoints and exports are made from.
package struct StoredLog: Sendable {
    private let queue: DatabaseQueue
    private let path: String

    /// Over a connection of its own.
    package init(_ folder: StateFolder) throws(StorageError) {
        let file = LedgerStore.file(folder)
        self.init(try file.open(), path: file.path)
    }

    init(_ queue: DatabaseQueue, path: String) {
        self.queue = queue
        self.path = path
    }

    package struct Head: Sendable {
        /// The log's name; nil before a key signs for it.
        package var origin: String?
        /// How many events there are, signed for or not.
        package var size: Int
        package var checkpoint: SignedNote?
        /// What the checkpoint says it stands for; whoever relies on it checks the signature.
        package var signed: Int { checkpoint.flatMap { Checkpoint($0.text)?.size } ?? 0 }
    }

    package func head() throws(StorageError) -> Head {
        try read { database in
            let last = try Int.fetchOne(database, sql: "SELECT max(position) FROM events")
            let row = try Row.fetchOne(database, sql: "SELECT origin, checkpoint FROM log")
            var head = Head(size: last.map { $0 + 1 } ?? 0)
            head.origin = row.flatMap { String.fromDatabaseValue($0["origin"]) }
            head.checkpoint = try row?.bytes("checkpoint").map { bytes in
                do {
                    return try SignedNote(bytes)
                } catch {
                    throw StorageError(.corrupt, "\(path): the log's checkpoint is damaged. Restore a backup.")
                }
            }
            return head
        }
    }

    /// Gives the log a name, if it has none.
    ///
    /// - Returns: the one that it has.
    package func claim(_ origin: String) throws(StorageError) -> String {
        try write { database in
            try database.execute(sql: "UPDATE log SET origin = ? WHERE origin IS NULL", arguments: [origin])
            return try String.fetchOne(database, sql: "SELECT origin FROM log") ?? origin
        }
    }

    /// Keeps a checkpoint unless a newer one is there.
    package func keep(_ checkpoint: SignedNote, size: Int) throws(StorageError) {
        guard try head().signed <= size else { return }
        try write { database in
            try database.execute(sql: "UPDATE log SET checkpoint = ?", arguments: [checkpoint.bytes.blob])
        }
    }

    /// Of the first `size` events.
    package func root(_ size: Int) throws(StorageError) -> TreeHash {
        try read { database in try TreeProof.root(size: size) { node throws in try hash(node, database) } }
    }

    package func inclusion(of index: Int, in size: Int) throws(StorageError) -> [TreeHash] {
        try read { database in
            try TreeProof.inclusion(of: index, in: size) { node throws in try hash(node, database) }
        }
    }

    /// The bytes of an entry; nil past the end.
    package func entry(_ index: Int) throws(StorageError) -> [UInt8]? {
        try read { database in
            try Row.fetchOne(database, sql: "SELECT leaf FROM events WHERE position = ?", arguments: [index])?
                .bytes("leaf")
        }
    }

    /// The bytes of a tile or bundle as they are published; nil when the log has not so many entries.
    package func bytes(_ tile: Tile) throws(StorageError) -> [UInt8]? {
        try read { database in
            switch tile.row {
            case .hashes(let level):
                let hashes = try LogTables.tile(database, level, tile.number)
                return hashes.flatMap { $0.count < tile.count ? nil : $0.prefix(tile.count).flatMap(\.bytes) }
            case .entries:
                let first = tile.number * Tile.width
                let rows = try Row.fetchAll(
                    database,
                    sql: "SELECT leaf FROM events WHERE position >= ? AND position < ? ORDER BY position",
                    arguments: [first, first + tile.count]
                )
                return rows.count < tile.count ? nil : try EntryBundle.bytes(rows.map { $0.bytes("leaf") ?? [] })
            }
        }
    }

    private func hash(_ node: TreeNode, _ database: Database) throws -> TreeHash {
        let hash = try Tile.hash(of: node) { level, number throws in try LogTables.tile(database, level, number) }
        guard let hash else {
            throw StorageError(
                .corrupt,
                "\(path): a tile of the tree is missing. Restore a backup; `holdfast ledger verify` says more."
            )
        }
        return hash
    }

    private func write<Value>(_ work: (Database) throws -> Value) throws(StorageError) -> Value {
        do {
            return try queue.write(work)
        } catch {
            throw DatabaseFile.translate(error, path)
        }
    }

    private func read<Value>(_ work: (Database) throws -> Value) throws(StorageError) -> Value {
        do {
            return try queue.inDatabase { database in
                var value: Value?
                try database.inTransaction(.deferred) {
                    value = try work(database)
                    return .commit
                }
                guard let value else { throw StorageError(.failed, "\(path) was not read.") }
                return value
            }
        } catch {
            throw DatabaseFile.translate(error, path)
        }
    }
}
