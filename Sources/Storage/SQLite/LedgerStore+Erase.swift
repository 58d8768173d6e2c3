package import Control
import Foundation
import GRDB
import Ledger
import Synchronization

extension LedgerStore {
    package enum EraseFault: Error, Sendable, Equatable {
        case nothing
        /// These keys and tokens must be revoked first, or this recall be over.
        case inUse([String])
    }

    /// A ledger up to this size is written anew after an erasure, which takes a second at most; appends wait for it.
    private static let largestRewrite = 64 << 20

    /// What an erasure of the subject would destroy.
    package func erasable(_ subject: String, reason: String) throws -> Erasure {
        do {
            return try queue.inDatabase { database in
                let state = try refresh(in: database)
                return try Self.plan(subject, reason: reason, state, database)
            }
        } catch let error as DatabaseError {
            throw DatabaseFile.translate(error, path)
        }
    }

    /// Destroys the private parts of the subject's entries and its key, together with the event that tells of it. The
    /// leaves, the tree and every proof stay as they are.
    ///
    /// - Parameter id: the event's.
    /// - Returns: what was destroyed, and whether no byte of it is left in the files: a reader that does not end keeps the
    ///   old bytes in the write-ahead log until it does.
    package func erase(_ subject: String, reason: String, id: String) throws -> (erasure: Erasure, isSwept: Bool) {
        let key = try subjectKey("server")
        let erasure: Erasure
        do {
            erasure = try queue.inDatabase { database in
                var planned: Erasure?
                try database.execute(sql: "PRAGMA secure_delete = ON")
                try database.inTransaction(.immediate) {
                    try LogTables.write(try foldNew(database), database)
                    var local = folded.withLock { $0 }
                    let erasure = try Self.plan(subject, reason: reason, local.state, database)
                    let position = local.edge.size
                    try write(.init(.erasure(erasure), id: id), key, database, &local)
                    try database.execute(
                        sql: "UPDATE events SET private = NULL, subject = ? WHERE subject = ? AND position < ?",
                        arguments: [Self.erased(by: position), subject, position]
                    )
                    try Projection.delete(database)
                    try LogTables.write(local.edge.takeChanged(), database)
                    // Before the commit: whoever stops us here has the private parts, and their proofs, still whole.
                    try RecordsFile.destroyKey(of: subject, in: records)
                    planned = erasure
                    return .commit
                }
                // What was folded before holds what is gone now.
                folded.withLock { $0 = Folded() }
                grown.signal()
                guard let planned else { throw EraseFault.nothing }
                return planned
            }
        } catch let error as DatabaseError {
            throw DatabaseFile.translate(error, path)
        }
        try refresh()
        project()
        return (erasure, sweep())
    }

    /// What stands in the column `subject` of an entry that was erased: nothing there must name whom it spoke of.
    static func erased(by position: Int) -> String { erasedMark + "\(position)" }
    static let erasedMark = "erased:"

    private static func plan(
        _ subject: String,
        reason: String,
        _ state: ControlState,
        _ database: Database
    ) throws -> Erasure {
        let entries = try Int.fetchAll(
            database,
            sql: "SELECT position FROM events WHERE subject = ? AND private IS NOT NULL ORDER BY position",
            arguments: [subject]
        )
        guard !entries.isEmpty, Erasure.mayErase(subject) else { throw EraseFault.nothing }
        let inUse = Erasure.inUse(subject, state)
        guard inUse.isEmpty else { throw EraseFault.inUse(inUse) }
        return Erasure(subject: subject, reason: reason, entries: entries)
    }

    /// Gets rid of the old bytes in free parts of the files and in their write-ahead logs.
    private func sweep() -> Bool {
        let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
        let isRewritten =
            size > Self.largestRewrite
            || (try? queue.inDatabase { try $0.execute(sql: "VACUUM") }) != nil
        let areTruncated = [queue, records].map { queue in
            // One column says whether a reader was in the way.
            (try? queue.inDatabase { try Int.fetchOne($0, sql: "PRAGMA wal_checkpoint(TRUNCATE)") }) == 0
        }
        return isRewritten && areTruncated.allSatisfy { $0 }
    }
}
