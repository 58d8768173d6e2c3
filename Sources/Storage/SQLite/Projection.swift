import Control
import Foundation
import GRDB
import Ledger

/// The fold over the first events, kept so that a start need not repeat it. It holds nothing that the events do not: it
/// may be deleted at any time, and is made anew.
struct Projection {
    /// How many events are in it, which is their state's epoch.
    var size: Int
    /// The tree's over the same events.
    var root: TreeHash
    /// `ControlState.foldVersion` of whoever wrote it.
    var version: Int
    /// The state as JSON with sorted keys.
    var state: [UInt8]

    static let migration: DatabaseFile.Migration = { database in
        try database.execute(
            sql: """
                CREATE TABLE projection (
                    size INTEGER NOT NULL, root BLOB NOT NULL, version INTEGER NOT NULL, state BLOB NOT NULL
                )
                """
        )
    }

    init(_ state: ControlState, root: TreeHash) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        self.state = [UInt8](try encoder.encode(state))
        self.root = root
        size = Int(clamping: state.epoch)
        version = ControlState.foldVersion
    }

    /// The one that is stored; nil when there is none, or it is not one of ours.
    init?(_ database: Database) throws {
        guard let row = try Row.fetchOne(database, sql: "SELECT size, root, version, state FROM projection"),
            let size = Int.fromDatabaseValue(row["size"]), let root = row.bytes("root").flatMap({ TreeHash($0) }),
            let version = Int.fromDatabaseValue(row["version"]), let state = row.bytes("state")
        else { return nil }
        self.size = size
        self.root = root
        self.version = version
        self.state = state
    }

    static func delete(_ database: Database) throws {
        try database.execute(sql: "DELETE FROM projection")
    }

    func write(_ database: Database) throws {
        try Self.delete(database)
        try database.execute(
            sql: "INSERT INTO projection (size, root, version, state) VALUES (?, ?, ?, ?)",
            arguments: [size, root.bytes.blob, version, state.blob]
        )
    }

    /// What the projection stands for, with the tree over the same events; nil when this version folds otherwise, or the
    /// stored tree is not the one that it was made under.
    func unfolded(_ database: Database) throws -> (state: ControlState, edge: TreeEdge)? {
        guard version == ControlState.foldVersion, size > 0,
            let last = try Int.fetchOne(database, sql: "SELECT max(position) FROM events"), size <= last + 1,
            let edge = try TreeEdge(
                size: size,
                { level, number throws in try LogTables.tile(database, level, number) }
            ),
            edge.root == root, let state = try? JSONDecoder().decode(ControlState.self, from: Data(state)),
            state.epoch == UInt64(size)
        else { return nil }
        return (state, edge)
    }
}
