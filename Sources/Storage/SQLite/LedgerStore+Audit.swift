package import Control
import GRDB
import Ledger
import Synchronization

extension LedgerStore {
    /// Compares every event with the tree, folds all of them anew, compares the projection with that, every document with
    /// its hash, and what private parts are missing with what was erased. Tiles that are missing are made again.
    ///
    /// - Parameter each: sees every event, in order.
    /// - Throws: the first that is wrong, as `StorageError`.
    package func audit(each: (Stored) throws -> Void = { _ in }) throws {
        do {
            try queue.inDatabase { database in
                var behind: [TreeEdge.Grown] = []
                try database.inTransaction(.deferred) {
                    behind = try audit(database, each)
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
    private func audit(_ database: Database, _ each: (Stored) throws -> Void) throws -> [TreeEdge.Grown] {
        let kept = try Projection(database).flatMap { $0.version == ControlState.foldVersion ? $0 : nil }
        var isBorneOut = kept == nil
        var all = Folded()
        var privacy = PrivacyAudit()
        try Self.fold(&all, database, path) { stored, folded in
            try each(stored)
            privacy.see(stored)
            if let document = stored.event.document, try DocumentTable.read(document, database) == nil {
                throw StorageError(
                    .corrupt,
                    "\(path): the document of event \(stored.position) is missing. Restore a backup."
                )
            }
            guard let kept, kept.size == folded.edge.size else { return }
            let made = try Projection(folded.state, root: folded.edge.root)
            isBorneOut = made.state == kept.state && made.root == kept.root
        }
        if let fault = privacy.fault { throw StorageError(.corrupt, "\(path): \(fault)") }
        try DocumentTable.check(database, path)
        let behind = try LogTables.missing(of: all.edge.takeChanged(), database, path)
        guard isBorneOut else {
            throw StorageError(
                .corrupt,
                "\(path): the projection is not what the events lead to, so somebody has changed it. The events are right. "
                    + "Make it anew with `holdfast ledger rebuild`; a server that started from it has done so itself."
            )
        }
        return behind
    }

    /// The bytes of an event's document; nil when there is none.
    package func document(_ hash: String) throws -> [UInt8]? {
        do {
            return try queue.read { try DocumentTable.read(hash, $0) }
        } catch {
            throw DatabaseFile.translate(error, path)
        }
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
