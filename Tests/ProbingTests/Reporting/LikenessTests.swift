import Control
import Statistics
import Testing

@testable import Probing

@Suite("Trials that hang together")
struct LikenessTests {
    /// Ten goals of thirty trials each, of which so many hit in the first ones.
    private static func tally(_ hits: [Int]) -> PackTally {
        var tally = PackTally(pack: "leak-core", version: 1, hash: "ab", planned: 300)
        for goal in 0..<10 {
            for number in 0..<30 {
                let isHit = goal < hits.count && number < hits[goal]
                var outcome = RunBench.outcome(goal * 30 + number, isHit ? .hit : .pass)
                outcome.probe = "leak-core/goal\(goal)/plain"
                tally.add(outcome)
            }
        }
        return tally
    }

    @Test(
        "are spoken of where their goals differ more than twice as much as chance lets them, and nowhere else",
        arguments: [
            ([30], true), ([15, 15], true), ([3, 3, 3, 3, 3, 3, 3, 3, 3, 3], false), ([], false), ([1], false),
        ]
    )
    func spoken(hits: [Int], isSpoken: Bool) {
        #expect((Likeness(Self.tally(hits)) != nil) == isSpoken)
    }

    @Test("what is said names the effect and what the trials are worth, the same of a run and of its certificate")
    func words() throws {
        let tally = Self.tally([30])
        let likeness = try #require(Likeness(tally))
        // SE² = Σ(h−30p)²/n² · 10/9 of p = 0.1, by p(1−p)/n.
        #expect(abs(likeness.effect - 33.333) < 0.001)
        #expect(
            likeness.words.hasPrefix(
                "leak-core: trials of one goal hang together (design effect 33.3): of other goals its 300 scored trials say no more than 9 "
            )
        )
        let policy = GateBench.policy()
        let results = CertificateMaker.results(
            policy,
            [.init(name: "leak-core", ceiling: 10_000)],
            [tally],
            probes: [:]
        )
        let result = try #require(results.first)
        #expect(result.designEffect == 33_333 && Likeness(result)?.words == likeness.words)
    }

    @Test("the page says so beside the packs, and only where it is so")
    func page() {
        for (verdicts, isSpoken) in [([Verdict](repeating: .hit, count: 30), true), ([], false)] {
            var sample = SampleRun()
            sample.add(SampleRun.probe("leak-core/one/plain"), verdicts)
            for goal in ["two", "three", "four"] {
                sample.add(SampleRun.probe("leak-core/\(goal)/plain"), .init(repeating: .pass, count: 30))
            }
            let page = String(decoding: sample.report.html, as: UTF8.self)
            #expect(page.contains("trials of one goal hang together (design effect") == isSpoken)
        }
    }
}
