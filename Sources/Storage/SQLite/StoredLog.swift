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

    /// The log's name, and its newest checkpoint; nil before the first was signed.
    package struct Head: Sendable {
        package var origin: String
        /// How many events there are, signed for or not.
        package var size: Int
        package var checkpoint: SignedNote?
        /// What the checkpoint stands for.
        package var signed: Int
    }

    package func head() throws(StorageError) -> Head {
        try read { database in
            let size = try Int.fetchOne(database, sql: "SELECT count(*) FROM events") ?? 0
            guard let row = try Row.fetchOne(database, sql: "SELECT origin, size, checkpoint FROM log") else {
                throw StorageError(.corrupt, "\(path): the log has no name. Restore a backup.")
            }
            let note = row.bytes("checkpoint").flatMap { try? SignedNote($0) }
            return Head(origin: row["origin"], size: size, checkpoint: note, signed: note == nil ? 0 : row["size"])
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

    /// Keeps a checkpoint unless a newer one is there.
    package func keep(_ checkpoint: SignedNote, size: Int) throws(StorageError) {
        do {
            try queue.write { database in
                try database.execute(
                    sql: "UPDATE log SET size = ?, checkpoint = ? WHERE size <= ?",
                    arguments: [size, checkpoint.bytes.blob, size]
                )
            }
        } catch {
            throw DatabaseFile.translate(error, path)
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
                return rows.count < tile.count ? nil : EntryBundle.bytes(rows.map { $0.bytes("leaf") ?? [] })
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
