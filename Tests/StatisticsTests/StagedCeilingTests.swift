import Statistics
import Testing

@Suite("A ceiling proved in stages")
struct StagedCeilingTests {
    private func staged(_ ceiling: Double = 0.1, _ level: Double = 0.95) throws -> StagedCeiling {
        let confidence = try #require(Confidence(level))
        return try #require(StagedCeiling(ceiling: ceiling, confidence: confidence))
    }

    /// Every path, with a look after every trial, from what the test says of counts.
    private func chanceOfEverProving(_ staged: StagedCeiling, rate: Double) -> Double {
        var alive = [0: 1.0]
        var proved = 0.0
        for trials in 1...(staged.stages.last ?? 0) {
            var next: [Int: Double] = [:]
            for (hits, mass) in alive {
                next[hits, default: 0] += mass * (1 - rate)
                next[hits + 1, default: 0] += mass * rate
            }
            for (hits, mass) in next {
                if staged.proves(Count(hits: hits, of: trials)) {
                    proved += mass
                    next[hits] = nil
                } else if hits > StagedCeiling.mostHits {
                    next[hits] = nil
                }
            }
            alive = next
        }
        return proved
    }

    @Test(
        "the chance of ever proving a ceiling that the rate is at or above stays within the risk, and uses it up",
        arguments: [(0.1, 0.95), (0.1, 0.9), (0.05, 0.95), (0.3, 0.99)]
    )
    func risk(ceiling: Double, level: Double) throws {
        let staged = try staged(ceiling, level)
        let atCeiling = chanceOfEverProving(staged, rate: ceiling)
        #expect(atCeiling <= 1 - level)
        #expect(atCeiling > 0.9 * (1 - level))
        #expect(chanceOfEverProving(staged, rate: ceiling * 1.3) < atCeiling)
        #expect(chanceOfEverProving(staged, rate: ceiling / 10) > 0.9)
    }

    @Test("without hits it takes no more trials than the fixed bound")
    func withoutHits() throws {
        #expect(try staged().stages.prefix(5) == [29, 76, 100, 121, 142])
        #expect(SampleSize.withoutHits(ceiling: 0.1, confidence: .ninetyFive) == 29)
    }

    @Test("proves at a stage and from there on, and says how far off it is")
    func stages() throws {
        let staged = try staged()
        for (hits, trials) in staged.stages.enumerated() {
            #expect(staged.missing(Count(hits: hits, of: trials - 1)) == 1)
            #expect(staged.missing(Count(hits: hits, of: trials)) == 0)
            #expect(staged.proves(Count(hits: hits, of: trials + 500)))
            #expect(!staged.proves(Count(hits: hits + 1, of: trials)))
        }
        #expect(zip(staged.stages, staged.stages.dropFirst()).allSatisfy { $0 < $1 })
        #expect(staged.stages.count == StagedCeiling.mostHits + 1)
        #expect(staged.missing(.none) == 29)
        let tooMany = Count(hits: StagedCeiling.mostHits + 1, of: 100_000)
        #expect(staged.missing(tooMany) == nil && !staged.proves(tooMany))
    }

    @Test("never kinder than the bound that is asked once")
    func againstFixedBound() throws {
        let staged = try staged()
        for trials in 1...400 {
            for hits in 0...min(trials, StagedCeiling.mostHits) {
                let count = Count(hits: hits, of: trials)
                guard staged.proves(count) else { continue }
                #expect(ClopperPearson.upperBound(count, confidence: .ninetyFive) <= 0.1, "\(hits) of \(trials)")
            }
        }
    }

    @Test("a ceiling that no run could prove, or that proves nothing, is refused")
    func refused() {
        for ceiling in [0, 0.001, 0.6, 1, -0.1, .nan] {
            #expect(StagedCeiling(ceiling: ceiling, confidence: .ninetyFive) == nil)
        }
    }
}
