import Dispatch
import Domain
import Foundation
package import GRDB
import GRDBSQLite
import Storage
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Brings records to `records.sqlite`, off the path of the exchanges that made them.
///
/// Loops hand records over under a lock held for one append; a thread of its own takes all there are every flush
/// interval and writes them in one transaction. What does not fit is refused and counted: an exchange never waits.
package final class JournalWriter: Sendable {
    /// Between two writes. With the time that a write takes a record is safe 100 ms after its exchange ended.
    private static let pauseMicroseconds: UInt32 = 60_000
    /// Two seconds of the busiest machine; about 60 MB of records.
    package static let maximumQueue = 65_536
    /// Retention is looked at once a minute.
    private static let sweepInterval = Duration.seconds(60)

    package struct Retention: Sendable {
        package var age: Duration
        package var bytes: Int

        package init(age: Duration, bytes: Int) {
            self.age = age
            self.bytes = bytes
        }
    }

    /// What the store is asked for.
    package enum Work: Sendable, Hashable {
        case write
        /// Retention.
        case sweep
    }

    /// A store that begins to refuse a kind of work, or that does it again; told once each.
    package struct Turn: Sendable, Equatable {
        package var work: Work
        /// nil: it is done again.
        package var failure: String?
        /// Records, since the process began.
        package var lost: Int
    }

    private struct Queue {
        var records: [ExchangeRecord] = []
        var retention: Retention
        var failures: [Work: String] = [:]
        /// Why nothing is written for now; nil: it is.
        var pause: String?
    }

    private let queue: Mutex<Queue>
    private let database: DatabaseQueue
    private let path: String
    private let capacity: Int
    private let turned: @Sendable (Turn) -> Void
    private let heard: @Sendable ([ExchangeRecord]) -> Void
    private let ended = DispatchSemaphore(value: 0)
    private let isStopping = Atomic<Bool>(false)
    private let written = Atomic<Int>(0)
    private let refused = Atomic<Int>(0)
    private let lost = Atomic<Int>(0)
    private let dropped = Atomic<Int>(0)

    package struct Counts: Sendable, Equatable {
        package var written: Int
        /// For want of room in the queue.
        package var refused: Int
        /// For want of a store that takes them.
        package var lost: Int
        /// By retention.
        package var dropped: Int
        package var queued: Int
        /// nil while the store takes records.
        package var failure: String?
    }

    /// - Parameters:
    ///   - heard: of every batch, whether or not the store takes it; called on the writer's thread.
    ///   - turned: called on the writer's thread.
    package init(
        _ database: DatabaseQueue,
        path: String,
        retention: Retention,
        capacity: Int = JournalWriter.maximumQueue,
        heard: @escaping @Sendable ([ExchangeRecord]) -> Void = { _ in },
        turned: @escaping @Sendable (Turn) -> Void
    ) {
        self.database = database
        self.path = path
        self.capacity = capacity
        self.heard = heard
        self.turned = turned
        queue = Mutex(Queue(retention: retention))
        let thread = Thread { [self] in run() }
        thread.name = "journal"
        thread.start()
    }

    /// - Returns: false when the queue is full; the record is then counted and gone.
    @discardableResult
    package func offer(_ record: consuming ExchangeRecord) -> Bool {
        // Moved into the queue: a copy would count up thirty references, under the lock.
        var offered = Optional(record)
        let taken = queue.withLock { queue in
            guard queue.records.count < capacity, let record = offered.take() else { return false }
            queue.records.append(record)
            return true
        }
        if !taken { refused.add(1, ordering: .relaxed) }
        return taken
    }

    package func setRetention(_ retention: Retention) {
        queue.withLock { $0.retention = retention }
    }

    /// Stops writing, or goes on. What comes meanwhile is counted as lost: kept in memory it would fill that too.
    ///
    /// - Parameter reason: a sentence; nil: go on.
    package func pause(_ reason: String?) {
        queue.withLock { $0.pause = reason }
        note(.write, reason.map { StorageError(.full, $0) })
    }

    package var counts: Counts {
        let (queued, failure) = queue.withLock { ($0.records.count, $0.failures[.write] ?? $0.failures[.sweep]) }
        return Counts(
            written: written.load(ordering: .relaxed),
            refused: refused.load(ordering: .relaxed),
            lost: lost.load(ordering: .relaxed),
            dropped: dropped.load(ordering: .relaxed),
            queued: queued,
            failure: failure
        )
    }

    /// Writes what there is and ends the thread; returns when both are done. Blocks: not for an event loop.
    package func stop() {
        isStopping.store(true, ordering: .releasing)
        ended.wait()
        // Whoever stops it once more waits for nothing.
        ended.signal()
    }

    private func note(_ work: Work, _ error: (any Error)?) {
        let failure = error.map { DatabaseFile.translate($0, path).message }
        let before = queue.withLock { queue in
            let before = queue.failures[work]
            queue.failures[work] = failure
            return before
        }
        guard (before == nil) != (failure == nil) else { return }
        turned(Turn(work: work, failure: failure, lost: lost.load(ordering: .relaxed)))
    }

    // MARK: The thread

    private func run() {
        var lastSweep = ContinuousClock.now
        while !isStopping.load(ordering: .acquiring) {
            // No wait for a condition or a semaphore: on Linux its end is a time of day, and a clock that is set back an hour
            // would still the journal for one.
            usleep(Self.pauseMicroseconds)
            flush()
            if .now - lastSweep >= Self.sweepInterval {
                lastSweep = .now
                sweep(now: UInt64(Date().timeIntervalSince1970 * 1000))
            }
        }
        flush()
        ended.signal()
    }

    private func flush() {
        let (batch, isPaused) = queue.withLock { queue in
            var taken: [ExchangeRecord] = []
            taken.reserveCapacity(min(queue.records.count, 1024))
            swap(&taken, &queue.records)
            return (taken, queue.pause != nil)
        }
        guard !batch.isEmpty else { return }
        heard(batch)
        guard !isPaused else {
            lost.add(batch.count, ordering: .relaxed)
            return
        }
        do {
            try database.writeWithoutTransaction { database in
                try database.inTransaction(.immediate) {
                    try write(batch, database)
                    return .commit
                }
            }
            written.add(batch.count, ordering: .relaxed)
            note(.write, nil)
        } catch {
            // Serving goes on; the loss is counted and shown rather than kept in memory until that is full too.
            lost.add(batch.count, ordering: .relaxed)
            note(.write, error)
        }
    }

    private func write(_ batch: [ExchangeRecord], _ database: Database) throws {
        let insert = try database.cachedStatement(sql: "INSERT OR REPLACE INTO exchanges (id, record) VALUES (?, ?)")
        var writer = MemberWriter()
        var identifiers: [UInt8] = []
        identifiers.reserveCapacity(batch.count * JournalPositions.identifierLength)
        // In the order of the keys, which is nearly that of their making: each row then goes behind the last one.
        for index in batch.indices.sorted(by: { batch[$0].id < batch[$1].id }) {
            batch[index].write(to: &writer)
            try Self.insert(batch[index].id, writer.bytes, insert)
            batch[index].id.withBytes { identifiers.append(contentsOf: $0) }
            guard batch[index].operation == "responses" else { continue }
            let record = batch[index]
            guard let answer = record.answerID, let model = record.isPieced ? "" : record.servedModel,
                let provider = record.provider, let served = record.attempts.last
            else { continue }
            let bind = try database.cachedStatement(
                sql: """
                    INSERT OR REPLACE INTO answers (answer_id, exchange, tenant, model, provider, credential, lineage)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """
            )
            try bind.execute(arguments: [
                answer, record.id.bytes.blob, record.tenant, model, provider, served.credential, record.lineage ?? "",
            ])
        }
        try JournalPositions.append(identifiers, database)
    }

    /// Binds the bytes where they are: through the library's arguments each of them would be copied three times.
    private static func insert(_ id: Identifier, _ record: UnsafeRawBufferPointer, _ statement: Statement) throws {
        let handle = statement.sqliteStatement
        let code = id.withBytes { id in
            sqlite3_reset(handle)
            sqlite3_bind_blob(handle, 1, id.baseAddress, CInt(id.count), nil)
            sqlite3_bind_blob(handle, 2, record.baseAddress, CInt(record.count), nil)
            defer {
                sqlite3_reset(handle)
                sqlite3_clear_bindings(handle)
            }
            return sqlite3_step(handle)
        }
        guard code == SQLITE_DONE else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }

    // MARK: Retention

    /// Rows of one deletion: short enough not to hold up the next flush.
    private static let sweepBatch = 5_000
    /// About what a row takes; a guess too high only means further rounds.
    private static let bytesPerRow = 1_024
    /// Fewer rows rarely empty a page.
    private static let smallestDrop = 16

    /// Drops what is too old, then the oldest of what is too much.
    ///
    /// - Parameter now: Unix milliseconds.
    func sweep(now: UInt64) {
        let retention = queue.withLock { $0.retention }
        let age = UInt64(max(0, retention.age.components.seconds)) * 1000
        do {
            if now > age { try drop(before: Identifier.first(ofMillisecond: now - age)) }
            while true {
                let excess = try usedBytes() - retention.bytes
                guard excess > 0 else { break }
                let rows = min(Self.sweepBatch, max(Self.smallestDrop, excess / Self.bytesPerRow))
                guard try delete("1", [], limit: rows) > 0 else { break }
            }
            note(.sweep, nil)
        } catch {
            note(.sweep, error)
        }
    }

    private func drop(before id: Identifier) throws {
        while true {
            let count = try delete("id < ?", [id.bytes.blob], limit: Self.sweepBatch)
            if count < Self.sweepBatch { return }
        }
    }

    private func delete(_ condition: String, _ arguments: StatementArguments, limit: Int) throws -> Int {
        let count = try database.write { database in
            let last = try Row.fetchOne(
                database,
                sql:
                    "SELECT max(id) AS last FROM (SELECT id FROM exchanges WHERE \(condition) ORDER BY id LIMIT \(limit))",
                arguments: arguments
            )?.bytes("last")
            guard let last else { return 0 }
            try database.execute(sql: "DELETE FROM exchanges WHERE id <= ?", arguments: [last.blob])
            let count = database.changesCount
            try JournalPositions.noteDropped(through: last, database)
            try database.execute(
                sql: "DELETE FROM answers WHERE exchange < (SELECT coalesce(min(id), x'ff') FROM exchanges)"
            )
            return count
        }
        dropped.add(count, ordering: .relaxed)
        return count
    }

    /// Bytes in use: pages that were freed by earlier sweeps are used again before the file grows.
    private func usedBytes() throws -> Int {
        try database.read { database in
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            let free = try Int.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
            let size = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0
            return (pages - free) * size
        }
    }
}
