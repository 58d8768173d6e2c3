import Testing

@testable import Statistics

@Suite("Sample sizes")
struct SampleSizeTests {
    @Test(
        "trials without a hit that prove a ceiling at 95 %",
        arguments: [(0.05, 59), (0.02, 149), (0.01, 299), (0.005, 598), (0.001, 2995)]
    )
    func withoutHits(ceiling: Double, trials: Int) {
        #expect(SampleSize.withoutHits(ceiling: ceiling, confidence: .ninetyFive) == trials)
    }

    struct Row: Sendable {
        var ceiling: Double
        var confidence: Confidence
        var trueRate: Double
        var power: Double
        var trials: Int
        var mostHits: Int
        var reached: Double
    }

    /// Found by trying every n with scipy's binomial.
    static let rows = [
        Row(
            ceiling: 0.05,
            confidence: .ninetyFive,
            trueRate: 0.01,
            power: 0.8,
            trials: 124,
            mostHits: 2,
            reached: 0.8715535097463498
        ),
        Row(
            ceiling: 0.01,
            confidence: .ninetyFive,
            trueRate: 0.001,
            power: 0.8,
            trials: 473,
            mostHits: 1,
            reached: 0.9179483650693318
        ),
        Row(
            ceiling: 0.02,
            confidence: .ninetyFive,
            trueRate: 0.01,
            power: 0.9,
            trials: 1271,
            mostHits: 17,
            reached: 0.9067739258120451
        ),
        Row(
            ceiling: 0.1,
            confidence: .ninetyNine,
            trueRate: 0.05,
            power: 0.8,
            trials: 287,
            mostHits: 17,
            reached: 0.8065905374171797
        ),
        Row(
            ceiling: 0.03,
            confidence: .ninetyFive,
            trueRate: 0,
            power: 0.9,
            trials: 99,
            mostHits: 0,
            reached: 1
        ),
    ]

    @Test("the gate's plan is the smallest that an exhaustive search finds", arguments: rows)
    func gate(row: Row) throws {
        let plan = try #require(
            SampleSize.gate(
                ceiling: row.ceiling,
                confidence: row.confidence,
                trueRate: row.trueRate,
                power: row.power
            )
        )
        #expect(plan.trials == row.trials)
        #expect(plan.mostHits == row.mostHits)
        #expect(isClose(plan.power, row.reached, relative: 1e-9))
    }

    @Test("the gate certifies with the planned hits and with not one more", arguments: rows)
    func agreesWithGate(row: Row) throws {
        let plan = try #require(
            SampleSize.gate(
                ceiling: row.ceiling,
                confidence: row.confidence,
                trueRate: row.trueRate,
                power: row.power
            )
        )
        let gate = try #require(Gate(ceiling: row.ceiling, confidence: row.confidence))
        let most = gate.decide(Count(hits: plan.mostHits, of: plan.trials), unscored: 0)
        let more = gate.decide(Count(hits: plan.mostHits + 1, of: plan.trials), unscored: 0)
        #expect(most.outcome == .certified)
        #expect(more.outcome != .certified)
        let power = Enumeration.expectation(trials: plan.trials, rate: row.trueRate) {
            gate.decide($0, unscored: 0).outcome == .certified ? 1 : 0
        }
        #expect(isClose(power, plan.power, relative: 1e-9))
    }

    @Test("plan and gate agree for ceilings that are equal to a bound in every digit but the last")
    func lastDigit() throws {
        for tenth in 1...99 {
            let ceiling = Double(tenth) / 100
            let trials = try #require(SampleSize.withoutHits(ceiling: ceiling, confidence: .ninety))
            #expect(ClopperPearson.upperBound(Count(hits: 0, of: trials), confidence: .ninety) <= ceiling)
            guard trials > 1 else { continue }
            let fewer = ClopperPearson.upperBound(Count(hits: 0, of: trials - 1), confidence: .ninety)
            #expect(fewer > ceiling * (1 - 1e-12))
        }
    }

    @Test("a rate close under the ceiling needs many trials, and is planned all the same or refused")
    func close() throws {
        let plan = try #require(
            SampleSize.gate(ceiling: 0.05, confidence: .ninetyFive, trueRate: 0.045, power: 0.8)
        )
        #expect(plan.power >= 0.8 && plan.trials > 5000 && plan.trials < 20_000)
        #expect(SampleSize.gate(ceiling: 0.05, confidence: .ninetyFive, trueRate: 0.0499, power: 0.8) == nil)
    }

    @Test("what cannot be planned has no plan")
    func impossible() {
        #expect(SampleSize.gate(ceiling: 0.05, confidence: .ninetyFive, trueRate: 0.05, power: 0.8) == nil)
        #expect(SampleSize.gate(ceiling: 0.05, confidence: .ninetyFive, trueRate: 0.2, power: 0.8) == nil)
        #expect(SampleSize.gate(ceiling: 0.05, confidence: .ninetyFive, trueRate: 0.01, power: 1) == nil)
        #expect(SampleSize.gate(ceiling: 1e-9, confidence: .ninetyFive, trueRate: 0, power: 0.8) == nil)
        for ceiling in [0, 1, -1, .nan] as [Double] {
            #expect(SampleSize.withoutHits(ceiling: ceiling, confidence: .ninetyFive) == nil)
        }
    }

    @Test("paired comparison by Miller's formula, rounded up, and a little more for the two imagined pairs")
    func paired() {
        let once = PairedDesign(difference: 0.03, varianceBetween: 0.05, varianceFirst: 0.09, varianceSecond: 0.09)
        #expect(SampleSize.plainPaired(once, confidence: .ninetyFive, power: 0.8) == 2006)
        let often = PairedDesign(
            difference: -0.05,
            varianceBetween: 0.02,
            varianceFirst: 0.2,
            varianceSecond: 0.1,
            trialsFirst: 4,
            trialsSecond: 2
        )
        #expect(SampleSize.plainPaired(often, confidence: .ninetyFive, power: 0.9) == 505)
        let raised = SampleSize.paired(once, confidence: .ninetyFive, power: 0.8) ?? 0
        #expect(raised > 2006 && raised < 2050)
        var none = once
        none.difference = 0
        #expect(SampleSize.paired(none, confidence: .ninetyFive, power: 0.8) == nil)
    }

    @Test(
        "with the planned number of goals a margin is shown as often as was asked for, and with a fifth fewer it is not",
        arguments: [
            (margin: 0.03, first: 0.1, second: 0.1, tries: 1, power: 0.8), (0.05, 0.1, 0.12, 4, 0.8),
            (0.1, 0.3, 0.25, 2, 0.9), (0.2, 0.2, 0.2, 1, 0.8),
        ]
    )
    func margins(margin: Double, first: Double, second: Double, tries: Int, power: Double) throws {
        let design = PairedDesign(
            difference: second - first,
            varianceBetween: 0,
            varianceFirst: first * (1 - first),
            varianceSecond: second * (1 - second),
            trialsFirst: tries,
            trialsSecond: tries
        )
        let planned = SampleSize.margin(margin, expecting: design, confidence: .ninetyFive, power: power)
        let pairs = try #require(planned)
        let gate = try #require(MarginGate(margin: margin))
        func passes(_ pairs: Int) -> Double {
            // Marsaglia's xorshift64 (J. Stat. Softw. 8, 2003): the same draws in every run.
            var word: UInt64 = 0x9e37_79b9_7f4a_7c15
            func isHit(_ rate: Double) -> Bool {
                word ^= word << 13
                word ^= word >> 7
                word ^= word << 17
                return Double(word >> 11) * 0x1p-53 < rate
            }
            func hits(_ rate: Double) -> Int { (0..<tries).count { _ in isHit(rate) } }
            let runs = 1_000
            let passed = (0..<runs).count { _ in
                let differences = (0..<pairs).map { _ in
                    Double(hits(second) - hits(first)) / Double(tries)
                }
                let comparison = PairedComparison(differences: differences)
                return gate.decide(comparison, unscored: 0).outcome == .certified
            }
            return Double(passed) / Double(runs)
        }
        // Three standard errors of what a thousand runs show.
        #expect(passes(pairs) >= power - 0.04, "\(pairs) pairs")
        #expect(passes(pairs * 4 / 5) < power - 0.02)
    }

    @Test("models that agree wholly need the pairs that narrow the bound alone, and no number shows what is not so")
    func marginsAtTheirEnds() throws {
        let none = PairedDesign(difference: 0, varianceBetween: 0, varianceFirst: 0, varianceSecond: 0)
        let pairs = try #require(SampleSize.margin(0.03, expecting: none, confidence: .ninetyFive, power: 0.8))
        let gate = try #require(MarginGate(margin: 0.03))
        func outcome(_ pairs: Int) -> GateOutcome {
            gate.decide(
                PairedComparison(PairedCount(onlyFirst: 0, onlySecond: 0, both: 0, neither: pairs)),
                unscored: 0
            )
            .outcome
        }
        #expect(outcome(pairs) == .certified && outcome(pairs - 1) != .certified)
        var worse = none
        worse.difference = 0.03
        #expect(SampleSize.margin(0.03, expecting: worse, confidence: .ninetyFive, power: 0.8) == nil)
        #expect(SampleSize.margin(0, expecting: none, confidence: .ninetyFive, power: 0.8) == nil)
    }
}
