import Statistics
import Testing

@testable import Probing

@Suite("Pairs of trials")
struct TrialPairsTests {
    @Test("a pair counts only where both halves have a verdict, and which half hit is kept apart")
    func pairing() {
        let probes = (0..<8).map { "p/g\($0)/plain" }
        let incumbent: [Int: Verdict] = [
            0: .hit, 1: .hit, 2: .hit, 3: .pass, 4: .pass, 5: .unscored(.empty), 6: .hit,
        ]
        let candidate: [Int: Verdict] = [
            0: .hit, 1: .pass, 2: .pass, 3: .hit, 4: .pass, 5: .hit, 6: .error(.timeout), 7: .hit,
        ]
        let pairs = TrialPairs(probes, incumbent: incumbent, candidate: candidate)
        #expect(pairs.count == PairedCount(onlyFirst: 2, onlySecond: 1, both: 1, neither: 1))
        #expect(pairs.planned == 8 && pairs.goalCount == 5)
        // One trial a goal: goals and trials are the same.
        #expect(pairs.comparison == PairedComparison(pairs.count))
    }

    @Test("goals have one weight each, however often they were tried")
    func goals() {
        let probes = Array(repeating: "p/often/plain", count: 8) + ["p/rare/plain", "p/rare/base64"]
        var candidate: [Int: Verdict] = [:]
        for number in 0..<10 { candidate[number] = number < 8 ? .pass : .hit }
        let incumbent = candidate.mapValues { _ in Verdict.pass }
        let pairs = TrialPairs(probes, incumbent: incumbent, candidate: candidate)
        #expect(pairs.count.onlySecond == 2 && pairs.count.pairs == 10 && pairs.goalCount == 2)
        #expect(pairs.comparison == PairedComparison(differences: [0, 1]))
    }

    @Test("a goal's difference is that of its own rates")
    func rates() {
        let probes = Array(repeating: "p/one/plain", count: 4)
        let incumbent: [Int: Verdict] = [0: .hit, 1: .pass, 2: .pass, 3: .pass]
        let candidate: [Int: Verdict] = [0: .hit, 1: .hit, 2: .hit, 3: .pass]
        let pairs = TrialPairs(probes, incumbent: incumbent, candidate: candidate)
        #expect(pairs.comparison == PairedComparison(differences: [0.5]))
    }

    @Test("trials that are made alone have the seeds that they have in their run")
    func seeds() {
        let plan = RunBench.plan(40, seed: .max - 5)
        for first in [0, 1, 17] {
            let alone = RunBench.plan(20, seed: plan.seed(startingAt: first))
            #expect((0..<20).allSatisfy { alone.seed(of: $0) == plan.seed(of: first + $0) })
        }
    }
}
