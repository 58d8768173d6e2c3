import Control
import Dispatch
import Domain
import Foundation
import GRDB
import HoldfastTesting
import Ledger
import Storage
import Synchronization
import Testing

@testable import Journal

@Suite("Journal segments")
struct SegmentTests {
    private let folder: StateFolder
    private let database: DatabaseQueue
    private let reader: SegmentReader

    init() throws {
        folder = try StateFolder(NSTemporaryDirectory() + "holdfast-segments-\(UUID().uuidString)")
        database = try RecordsFile.file(folder).open()
        reader = SegmentReader(database)
    }

    @Test("a segment's root is that of RFC 6962 over the stored bytes, in the order of writing")
    func root() async throws {
        let writer = try await write((0..<5).map(record))
        try await write((5..<9).reversed().map(record))
        #expect(writer.counts.written == 5)
        #expect(try reader.end() == 9)
        var edge = TreeEdge()
        for record in (2..<8).map(record) { edge.append(.leaf(record.canonicalBytes)) }
        let segment = try reader.next(from: 2, to: 8, limit: 100)
        #expect(
            segment == JournalSegment(first: 2, last: 7, root: Hex.text(edge.root.bytes), until: 1_000_000 + 7_000)
        )
        #expect(try reader.next(from: 9, to: 9, limit: 100) == nil)
        #expect(try reader.next(from: 0, to: 9, limit: 4)?.last == 3)
    }

    @Test(
        "a changed, missing, exchanged or moved record is found, and names its segment",
        arguments: [
            (
                "UPDATE exchanges SET record = x'7b7d' WHERE id = (SELECT max(id) FROM exchanges)",
                SegmentReader.Finding.changed
            ),
            ("DELETE FROM exchanges WHERE id = (SELECT min(id) FROM exchanges)", .missing(0)),
            ("DELETE FROM exchanges", .missing(0)), ("DELETE FROM batches WHERE first > 0", .missing(4)),
            ("DELETE FROM batches", .missing(0)),
            (
                "UPDATE exchanges SET record = (SELECT record FROM exchanges ORDER BY id DESC LIMIT 1) WHERE id = (SELECT min(id) FROM exchanges)",
                .changed
            ),
            ("UPDATE batches SET ids = substr(ids, 17) || substr(ids, 1, 16) WHERE first = 0", .changed),
            ("UPDATE batches SET ids = substr(ids, 1, 48) WHERE first = 0", .missing(3)),
        ]
    )
    func tampered(sql: String, finding: SegmentReader.Finding) async throws {
        try await write((0..<4).map(record))
        try await write((4..<8).map(record))
        let segment = try #require(try reader.next(from: 0, to: 8, limit: 100))
        #expect(try reader.compare(segment) == .right)
        try await database.write { try $0.execute(sql: sql) }
        #expect(try reader.compare(segment) == finding)
    }

    @Test("what retention has dropped is no fault, whole or in part; what is missing beside it is")
    func retention() async throws {
        let writer = try await write((0..<10).map(record))
        try await write((10..<20).map(record))
        let segments = try [0, 5, 10, 15].map { try #require(try reader.next(from: $0, to: $0 + 5, limit: 5)) }
        writer.sweep(now: 1_000_000 + 60_000 + 7_000)
        #expect(writer.counts.dropped == 7)
        #expect(try segments.map(reader.compare) == [.dropped, .dropped, .right, .right])
        // The first transaction's row of positions goes with its last record.
        writer.sweep(now: 1_000_000 + 60_000 + 12_000)
        #expect(try await database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM batches") } == 1)
        #expect(try segments.map(reader.compare) == [.dropped, .dropped, .dropped, .right])
        try await database.write {
            try $0.execute(sql: "DELETE FROM exchanges WHERE id = (SELECT max(id) FROM exchanges)")
        }
        #expect(try segments.map(reader.compare) == [.dropped, .dropped, .dropped, .missing(19)])
        try await database.write { try $0.execute(sql: "DELETE FROM batches") }
        #expect(try segments.map(reader.compare) == [.dropped, .dropped, .missing(10), .missing(15)])
    }

    @Test("where retention was faster than the ledger, the next segment begins behind what is gone")
    func late() async throws {
        let writer = try await write((0..<30).map(record))
        writer.sweep(now: 1_000_000 + 60_000 + 12_000)
        let segment = try #require(try reader.next(from: 0, to: 30, limit: 5))
        #expect(segment.first == 12 && segment.last == 14)
        #expect(try reader.compare(segment) == .right)
    }

    @Test("positions go on, however the journal was written, and never behind what the ledger has")
    func positions() async throws {
        try await write((0..<3).map(record))
        try JournalPositions.begin(database, atLeast: 2)
        #expect(try reader.end() == 3)
        try JournalPositions.begin(database, atLeast: 50)
        try await write((3..<5).map(record))
        #expect(try reader.end() == 52)
        let segment = try #require(try reader.next(from: 3, to: 52, limit: 100))
        #expect(segment.first == 50 && segment.last == 51)
        #expect(try reader.compare(segment) == .right)
    }

    @Test("records of a version without segments are kept, are in none, and go by retention like the others")
    func fromVersion2() async throws {
        let folder = try StateFolder(folder.path + "/older")
        let file = RecordsFile.file(folder)
        let old = try DatabaseFile(
            path: file.path,
            applicationID: file.applicationID,
            migrations: Array(file.migrations.prefix(2)),
            synchronous: .normal
        ).open()
        try await old.write { database in
            for record in (0..<3).map(record) {
                try database.execute(
                    sql: "INSERT INTO exchanges (id, record) VALUES (?, ?)",
                    arguments: [record.id.bytes.blob, record.canonicalBytes.blob]
                )
            }
        }
        try old.close()
        let new = try file.open()
        let writer = try await write((3..<5).map(record), to: new)
        let reader = SegmentReader(new)
        #expect(try reader.end() == 2)
        let segment = try #require(try reader.next(from: 0, to: 2, limit: 100))
        #expect(segment.count == 2)
        writer.sweep(now: 1_000_000 + 60_000 + 2_000)
        #expect(try JournalReader(new).list(.init(), limit: 9).map(\.startedAt) == [1_004_000, 1_003_000, 1_002_000])
        #expect(try reader.compare(segment) == .right)
    }

    @Test("are closed when their time is up or they are full, at once at a start and at the end, and never empty")
    func closing() async throws {
        let count = SegmentCloser.largest + 500
        try await write((0..<count).map(record))
        let log = Logged()
        let closer = SegmentCloser(database, log: log.log, longestOpen: .seconds(3600)) { _ in }
        // What an earlier process left.
        try await until("the leftovers") { log.segments.count == 2 }
        #expect(log.segments.map(\.count) == [SegmentCloser.largest, 500])
        #expect(closer.figures == .init(open: 0, failure: nil))
        try await write((count..<count + 3).map(record))
        try await until("the open records") { closer.figures.open == 3 }
        #expect(log.segments.count == 2)
        await stop { closer.stop() }
        #expect(log.segments.map(\.first) == [0, SegmentCloser.largest, count] && log.segments.last?.last == count + 2)
        for segment in log.segments { #expect(try reader.compare(segment) == .right) }
        let idle = SegmentCloser(database, log: log.log, longestOpen: .zero) { _ in }
        await stop { idle.stop() }
        #expect(log.segments.count == 3)
    }

    @Test("a ledger that takes none for a while loses none: the next segment is longer; both turns are told")
    func outage() async throws {
        let log = Logged()
        let turns = Mutex<[String?]>([])
        log.refuses(true)
        let closer = SegmentCloser(database, log: log.log, longestOpen: .zero) { turn in
            turns.withLock { $0.append(turn) }
        }
        for index in 0..<3 {
            try await write([record(index)])
            let tries = log.tries
            try await until("a try") { log.tries > tries }
        }
        #expect(log.segments.isEmpty && closer.figures.failure != nil)
        log.refuses(false)
        try await until("the segment") { log.segments.count == 1 }
        #expect(log.segments.first?.count == 3)
        await stop { closer.stop() }
        let told: [Bool] = turns.withLock { turns in turns.map { turn in turn == nil } }
        #expect(told == [false, true])
    }

    // MARK: Parts

    /// Stands in for the ledger.
    private final class Logged: Sendable {
        private struct Full: Error {}
        private let state = Mutex<(segments: [JournalSegment], refuses: Bool, tries: Int)>(([], false, 0))

        var segments: [JournalSegment] { state.withLock { $0.segments } }
        var tries: Int { state.withLock { $0.tries } }
        func refuses(_ refuses: Bool) { state.withLock { $0.refuses = refuses } }

        var log: SegmentCloser.Log {
            .init(
                end: { (self.segments.last?.last ?? -1) + 1 },
                append: { segment in
                    try self.state.withLock { state in
                        state.tries += 1
                        if state.refuses { throw Full() }
                        state.segments.append(segment)
                    }
                }
            )
        }
    }

    private func until(_ what: String, _ condition: () -> Bool) async throws {
        let _: Bool = try await eventually(what) { condition() ? true : nil }
    }

    private func record(_ index: Int) -> ExchangeRecord {
        let time = UInt64(1_000_000 + index * 1000)
        return ExchangeRecord(id: .first(ofMillisecond: time), startedAt: time, operation: "messages")
    }

    @discardableResult
    private func write(_ records: [ExchangeRecord], to other: DatabaseQueue? = nil) async throws -> JournalWriter {
        let writer = JournalWriter(
            other ?? database,
            path: folder.records,
            retention: .init(age: .seconds(60), bytes: .max)
        ) {
            _ in
        }
        for record in records { #expect(writer.offer(record)) }
        await stop { writer.stop() }
        return writer
    }

    private func stop(_ work: @escaping @Sendable () -> Void) async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                work()
                continuation.resume()
            }
        }
    }
}
