import JSON
import Statistics
import Testing

@testable import Probing

@Suite("Hits of who tries again")
struct RepeatedTriesTests {
    private static func run(_ counts: [(hits: Int, scored: Int)]) -> SampleRun {
        var run = SampleRun()
        for (number, count) in counts.enumerated() {
            let verdicts = (0..<count.scored).map { $0 < count.hits ? Verdict.hit : .pass }
            run.add(SampleRun.probe("leak-core/g\(number)/best-of"), verdicts + [.unscored(.empty)])
        }
        return run
    }

    @Test("by hand: each probe has one weight, and what was not scored is no try")
    func byHand() throws {
        let tally = try #require(Self.run([(1, 5), (0, 5), (5, 5), (1, 1)]).report.tallies.first)
        let rates = tally.repeated
        #expect(rates.map(\.k) == [2, 5])
        // 1 − C(4,2)/C(5,2) = 0.4, 0 and 1; then 1, 0 and 1.
        #expect(abs((rates.first?.rate ?? 0) - 1.4 / 3) < 1e-12 && abs((rates.last?.rate ?? 0) - 2.0 / 3) < 1e-12)
        #expect(rates.map(\.prompts) == [3, 3] && rates.map(\.leftOut) == [1, 1])
    }

    @Test("where most probes were tried once nothing is told")
    func once() throws {
        #expect(Self.run([(1, 5), (0, 1), (1, 1)]).report.tallies.first?.repeated == [])
        #expect(Self.run([(0, 0), (1, 2)]).report.tallies.first?.repeated.map(\.prompts) == [1])
    }

    @Test("reports tell it with its number of probes, and nothing where probes were not repeated")
    func reports() throws {
        func texts(_ run: SampleRun) throws -> (page: String, end: JSONValue) {
            var last: [UInt8] = []
            run.report.jsonLines { last = $0 }
            return (String(decoding: run.report.html, as: UTF8.self), try JSONValue(parsing: Array(last.dropLast())))
        }
        let (page, end) = try texts(Self.run([(1, 5), (0, 5), (5, 5)]))
        #expect(page.contains("At least one hit") && page.contains("n = 3 probes"))
        let rate = try #require(end["packs"]?.elements?.first?["hit_at_k"]?.elements?.last)
        #expect(rate["k"]?.integer == 5 && rate["left_out"]?.integer == 0)
        #expect(rate["rate"]?["n"]?.integer == 3 && rate["rate"]?["estimator"]?.string == "hit_at_k")
        let (plain, plainEnd) = try texts(Self.run([(1, 1), (0, 1)]))
        #expect(!plain.contains("At least one hit") && plainEnd["packs"]?.elements?.first?["hit_at_k"] == nil)
    }
}
