import Domain
import Foundation
import GRDB
import HoldfastTesting
import Storage
import Testing

@testable import Journal

@Suite("What an exchange takes from a day's limits")
struct SpendingTests {
    /// 1 and 2 picos a token, so that sums are read off; `dear` costs ten times as much.
    private static let prices = ChargePrices([
        "cheap": list(1, 2, cached: 0), "dear": list(10, 20), "middle": list(9, 20),
    ])

    private static func list(_ input: Int64, _ output: Int64, cached: Int64? = nil) -> PriceList {
        PriceList(
            input: Price(picosPerToken: input),
            output: Price(picosPerToken: output),
            cachedInput: cached.map { Price(picosPerToken: $0) }
        )
    }

    struct Case: Sendable {
        var name: String
        var record: ExchangeRecord
        var tokens: Int
        var picos: Int128

        /// 400 bytes up (100 tokens by the guess) and 200 down (50 tokens), asked of `model`.
        init(
            _ name: String,
            _ outcome: ExchangeRecord.Outcome,
            model: String? = "cheap",
            operation: String = "messages",
            attempts: [AttemptRecord.Outcome] = [.served],
            asked: [String] = ["cheap", "cheap", "cheap"],
            usage: Usage = Usage(),
            cost: Int128? = nil,
            finish: String? = nil,
            down: Int = 200,
            tokens: Int,
            picos: Int128
        ) {
            self.name = name
            self.tokens = tokens
            self.picos = picos
            record = ExchangeRecord(
                id: Identifier(high: 1, low: 1),
                startedAt: 1,
                operation: operation,
                servedModel: model,
                attempts: zip(asked, attempts).map { AttemptRecord(model: $0, provider: "p", outcome: $1) },
                outcome: outcome,
                usage: usage,
                cost: cost.map { Money(picos: $0) },
                requestBytes: 400,
                responseBytes: down,
                finishReason: finish
            )
        }
    }

    private static let told = Usage(input: 7, output: 4)

    static let cases = [
        Case("what was told counts", .completed, usage: told, cost: 15, tokens: 11, picos: 15),
        Case(
            "its cost is the record's, whatever prices are now",
            .completed,
            usage: told,
            cost: 99,
            tokens: 11,
            picos: 99
        ),
        Case("without a cost it is at the model's prices", .completed, usage: told, tokens: 11, picos: 15),
        Case(
            "cached input at its own price",
            .completed,
            usage: Usage(input: 7, output: 4, cachedInput: 6),
            tokens: 11,
            picos: 9
        ),
        Case(
            "a model without prices costs like the dearest",
            .completed,
            model: "free",
            usage: told,
            tokens: 11,
            picos: 150
        ),
        Case("nothing told: by the bytes", .completed, tokens: 150, picos: 200),
        Case("nothing told by a model without prices", .completed, model: "free", tokens: 150, picos: 2_000),
        Case("bytes are rounded up", .completed, down: 201, tokens: 151, picos: 202),
        Case("input told alone", .completed, usage: Usage(input: 7), tokens: 57, picos: 107),
        Case("output told alone", .completed, usage: Usage(output: 4), tokens: 104, picos: 108),
        Case(
            "failed attempts before are free",
            .completed,
            attempts: [.failed, .served],
            usage: told,
            tokens: 11,
            picos: 15
        ),
        Case(
            "who began the answer read the request too",
            .completed,
            attempts: [.failed, .interrupted, .served],
            asked: ["cheap", "dear", "cheap"],
            usage: told,
            cost: 15,
            tokens: 111,
            picos: 1_015
        ),
        Case("the client left in the middle", .cancelled, attempts: [.cancelled], tokens: 150, picos: 200),
        Case(
            "the client left unanswered",
            .cancelled,
            model: nil,
            attempts: [.cancelled],
            down: 0,
            tokens: 100,
            picos: 100
        ),
        Case(
            "the client left between two attempts",
            .cancelled,
            model: nil,
            attempts: [.failed],
            down: 0,
            tokens: 0,
            picos: 0
        ),
        Case("the client left before any", .cancelled, model: nil, attempts: [], down: 0, tokens: 0, picos: 0),
        Case(
            "a first count is not the last",
            .cancelled,
            attempts: [.cancelled],
            usage: Usage(input: 7, output: 1),
            cost: 9,
            tokens: 57,
            picos: 107
        ),
        Case(
            "a count with a reason to stop is",
            .cancelled,
            attempts: [.cancelled],
            usage: told,
            cost: 15,
            finish: "stop",
            tokens: 11,
            picos: 15
        ),
        Case("broken off", .interrupted, attempts: [.interrupted], tokens: 150, picos: 200),
        Case(
            "broken off twice",
            .interrupted,
            attempts: [.interrupted, .interrupted],
            tokens: 250,
            picos: 300
        ),
        Case(
            "broken off, and the model that was to go on failed",
            .interrupted,
            attempts: [.interrupted, .failed],
            tokens: 150,
            picos: 200
        ),
        Case("refused by us", .refused, model: nil, attempts: [], tokens: 0, picos: 0),
        Case("failed", .failed, model: nil, attempts: [.failed, .failed], tokens: 0, picos: 0),
        Case("our own words", .lastResort, model: nil, attempts: [.failed], tokens: 0, picos: 0),
        Case(
            "counting tokens is free",
            .completed,
            operation: "count-tokens",
            usage: Usage(input: 7),
            tokens: 0,
            picos: 0
        ),
        Case("by either way", .completed, operation: "input-tokens", tokens: 0, picos: 0),
        Case(
            "embeddings have no output",
            .completed,
            operation: "embeddings",
            usage: Usage(input: 7),
            tokens: 7,
            picos: 7
        ),
        Case("whatever their bytes", .completed, operation: "embeddings", tokens: 100, picos: 100),
        Case("damaged sizes", .completed, down: -5, tokens: 100, picos: 100),
        Case(
            "damaged counts",
            .completed,
            usage: Usage(input: .max, output: .max),
            cost: 1,
            tokens: .max,
            picos: 1
        ),
    ]

    @Test("is told by one table", arguments: cases)
    func table(one: Case) {
        let spending = one.record.spending(at: Self.prices)
        #expect(spending == Spending(tokens: one.tokens, money: Money(picos: one.picos)), "\(one.name)")
    }

    @Test("without any prices what no record tells costs nothing")
    func noPrices() {
        let prices = ChargePrices()
        #expect(Case("", .completed, tokens: 0, picos: 0).record.spending(at: prices) == Spending(tokens: 150))
        let told = Case("", .completed, usage: Self.told, cost: 15, tokens: 0, picos: 0).record
        #expect(told.spending(at: prices) == Spending(tokens: 11, money: Money(picos: 15)))
    }

    @Test("is the same for a record and for the bytes that are read back at a start", arguments: 0..<300)
    func readBack(seed: Int) throws {
        var random = SeededRandom(seed: seed)
        var record = ExchangeRecordTests.record(&random)
        record.operation = random.pick(["messages", "embeddings", "count-tokens", record.operation])
        record.servedModel = random.pick(["cheap", "dear", record.servedModel])
        record.responseBytes = random.chance(1, in: 4) ? 0 : record.responseBytes
        let read = try #require(
            record.canonicalBytes.withUnsafeBytes { ExchangeRecord(chargedMembersOf: $0) }
        )
        #expect(read.spending(at: Self.prices) == record.spending(at: Self.prices))
        #expect(read.keyID == record.keyID && read.tenant == record.tenant && read.startedAt == record.startedAt)
    }

    @Test(
        "other bytes are no record",
        arguments: [
            "", "{}", "[]", #"{"outcome":"completed","v":2}"#, #"{"outcome":"odd","v":1}"#, #"{"v":1,"attempts":3}"#,
        ]
    )
    func refuses(text: String) {
        #expect(Array(text.utf8).withUnsafeBytes { ExchangeRecord(chargedMembersOf: $0) } == nil)
    }

    @Test("is summed for the keys and tenants of a time, strangers and damaged rows passed over")
    func sums() async throws {
        let folder = try StateFolder(NSTemporaryDirectory() + "holdfast-spending-\(UUID().uuidString)")
        let database = try RecordsFile.file(folder).open()
        let writer = JournalWriter(database, path: "x", retention: .init(age: .seconds(9_999_999_999), bytes: .max)) {
            _ in
        }
        for (index, key) in ["a", "b", "a", nil, "c", "a"].enumerated() {
            var record = Case("", .completed, usage: Self.told, cost: 15, tokens: 0, picos: 0).record
            let milliseconds = UInt64(1_000 + index)
            record.id = Identifier(milliseconds: milliseconds, random: 0xFFFF, moreRandom: .max)
            record.startedAt = milliseconds
            record.keyID = key
            record.tenant = key.map { $0 == "c" ? "u" : "t" }
            #expect(writer.offer(record))
        }
        await withCheckedContinuation { continuation in
            Thread {
                writer.stop()
                continuation.resume()
            }.start()
        }
        let damaged = Identifier(milliseconds: 1_001, random: 0, moreRandom: 0).bytes.blob
        try await database.write {
            try $0.execute(sql: "INSERT INTO exchanges (id, record) VALUES (?, x'5a')", arguments: [damaged])
        }
        let (sum, count) = try JournalReader(database).spending(since: 1_001, until: 1_005, at: Self.prices)
        #expect(count == 3)
        let one = Spending(tokens: 11, money: Money(picos: 15))
        #expect(sum.keys == ["a": one, "b": one, "c": one])
        #expect(sum.tenants == ["t": Spending(tokens: 22, money: Money(picos: 30)), "u": one])
    }
}
