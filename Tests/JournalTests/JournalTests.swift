import Dispatch
import Domain
import Foundation
import GRDB
import Storage
import Synchronization
import Testing

@testable import Journal

@Suite("Journal")
struct JournalTests {
    private let folder: StateFolder
    private let database: DatabaseQueue

    init() throws {
        folder = try StateFolder(NSTemporaryDirectory() + "holdfast-journal-\(UUID().uuidString)")
        database = try RecordsFile.file(folder).open()
    }

    @Test("what was offered is in the file once the writer has stopped, and the file opens clean elsewhere")
    func durable() async throws {
        let records = (0..<500).map { record($0) }
        try await write(records)
        let other = JournalReader(try RecordsFile.file(folder).open())
        #expect(try other.list(.init(), limit: 1000) == records.reversed())
        #expect(try other.find(records[7].requestID) == records[7])
        #expect(try other.find("req_unknown") == nil)
        #expect(try other.find("") == nil)
    }

    @Test("a full queue refuses and counts, and loses nothing that it took")
    func bounded() async throws {
        let gate = DispatchSemaphore(value: 0)
        let (entered, continuation) = AsyncStream.makeStream(of: Void.self)
        // Not on a thread of the cooperative pool: the file is held until the gate opens.
        DispatchQueue.global().async { [database] in
            database.inDatabase { _ in
                continuation.finish()
                gate.wait()
            }
        }
        for await _ in entered {}
        let writer = JournalWriter(database, path: "x", retention: .init(age: .seconds(60), bytes: .max), capacity: 10)
        { _ in }
        #expect(writer.offer(record(0)))
        while writer.counts.queued > 0 { await Task.yield() }
        let taken = (1...12).map { writer.offer(record($0)) }
        #expect(taken == Array(repeating: true, count: 10) + [false, false])
        #expect(writer.counts.refused == 2 && writer.counts.queued == 10)
        gate.signal()
        await stop(writer)
        #expect(writer.counts.written == 11 && writer.counts.queued == 0)
        #expect(try JournalReader(database).list(.init(), limit: 100).count == 11)
    }

    @Test("a store that takes nothing is counted and named, and serving goes on")
    func lost() async throws {
        try await database.write { try $0.execute(sql: "DROP TABLE exchanges") }
        let writer = try await write([record(1), record(2)])
        #expect(writer.counts.lost == 2 && writer.counts.written == 0)
        #expect(writer.counts.failure?.contains("records.sqlite") == true)
        #expect(writer.offer(record(3)))
    }

    @Test("a store that begins to refuse is told once, and once that it takes records again")
    func turns() async throws {
        let (turns, inlet) = AsyncStream.makeStream(of: JournalWriter.Turn.self)
        let retention = JournalWriter.Retention(age: .seconds(60), bytes: .max)
        let writer = JournalWriter(database, path: folder.records, retention: retention) { inlet.yield($0) }
        func flushed(_ index: Int) async {
            #expect(writer.offer(record(index)))
            while writer.counts.written + writer.counts.lost < index { await Task.yield() }
        }
        await flushed(1)
        try await database.write { try $0.execute(sql: "ALTER TABLE exchanges RENAME TO away") }
        await flushed(2)
        await flushed(3)
        #expect(writer.counts.failure != nil)
        try await database.write { try $0.execute(sql: "ALTER TABLE away RENAME TO exchanges") }
        await flushed(4)
        await flushed(5)
        #expect(writer.counts.failure == nil)
        await stop(writer)
        inlet.finish()
        let told = await turns.reduce(into: []) { $0.append($1) }
        #expect(told.map(\.work) == [.write, .write])
        #expect(told.map { $0.failure == nil } == [false, true])
        #expect(told.last?.lost == 2)
    }

    @Test("retention that cannot be kept is told once, and shown as long as it lasts")
    func sweepTurns() async throws {
        let told = Mutex<[JournalWriter.Turn]>([])
        let retention = JournalWriter.Retention(age: .seconds(60), bytes: .max)
        let writer = JournalWriter(database, path: folder.records, retention: retention) { turn in
            told.withLock { $0.append(turn) }
        }
        await stop(writer)
        try await database.write { try $0.execute(sql: "ALTER TABLE exchanges RENAME TO away") }
        writer.sweep(now: 2_000_000)
        writer.sweep(now: 2_000_000)
        #expect(writer.counts.failure != nil)
        try await database.write { try $0.execute(sql: "ALTER TABLE away RENAME TO exchanges") }
        writer.sweep(now: 2_000_000)
        #expect(writer.counts.failure == nil)
        #expect(told.withLock { $0.map(\.work) } == [.sweep, .sweep])
    }

    @Test("retention drops what is too old, with what bound its answers, and nothing else")
    func age() async throws {
        let writer = try await write((0..<100).map { record($0, answer: "a\($0)") }, age: .seconds(60))
        // Records are a second apart from 1,000 s on.
        writer.sweep(now: 1_000_000 + 99_000)
        let left = try JournalReader(database).list(.init(), limit: 200)
        let kept = (39..<100).reversed().map { UInt64(1_000_000 + $0 * 1000) }
        #expect(left.map(\.startedAt) == kept)
        #expect(writer.counts.dropped == 39)
        let answers = try await database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM answers") }
        #expect(answers == 61)
    }

    @Test("retention by size drops the oldest and no more than it must, also of a small journal")
    func size() async throws {
        let writer = try await write((0..<3000).map { record($0, padding: 600) }, bytes: 1 << 20)
        writer.sweep(now: 0)
        let left = try JournalReader(database).list(.init(), limit: 5000)
        #expect(try #require(left.first).startedAt == 1_000_000 + 2_999_000)
        #expect(left.count + writer.counts.dropped == 3000)
        let used = try await database.read { database in
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            let free = try Int.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
            let size = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0
            return (pages - free) * size
        }
        #expect(used <= 1 << 20)
        #expect(used > 1 << 19)
        writer.setRetention(.init(age: .seconds(60), bytes: 1 << 30))
        let before = writer.counts.dropped
        writer.sweep(now: 0)
        #expect(writer.counts.dropped == before)
    }

    @Test("the reader filters by each field, by time and by both names of a model")
    func filters() async throws {
        var records = (0..<6).map { record($0) }
        records[0].tenant = "acme"
        records[1].keyID = "key_1"
        records[2].route = "sup'port\""
        records[3].servedModel = "gpt"
        records[4].askedModel = "gpt"
        records[5].outcome = .failed
        try await write(records)
        func found(_ change: (inout JournalReader.Filter) -> Void, limit: Int = 10) throws -> [Int] {
            var filter = JournalReader.Filter()
            change(&filter)
            return try JournalReader(database).list(filter, limit: limit).map { Int($0.startedAt - 1_000_000) / 1000 }
        }
        #expect(try found { _ in } == [5, 4, 3, 2, 1, 0])
        #expect(try found({ _ in }, limit: 2) == [5, 4])
        #expect(try found { $0.tenant = "acme" } == [0])
        #expect(try found { $0.key = "key_1" } == [1])
        #expect(try found { $0.route = "sup'port\"" } == [2])
        #expect(try found { $0.model = "gpt" } == [4, 3])
        #expect(try found { $0.outcome = .failed } == [5])
        #expect(
            try found {
                $0.since = 1_002_000; $0.until = 1_004_000
            } == [3, 2]
        )
        #expect(try found { $0.tenant = "' OR 1=1 --" } == [])
    }

    @Test("usage adds tokens and money exactly and never counts the unknown as nothing")
    func usage() async throws {
        var records = (0..<4).map { record($0) }
        for index in 0..<3 { records[index].servedModel = "gpt" }
        records[0].usage = Usage(input: 10, output: 1)
        records[0].cost = Money(decimal: "0.1")
        records[0].currency = "USD"
        records[1].usage = Usage(input: 20, output: 2)
        records[1].cost = Money(decimal: "0.000000000002")
        records[1].currency = "USD"
        records[3].outcome = .interrupted
        try await write(records)
        let report = try UsageReport(JournalReader(database), .init(), by: .model)
        #expect(report.lines.map(\.name) == ["-", "gpt"])
        let gpt = report.lines[1]
        #expect(gpt.requests == 3 && gpt.failures == 0 && gpt.unknownUsage == 1)
        #expect(gpt.inputTokens == 30 && gpt.outputTokens == 3)
        #expect(gpt.money.mapValues(\.decimal) == ["USD": "0.100000000002"])
        #expect(report.lines[0].failures == 1 && report.lines[0].money.isEmpty)
        #expect(try UsageReport(JournalReader(database), .init(), by: .day).lines.map(\.name) == ["1970-01-01"])
    }

    @Test("answers are bound at once in memory and later on disk; the oldest leave memory by generations")
    func bindings() async throws {
        try await write([record(1, answer: "resp_1", tenant: "acme"), record(2)])
        let bindings = AnswerBindings(database)
        #expect(bindings.lookup("resp_1", tenant: "acme") == .onDisk)
        let expected = AnswerBinding(
            answerID: "resp_1",
            tenant: "acme",
            model: "gpt",
            provider: "openai",
            credential: 2,
            lineage: "openai/gpt"
        )
        #expect(await load(bindings, "resp_1", "acme") == expected)
        #expect(await load(bindings, "resp_2", "acme") == nil)
        for index in 0...16_384 {
            var binding = expected
            binding.answerID = "\(index)"
            bindings.remember(binding)
        }
        #expect(bindings.lookup("0", tenant: "acme") == .onDisk)
        #expect(bindings.lookup("8191", tenant: "acme") == .onDisk)
        for index in ["8192", "16383", "16384"] { #expect(bindings.lookup(index, tenant: "acme") != .onDisk) }
    }

    @Test("an answer of two models is bound to nobody, in memory and on disk")
    func bindingsOfPieces() async throws {
        var pieced = record(1, answer: "resp_1", tenant: "acme")
        pieced.attempts.insert(AttemptRecord(model: "first", provider: "p", outcome: .interrupted), at: 0)
        try await write([pieced])
        #expect(await load(AnswerBindings(database), "resp_1", "acme")?.isToNobody == true)
        #expect(AnswerBinding.toNobody("resp_1", tenant: "acme").isToNobody)
    }

    @Test("an answer of another tenant is unknown, in memory and on disk", arguments: [String?.none, "acme", "bert"])
    func bindingsOfOthers(owner: String?) async throws {
        try await write([record(1, answer: "resp_1", tenant: owner)])
        let onDisk = AnswerBindings(database)
        let inMemory = AnswerBindings(try RecordsFile.file(try StateFolder(folder.path + "/other")).open())
        inMemory.remember(try #require(await load(onDisk, "resp_1", owner)))
        for other in [String?.none, "", "acme", "bert"] where other != owner {
            #expect(await load(onDisk, "resp_1", other) == nil)
            #expect(inMemory.lookup("resp_1", tenant: other) == .onDisk)
        }
        #expect(inMemory.lookup("resp_1", tenant: owner) != .onDisk)
    }

    // MARK: Parts

    /// A record of the second `index` after 1,000 s.
    private func record(_ index: Int, answer: String? = nil, tenant: String? = nil, padding: Int = 0) -> ExchangeRecord
    {
        let time = UInt64(1_000_000 + index * 1000)
        var record = ExchangeRecord(id: .first(ofMillisecond: time), startedAt: time, operation: "responses")
        record.traceID = padding > 0 ? String(repeating: "x", count: padding) : nil
        record.tenant = tenant
        if let answer {
            record.answerID = answer
            (record.servedModel, record.provider, record.lineage) = ("gpt", "openai", "openai/gpt")
            var attempt = AttemptRecord(model: "gpt", provider: "openai")
            attempt.credential = 2
            record.attempts = [attempt]
        }
        return record
    }

    /// Writes all and stops; the writer is there for its counts and its sweep.
    @discardableResult
    private func write(
        _ records: [ExchangeRecord],
        age: Duration = .seconds(60),
        bytes: Int = .max
    ) async throws -> JournalWriter {
        let writer = JournalWriter(database, path: folder.records, retention: .init(age: age, bytes: bytes)) { _ in }
        for record in records { #expect(writer.offer(record)) }
        await stop(writer)
        return writer
    }

    private func stop(_ writer: JournalWriter) async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                writer.stop()
                continuation.resume()
            }
        }
    }

    private func load(_ bindings: AnswerBindings, _ id: String, _ tenant: String?) async -> AnswerBinding? {
        await withCheckedContinuation { continuation in
            bindings.load(id, tenant: tenant) { continuation.resume(returning: $0) }
        }
    }
}
