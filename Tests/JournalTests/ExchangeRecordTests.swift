import Domain
import HoldfastTesting
import JSON
import Journal
import Testing

@Suite("Exchange record")
struct ExchangeRecordTests {
    @Test("its bytes are canonical and read back, whatever it holds", arguments: 0..<200)
    func roundTrip(seed: Int) throws {
        var random = SeededRandom(seed: seed)
        let record = Self.record(&random)
        let bytes = record.canonicalBytes
        #expect(ExchangeRecord(canonicalBytes: bytes) == record)
        let parsed = try #require(CanonicalValue(try JSONValue(parsing: bytes)))
        #expect(parsed.bytes == bytes, "\(String(decoding: bytes, as: UTF8.self))")
    }

    @Test("the bytes of version 1 stay as they are")
    func golden() {
        var record = ExchangeRecord(id: Identifier(high: 1 << 16, low: 5), startedAt: 7, operation: "messages")
        record.tenant = "acme"
        record.usage = Usage(input: 3, output: 4)
        record.cost = Money(decimal: "0.000012")
        record.currency = "USD"
        var attempt = AttemptRecord(model: "gpt", provider: "openai")
        attempt.status = 200
        record.attempts = [attempt]
        #expect(
            String(decoding: record.canonicalBytes, as: UTF8.self)
                == #"{"attempts":[{"credential":0,"duration_us":0,"model":"gpt","outcome":"served","provider":"openai","#
                + #""started_after_us":0,"status":200}],"cost":"0.000012","currency":"USD","epoch":0,"#
                + #""id":"req_00000000010000000000000005","operation":"messages","outcome":"completed","request_bytes":0,"#
                + #""response_bytes":0,"started_at":7,"status":0,"stream":false,"tenant":"acme","tokens_in":3,"#
                + #""tokens_out":4,"total_us":0,"v":1}"#
        )
    }

    @Test(
        "other bytes are no record",
        arguments: [
            "", "{}", "[]",
            #"{"v":2,"id":"req_00000000000000000000000000","started_at":1,"operation":"x","outcome":"completed"}"#,
        ]
    )
    func refuses(text: String) {
        #expect(ExchangeRecord(canonicalBytes: Array(text.utf8)) == nil)
    }

    static func record(_ random: inout SeededRandom) -> ExchangeRecord {
        let texts = ["support", "é\u{1F600}\"\\\n\u{1}", "", "a/b:c"]
        func text() -> String? { random.chance(1, in: 3) ? nil : random.pick(texts) }
        func number() -> Int? { random.chance(1, in: 3) ? nil : Int.random(in: 0...1_000_000_000, using: &random) }
        var record = ExchangeRecord(
            id: Identifier(high: random.next(), low: random.next()),
            startedAt: random.next() >> 20,
            operation: random.pick(texts)
        )
        record.outcome = random.pick(ExchangeRecord.Outcome.allCases)
        record.tenant = text()
        record.keyID = text()
        record.route = text()
        record.askedModel = text()
        record.servedModel = text()
        record.provider = text()
        record.lineage = text()
        record.reportedModel = text()
        record.refusal = text()
        record.currency = text()
        record.answerID = text()
        record.finishReason = text()
        record.traceID = text()
        record.isStream = random.chance(1, in: 2)
        record.status = Int.random(in: 0...599, using: &random)
        record.requestBytes = number() ?? 0
        record.responseBytes = number() ?? 0
        record.totalMicroseconds = number() ?? 0
        record.firstTokenMicroseconds = number()
        record.epoch = random.next() >> 20
        record.usage = Usage(
            input: number(),
            output: number(),
            cachedInput: number(),
            cacheWrite: number(),
            reasoning: number()
        )
        record.cost = number().map { Money(picos: Int128($0) * 1_000_003) }
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            var attempt = AttemptRecord(model: random.pick(texts), provider: random.pick(texts))
            attempt.credential = Int.random(in: 0...3, using: &random)
            attempt.outcome = random.pick(AttemptRecord.Outcome.allCases)
            attempt.status = number()
            attempt.failure = text()
            attempt.failureClass = text()
            attempt.startedAfterMicroseconds = number() ?? 0
            attempt.durationMicroseconds = number() ?? 0
            attempt.upstreamRequestID = text()
            record.attempts.append(attempt)
        }
        return record
    }
}
