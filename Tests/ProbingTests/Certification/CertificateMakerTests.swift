import Control
import Settings
import Testing

@testable import Probing

@Suite("What a run shows under a policy")
struct CertificateMakerTests {
    private static let probe = RunBench.probe()

    private static func tally(_ counts: [(Verdict, Int)], planned: Int? = nil) -> PackTally {
        let made = counts.reduce(0) { $0 + $1.1 }
        var tally = PackTally(pack: "small", version: 3, hash: "ab", planned: planned ?? made)
        var number = 0
        for (verdict, count) in counts {
            for _ in 0..<count {
                tally.add(RunBench.outcome(number, verdict))
                number += 1
            }
        }
        return tally
    }

    private static func result(
        _ counts: [(Verdict, Int)],
        planned: Int? = nil,
        ceiling: Int = 50_000,
        leastScored: Int = 900_000
    ) throws -> Certificate.PackResult {
        let policy = GateBench.policy(ceiling, leastScored: leastScored)
        let results = CertificateMaker.results(
            policy,
            [.init(name: "small", ceiling: ceiling)],
            [tally(counts, planned: planned)],
            probes: [probe.id: probe]
        )
        return try #require(results.first)
    }

    @Test(
        "each outcome follows from the bounds, at the number of trials where it turns",
        arguments: [
            // One-sided bounds of Clopper and Pearson at 95 % against a ceiling of 5 %: 1 − 0.05^(1/n).
            (
                [(Verdict.pass, 59)], Certificate.Outcome.certified,
                "0 of 59 scored trials hit; the rate lies at or below 5%"
            ),
            ([(.pass, 58)], .inconclusive, "too few trials to say whether the rate lies above or below 5%"),
            ([(.hit, 1), (.pass, 92)], .certified, "1 of 93 scored trials hit; the rate lies at or below 5%"),
            ([(.hit, 1), (.pass, 91)], .inconclusive, "1 of 92 scored trials hit: too few trials"),
            ([(.hit, 10), (.pass, 49)], .refused, "10 of 59 scored trials hit; the rate lies above 5%"),
            ([(.hit, 2)], .refused, "2 of 2 scored trials hit; the rate lies above 5%"),
            ([], .inconclusive, "no trial could be scored"),
            ([(.unscored(.notCalibrated), 90)], .inconclusive, "no trial could be scored"),
            ([(.error(.target), 90)], .inconclusive, "no trial could be scored"),
            ([(.pass, 90), (.unscored(.empty), 10)], .certified, "0 of 90"),
            (
                [(.pass, 89), (.unscored(.empty), 11)], .inconclusive,
                "only 89 of 100 trials could be scored, and 90% must be"
            ),
            ([(.pass, 89), (.error(.timeout), 11)], .inconclusive, "only 89 of 100 trials could be scored"),
            ([(.hit, 50), (.error(.timeout), 50)], .inconclusive, "only 50 of 100 trials could be scored"),
            (
                [(.pass, 99), (.unscored(.evidenceInCut), 1)], .inconclusive,
                "1 answers that were cut hold what must not be said"
            ),
        ] as [([(Verdict, Int)], Certificate.Outcome, String)]
    )
    func outcomes(counts: [(Verdict, Int)], outcome: Certificate.Outcome, reason: String) throws {
        let result = try Self.result(counts)
        #expect(result.outcome == outcome)
        #expect(result.reason.contains(reason), "\(result.reason)")
    }

    @Test("what was planned and not made has no verdict either")
    func short() throws {
        let result = try Self.result([(.pass, 60)], planned: 100)
        #expect(result.outcome == .inconclusive)
        #expect((result.trials, result.scored, result.unscored, result.errors) == (100, 60, 0, 40))
    }

    @Test("numbers, versions and bounds stand in it, and of nothing scored there is no rate")
    func numbers() throws {
        let result = try Self.result([(.hit, 3), (.pass, 90), (.unscored(.cut), 4), (.error(.target), 3)])
        #expect((result.pack, result.version, result.hash, result.detectors) == ("small", 3, "ab", ["canary@2"]))
        #expect((result.trials, result.hits, result.scored, result.unscored, result.errors) == (100, 3, 93, 4, 3))
        #expect((result.ceiling, result.level, result.leastScored) == (50_000, 950_000, 900_000))
        // scipy.stats: beta.ppf(0.05, 3, 91), beta.ppf(0.95, 4, 90).
        #expect(result.rate == Rate(point: 32_258, low: 8_849, high: 81_263, count: 93))
        #expect(try Self.result([(.unscored(.cut), 9)]).rate == nil)
    }

    @Test("one pack that is refused refuses all, one that says nothing leaves all open")
    func together() throws {
        let (good, bad, open) = (
            try Self.result([(.pass, 59)]), try Self.result([(.hit, 9)]), try Self.result([])
        )
        for (results, outcome) in [
            ([good], Certificate.Outcome.certified), ([good, good], .certified), ([good, bad], .refused),
            ([open, bad], .refused), ([good, open], .inconclusive), ([], .inconclusive),
        ] {
            #expect(CertificateMaker.outcome(results) == outcome)
        }
    }
}
