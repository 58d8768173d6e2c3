package import Control
import Foundation
package import GRDB
package import Ledger
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `ledger.sqlite`: the events, in one order, however many processes append.
package final class LedgerStore: Sendable {
    /// An event that wants to be appended.
    package struct Draft: Sendable {
        package var event: ControlEvent
        /// Recognises a repeated append.
        package var id: String
        package var awareAt: UInt64?
        /// What the event's own `document` is the hash of; stored with it.
        package var document: [UInt8]?

        package init(_ event: ControlEvent, id: String, awareAt: UInt64? = nil, document: [UInt8]? = nil) {
            self.event = event
            self.id = id
            self.awareAt = awareAt
            self.document = document
        }
    }

    /// An event with its place, from 0.
    package struct Stored: Sendable {
        package var position: Int
        package var entry: LedgerEntry
        package var event: ControlEvent
        var hash: TreeHash
        /// As the column has it.
        var subject: String
    }

    struct Folded {
        var state = ControlState()
        /// The tree over the same events.
        var edge = TreeEdge()
        /// How many events the stored projection holds, as far as is known, and about how many bytes it takes.
        var projected = (size: 0, bytes: 0)
    }

    /// Rows that are read at once: a ledger of any length is folded in little memory.
    private static let batch = 4_096
    /// A start folds at most about as many as these again.
    private static let projectionInterval = 1_000
    /// Of a projection an event: a large state is written more rarely, so that writing it stays a small part of the work.
    private static let projectionBytesPerEvent = 64

    let queue: DatabaseQueue
    let records: DatabaseQueue
    private let reserve: Reserve
    let path: String
    private let now: @Sendable () -> UInt64
    /// Why nothing can be appended; nil: it can.
    private let refusal: StorageError?
    let folded = Mutex(Folded())
    /// Something was appended here: whoever follows need not wait for the next look.
    let grown = Wakeup()
    /// When the newest appends made here were durable: events, microseconds since 1970.
    private let commits = Mutex<[(epoch: UInt64, at: UInt64)]>([])
    private static let mostCommits = 64

    /// When so many events were durable, microseconds since 1970; nil: another process appended the last of them, or it was
    /// long ago.
    package func commitMoment(of epoch: UInt64) -> UInt64? {
        commits.withLock { $0.last { $0.epoch == epoch }?.at }
    }

    package static func file(_ folder: StateFolder) -> DatabaseFile {
        DatabaseFile(
            path: folder.ledger,
            applicationID: 0x4844_4C47,  // "HDLG"
            migrations: [eventTable, LogTables.migration, Projection.migration, DocumentTable.migration],
            synchronous: .full,
            // Whoever recalls a model must hear soon that a process which hangs inside an append is in the way.
            patience: 1.8
        )
    }

    private static let eventTable: DatabaseFile.Migration = { database in
        try database.execute(
            sql: """
                CREATE TABLE events (
                    position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, subject TEXT NOT NULL,
                    leaf BLOB NOT NULL, private BLOB
                )
                """
        )
    }

    /// - Parameter records: an open `records.sqlite`, where the salts' keys lie.
    package init(
        _ folder: StateFolder,
        records: DatabaseQueue,
        now: @escaping @Sendable () -> UInt64
    ) throws(StorageError) {
        let file = Self.file(folder)
        queue = try file.open()
        path = file.path
        reserve = Reserve(folder)
        self.records = records
        self.now = now
        refusal = nil
    }

    /// The ledger as it lies on the disk, to be read and never appended to.
    ///
    /// - Parameter refusal: what an append throws.
    package init(frozen folder: StateFolder, refusal: StorageError) throws(StorageError) {
        let file = Self.file(folder)
        queue = try FrozenDatabase.open(file)
        path = file.path
        reserve = Reserve(folder)
        records = try FrozenDatabase.empty(RecordsFile.file(folder))
        now = { 0 }
        self.refusal = refusal
    }

    /// The Merkle log over the events.
    package var log: StoredLog { StoredLog(queue, path: path) }

    /// Appends all drafts or none, after `check` has seen the state that they meet. A draft whose id is known already
    /// is passed over: its event was appended before.
    ///
    /// One short transaction: fold what is new, check, write, commit. Of two writers the second waits and then sees
    /// the first one's events.
    ///
    /// - Returns: the state behind the appended events.
    @discardableResult
    package func append(
        _ drafts: [Draft],
        check: (ControlState) throws -> Void = { _ in }
    ) throws -> ControlState {
        try append(drafts, check: check, alongside: { _ in })
    }

    /// Ends the log under its name: the same events go on under that of the next key that signs them.
    package func renew(_ draft: Draft) throws {
        _ = try append([draft], check: { _ in }, alongside: LogTables.forgetName)
    }

    /// - Parameter alongside: becomes true with the events or not at all.
    private func append(
        _ drafts: [Draft],
        check: (ControlState) throws -> Void,
        alongside: (Database) throws -> Void
    ) throws -> ControlState {
        if let refusal { throw refusal }
        return try reserve.backing { try appendOnce(drafts, check: check, alongside: alongside) }
    }

    @discardableResult
    private func appendOnce(
        _ drafts: [Draft],
        check: (ControlState) throws -> Void,
        alongside: (Database) throws -> Void
    ) throws -> ControlState {
        // The salts' keys are made durable before anything refers to them.
        var keys: [String: [UInt8]] = [:]
        let keyed = try drafts.map { draft in
            let key = try keys[draft.event.subject] ?? subjectKey(draft.event.subject)
            keys[draft.event.subject] = key
            return (draft, key)
        }
        do {
            let state = try queue.inDatabase { database in
                var local = Folded()
                try database.inTransaction(.immediate) {
                    try LogTables.write(try foldNew(database), database)
                    local = folded.withLock { $0 }
                    try check(local.state)
                    for (draft, key) in keyed { try write(draft, key, database, &local) }
                    try LogTables.write(local.edge.takeChanged(), database)
                    try alongside(database)
                    return .commit
                }
                folded.withLock { $0 = local }
                noteCommit(local.state.epoch)
                grown.signal()
                return local.state
            }
            project(atLeast: Self.projectionInterval)
            return state
        } catch let error as DatabaseError {
            throw DatabaseFile.translate(error, path)
        }
    }

    /// Makes the keys of subjects before they are needed: an append about one of them then writes to the ledger alone.
    package func prepareKeys(for subjects: [String]) throws {
        for subject in subjects { _ = try subjectKey(subject) }
    }

    private func noteCommit(_ epoch: UInt64) {
        let at = UInt64(max(0, Date().timeIntervalSince1970) * 1_000_000)
        commits.withLock { $0 = $0.suffix(Self.mostCommits - 1) + [(epoch, at)] }
    }

    func subjectKey(_ subject: String) throws -> [UInt8] {
        do {
            return try RecordsFile.subjectKey(subject, in: records)
        } catch let error as DatabaseError {
            throw DatabaseFile.translate(error, records.path)
        }
    }

    func write(_ draft: Draft, _ key: [UInt8], _ database: Database, _ local: inout Folded) throws {
        let known = try database.cachedStatement(sql: "SELECT 1 FROM events WHERE id = ?")
        guard try Row.fetchOne(known, arguments: [draft.id]) == nil else { return }
        let recordedAt = now()
        let entry = LedgerEntry(
            kind: draft.event.kind,
            id: draft.id,
            recordedAt: recordedAt,
            awareAt: draft.awareAt,
            publicFields: draft.event.publicFields,
            privateFields: draft.event.privateFields,
            subjectKey: key
        )
        let leaf = entry.leaf
        guard leaf.count <= LedgerEntry.maximumLeaf else {
            throw StorageError(.failed, "The event is larger than \(LedgerEntry.maximumLeaf) bytes.")
        }
        try database.cachedStatement(
            sql: "INSERT INTO events (position, id, subject, leaf, private) VALUES (?, ?, ?, ?, ?)"
        ).execute(arguments: [local.edge.size, draft.id, draft.event.subject, leaf.blob, entry.privatePart.blob])
        if let document = draft.document { try DocumentTable.write(document, database) }
        local.edge.append(.leaf(leaf))
        local.state.apply(draft.event, at: recordedAt, awareAt: draft.awareAt)
    }

    /// The newest state, after reading what other processes have appended.
    @discardableResult
    package func refresh() throws -> ControlState {
        do {
            _ = try queue.inDatabase { try refresh(in: $0) }
        } catch let error as DatabaseError {
            throw DatabaseFile.translate(error, path)
        }
        project(atLeast: Self.projectionInterval)
        return folded.withLock { $0.state }
    }

    func refresh(in database: Database) throws -> ControlState {
        var isBehind = false
        try database.inTransaction(.deferred) {
            isBehind = try !foldNew(database).isEmpty
            return .commit
        }
        if isBehind { try buildTree(database) }
        return folded.withLock { $0.state }
    }

    /// A version without a tree has appended, before or after the file was migrated.
    private func buildTree(_ database: Database) throws {
        folded.withLock { $0 = Folded() }
        try database.inTransaction(.immediate) {
            try LogTables.write(try foldNew(database), database)
            return .commit
        }
    }

    /// The state as of the last read.
    package var state: ControlState { folded.withLock { $0.state } }

    /// Folds what is new, after comparing it with the tree. Inside a transaction, so that both are of one moment.
    ///
    /// - Returns: the tiles that the stored tree does not have yet.
    func foldNew(_ database: Database) throws -> [TreeEdge.Grown] {
        var next = folded.withLock { $0 }
        if next.edge.size == 0, let projection = try Projection(database), let begin = try projection.unfolded(database)
        {
            next = Folded(state: begin.state, edge: begin.edge, projected: (projection.size, projection.state.count))
        }
        let start = next.edge.size
        var erases = false
        try Self.fold(&next, database, path) { stored, _ in
            if case .erasure = stored.event { erases = true }
        }
        if erases, start > 0 {
            // What was folded before holds what is gone now.
            next = Folded()
            try Self.fold(&next, database, path)
        }
        let behind = try LogTables.missing(of: next.edge.takeChanged(), database, path)
        folded.withLock { $0 = next }
        return behind
    }

    /// Folds the events behind those that are folded already.
    ///
    /// - Parameter each: sees every event after it was folded, with the state behind it.
    static func fold(
        _ folded: inout Folded,
        _ database: Database,
        _ path: String,
        each: (Stored, Folded) throws -> Void = { _, _ in }
    ) throws {
        while true {
            let stored = try read(database, from: folded.edge.size, limit: batch, path)
            for one in stored {
                // Going on past a hole would forget a revocation and let the next append fill it.
                guard one.position == folded.edge.size else {
                    throw StorageError(.corrupt, "\(path): event \(folded.edge.size) is missing. Restore a backup.")
                }
                folded.state.apply(one.event, at: one.entry.recordedAt, awareAt: one.entry.awareAt)
                folded.edge.append(one.hash)
                try each(one, folded)
            }
            if stored.count < batch { return }
        }
    }

    /// Keeps the fold for the next start; called at the end of a server too. What fails here is only slower then.
    ///
    /// - Parameter count: of events that it must hold beyond the stored one.
    package func project(atLeast count: Int = 1) {
        guard refusal == nil else { return }
        let known = folded.withLock { $0 }
        let due = max(count, count > 1 ? known.projected.bytes / Self.projectionBytesPerEvent : 1)
        guard known.edge.size - known.projected.size >= due else { return }
        try? queue.inDatabase { database in
            try database.inTransaction(.immediate) {
                // Another process may have appended: what is kept is of one moment with the events.
                try LogTables.write(try foldNew(database), database)
                let current = folded.withLock { $0 }
                let projection = try Projection(current.state, root: current.edge.root)
                try projection.write(database)
                folded.withLock { $0.projected = (projection.size, projection.state.count) }
                return .commit
            }
        }
    }

    /// Events as they are stored, oldest first; what was erased is absent in them.
    package func events(_ range: Range<Int>) throws -> [Stored] {
        do {
            return try queue.inDatabase { database in
                try Self.read(database, from: range.lowerBound, limit: range.count, path)
            }
        } catch let error as DatabaseError {
            throw DatabaseFile.translate(error, path)
        }
    }

    static func read(
        _ database: Database,
        from position: Int,
        limit: Int = .max,
        _ path: String
    ) throws -> [Stored] {
        let rows = try Row.fetchAll(
            database,
            sql:
                "SELECT position, id, subject, leaf, private FROM events WHERE position >= ? ORDER BY position LIMIT ?",
            arguments: [position, limit]
        )
        return try rows.map { row in
            let position: Int = row["position"]
            let leaf = row.bytes("leaf") ?? []
            let entry: LedgerEntry
            do {
                entry = try LedgerEntry(leaf: leaf, privatePart: row.bytes("private"))
            } catch {
                throw StorageError(.corrupt, "\(path): event \(position) is damaged (\(error)). Restore a backup.")
            }
            let event = try ControlEvent(
                kind: entry.kind,
                publicFields: entry.publicFields,
                privateFields: entry.privateFields.mapValues(\.value)
            )
            // A repeated append is recognised by this column: another id in it would swallow an event.
            guard String.fromDatabaseValue(row["id"]) == entry.id else {
                throw StorageError(.corrupt, "\(path): event \(position) stands under another id. Restore a backup.")
            }
            return Stored(
                position: position,
                entry: entry,
                event: event,
                hash: .leaf(leaf),
                subject: String.fromDatabaseValue(row["subject"]) ?? ""
            )
        }
    }

    /// A number that changes whenever another connection has committed; cheap to ask.
    func dataVersion() throws -> Int {
        try queue.inDatabase { try Int.fetchOne($0, sql: "PRAGMA data_version") ?? 0 }
    }
}
