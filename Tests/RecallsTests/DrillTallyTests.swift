import Control
import Domain
import Recalls
import Testing

@Suite("Drill: the sum")
struct DrillTallyTests {
    private func sample(_ model: String?, _ status: Int = 200, refusal: String? = nil, total: Int = 10)
        -> DrillTally.Sample
    {
        DrillTally.Sample(
            route: "support",
            model: model,
            status: status,
            refusal: refusal,
            firstTokenMicroseconds: model == nil ? nil : total / 2,
            totalMicroseconds: total,
            usage: Usage(input: 3, output: 4),
            cost: Money(decimal: "0.5")
        )
    }

    private func report(_ tally: DrillTally, isContained: Bool = true, mostFailures: Int = 0) -> DrillReport {
        tally.report(effectMicroseconds: 9, isContained: isContained, mostFailures: mostFailures, currency: "USD")
    }

    @Test(
        "nearest rank, by hand",
        arguments: [
            ([], 50, nil), ([7], 50, 7), ([7], 95, 7), ([1, 2], 50, 1), ([1, 2, 3], 50, 2), (Array(1...100), 95, 95),
            (Array(1...20), 95, 19), ([3, 1, 2], 100, 3),
        ] as [([Int], Int, Int?)]
    )
    func percentiles(values: [Int], percent: Int, expected: Int?) {
        #expect(DrillTally.percentile(percent, of: values) == expected)
    }

    @Test("both sides are summed, and it passes")
    func passes() {
        var tally = DrillTally()
        for total in [10, 20, 30] { tally.add(incumbent: sample("atlas", total: total), substitute: sample("opal")) }
        let report = report(tally)
        #expect(report.passed && report.routes == ["support"])
        #expect(report.incumbent.requests == 3 && report.incumbent.models == ["atlas": 3])
        #expect(report.incumbent.totalP50 == 20 && report.incumbent.firstTokenP95 == 15)
        #expect(report.substitute.inputTokens == 9 && report.substitute.outputTokens == 12)
        #expect(report.substitute.cost == ["USD": "1.5"])
    }

    @Test("failures of substitutes fail it beyond what is allowed, and say what was missing")
    func failures() {
        var tally = DrillTally()
        tally.add(incumbent: sample("atlas"), substitute: sample("opal"))
        tally.add(incumbent: sample("atlas"), substitute: sample(nil, 400, refusal: "capability_missing"))
        tally.add(incumbent: sample("atlas"), substitute: sample("opal", 503))
        #expect(!report(tally).passed && !report(tally, mostFailures: 1).passed)
        #expect(report(tally, mostFailures: 2).passed)
        #expect(report(tally).gaps == ["capability_missing": 1, "status_503": 1])
        #expect(report(tally).substitute.failures == 2 && report(tally).incumbent.failures == 0)
    }

    @Test("what the caller did wrong counts on no side; push-back and outages of the incumbent do")
    func callersFault() {
        var tally = DrillTally()
        tally.add(incumbent: sample(nil, 400), substitute: sample(nil, 400))
        tally.add(incumbent: sample(nil, 404), substitute: sample("opal"))
        #expect(tally.skipped == 2 && tally.requests == 0)
        tally.add(incumbent: sample(nil, 429), substitute: sample("opal"))
        tally.add(incumbent: sample(nil, 503), substitute: sample("opal"))
        #expect(tally.skipped == 2 && tally.requests == 2 && report(tally).incumbent.failures == 2)
    }

    @Test("what a substitute has not answered at the end is a failure")
    func unanswered() {
        var tally = DrillTally()
        tally.add(incumbent: sample("atlas"), substitute: sample("opal"))
        tally.giveUp(0)
        #expect(report(tally).passed)
        tally.giveUp(2)
        #expect(!report(tally).passed && report(tally).gaps == ["no_answer": 2])
        #expect(report(tally).substitute.requests == 3 && report(tally).substitute.failures == 2)
    }

    @Test("without any request, or with an open path, nothing is proved")
    func nothing() {
        var tally = DrillTally()
        #expect(!report(tally).passed)
        tally.add(incumbent: sample("atlas"), substitute: sample("opal"))
        #expect(!report(tally, isContained: false).passed)
        tally.drop()
        #expect(report(tally).dropped == 1)
    }
}
