package import Control
import GRDB
import Ledger
import Synchronization

extension LedgerStore {
    /// Compares every event with the tree, folds all of them anew, and compares the projection with that. Tiles that are
    /// missing are made again.
    ///
    /// - Throws: the first that is wrong, as `StorageError`.
    package func audit() throws {
        do {
            try queue.inDatabase { database in
                var behind: [TreeEdge.Grown] = []
                try database.inTransaction(.deferred) {
                    behind = try audit(database)
                    return .commit
                }
                guard !behind.isEmpty else { return }
                try database.inTransaction(.immediate) {
                    // Meanwhile somebody may have come further.
                    try LogTables.write(try LogTables.missing(of: behind, database, path), database)
                    return .commit
                }
            }
        } catch let error as DatabaseError {
            throw DatabaseFile.translate(error, path)
        }
    }

    /// - Returns: the tiles that the stored tree does not have.
    private func audit(_ database: Database) throws -> [TreeEdge.Grown] {
        let kept = try Projection(database).flatMap { $0.version == ControlState.foldVersion ? $0 : nil }
        var isBorneOut = kept == nil
        var all = Folded()
        try Self.fold(&all, database, path) { _, folded in
            guard let kept, kept.size == folded.edge.size else { return }
            let made = try Projection(folded.state, root: folded.edge.root)
            isBorneOut = made.state == kept.state && made.root == kept.root
        }
        let behind = try LogTables.missing(of: all.edge.takeChanged(), database, path)
        guard isBorneOut else {
            throw StorageError(
                .corrupt,
                "\(path): the projection is not what the events lead to, so somebody has changed it. The events are right. "
                    + "Make it anew with `holdfast ledger rebuild`, and restart the server: it may have started from it."
            )
        }
        return behind
    }

    /// Forgets the projection, and makes it anew from the first event.
    ///
    /// - Returns: the state.
    @discardableResult
    package func rebuild() throws -> ControlState {
        do {
            try queue.inDatabase { database in
                try database.inTransaction(.immediate) {
                    try Projection.delete(database)
                    return .commit
                }
                folded.withLock { $0 = Folded() }
            }
        } catch let error as DatabaseError {
            throw DatabaseFile.translate(error, path)
        }
        let state = try refresh()
        project()
        return state
    }
}
