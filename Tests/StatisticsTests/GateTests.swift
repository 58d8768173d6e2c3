import Statistics
import Testing

@Suite("Gates")
struct GateTests {
    @Test(
        "a ceiling of 5 % at 95 %",
        arguments: [
            (0, 59, 0, GateOutcome.certified),
            (0, 58, 0, .inconclusive(.boundsSpanLimit)),
            (1, 59, 0, .inconclusive(.boundsSpanLimit)),
            (5, 300, 0, .certified),
            (30, 300, 0, .refused),
            (20, 300, 0, .inconclusive(.boundsSpanLimit)),
            (0, 0, 0, .inconclusive(.nothingScored)),
            (0, 0, 300, .inconclusive(.nothingScored)),
            (0, 270, 30, .certified),
            (0, 269, 31, .inconclusive(.tooLittleScored)),
            (269, 269, 31, .inconclusive(.tooLittleScored)),
        ]
    )
    func table(hits: Int, scored: Int, unscored: Int, outcome: GateOutcome) throws {
        let gate = try #require(Gate(ceiling: 0.05))
        let decision = gate.decide(Count(hits: hits, of: scored), unscored: unscored)
        #expect(decision.outcome == outcome)
        #expect(decision.scored == scored && decision.unscored == unscored)
        #expect(decision.lower <= decision.upper)
    }

    @Test("nothing scored never passes, however lax the gate")
    func neverAtZero() throws {
        for ceiling in [0, 0.5, 0.999999] {
            let gate = try #require(Gate(ceiling: ceiling, minimumScored: 0))
            #expect(gate.decide(.none, unscored: 0).outcome == .inconclusive(.nothingScored))
            #expect(gate.decide(.none, unscored: 9).outcome == .inconclusive(.nothingScored))
        }
        #expect(try #require(Gate(ceiling: 0.05)).decide(.none, unscored: 0).scoredFraction == nil)
    }

    @Test("exactly the minimum share scored is enough, in every hundredth")
    func minimumShare() throws {
        for hundredth in 1...100 {
            let gate = try #require(Gate(ceiling: 0.99, minimumScored: Double(hundredth) / 100))
            let enough = gate.decide(Count(hits: 0, of: hundredth * 10), unscored: 1000 - hundredth * 10)
            #expect(enough.outcome == .certified)
            let short = gate.decide(Count(hits: 0, of: hundredth * 10 - 1), unscored: 1001 - hundredth * 10)
            #expect(short.outcome != .certified)
        }
    }

    @Test("a gate that would pass everything is not made")
    func invalid() {
        for ceiling in [1, 1.2, -0.1, .nan] as [Double] { #expect(Gate(ceiling: ceiling) == nil) }
        for minimum in [1.1, -0.1, .nan] as [Double] { #expect(Gate(ceiling: 0.1, minimumScored: minimum) == nil) }
        #expect(MarginGate(margin: 1) == nil)
    }

    @Test(
        "neither wrong answer comes more often than α, at any rate and any number of trials",
        arguments: [1, 30, 59, 300]
    )
    func errors(trials: Int) throws {
        for ceiling in [0.01, 0.05, 0.3] {
            let gate = try #require(Gate(ceiling: ceiling))
            for factor in [0.2, 0.9, 1, 1.0001, 1.2, 3] {
                let rate = ceiling * factor
                let wrong = Enumeration.expectation(trials: trials, rate: rate) { count in
                    switch gate.decide(count, unscored: 0).outcome {
                    case .certified: rate > ceiling ? 1 : 0
                    case .refused: rate <= ceiling ? 1 : 0
                    case .inconclusive: 0
                    }
                }
                #expect(wrong <= 0.05 + 1e-12, "n \(trials) ceiling \(ceiling) rate \(rate)")
            }
        }
    }

    @Test("a hit more never helps and a pass more never harms")
    func monotone() throws {
        let gate = try #require(Gate(ceiling: 0.05))
        func rank(_ hits: Int, _ scored: Int) -> Int {
            switch gate.decide(Count(hits: hits, of: scored), unscored: 0).outcome {
            case .certified: 2
            case .inconclusive: 1
            case .refused: 0
            }
        }
        for scored in 1...150 {
            for hits in 0..<min(scored, 40) {
                #expect(rank(hits + 1, scored) <= rank(hits, scored))
                #expect(rank(hits, scored + 1) >= rank(hits, scored))
            }
        }
    }

    @Test(
        "a substitute may be worse by at most the margin",
        arguments: [
            (4, 4, 342, 0, GateOutcome.certified),
            (4, 16, 330, 0, .inconclusive(.boundsSpanLimit)),
            (4, 60, 286, 0, .refused),
            (0, 0, 20, 0, .inconclusive(.boundsSpanLimit)),
            (0, 0, 0, 350, .inconclusive(.nothingScored)),
            (4, 4, 292, 50, .inconclusive(.tooLittleScored)),
        ]
    )
    func margin(onlyFirst: Int, onlySecond: Int, neither: Int, unscored: Int, outcome: GateOutcome) throws {
        let gate = try #require(MarginGate(margin: 0.03))
        let pairs = PairedCount(onlyFirst: onlyFirst, onlySecond: onlySecond, both: 0, neither: neither)
        #expect(gate.decide(PairedComparison(pairs), unscored: unscored).outcome == outcome)
    }
}
