import Statistics
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@Suite("Sequential tests")
struct SequentialTests {
    /// A fixed walk: hits where a multiplicative sequence falls below the rate.
    private func walk(_ count: Int, rate: Double) -> [Bool] {
        (1...count).map { (Double($0) * 0.6180339887498949).truncatingRemainder(dividingBy: 1) < rate }
    }

    /// The same statistics in plain numbers, from the definition.
    private func plain(_ trials: [Bool], baseline: Double, rates: [Double]) -> (roberts: Double, process: Double) {
        var roberts = rates.map { _ in 0.0 }
        var process = rates.map { _ in 1.0 }
        for isHit in trials {
            for (index, rate) in rates.enumerated() {
                let ratio = isHit ? rate / baseline : (1 - rate) / (1 - baseline)
                roberts[index] = (roberts[index] + 1) * ratio
                process[index] *= ratio
            }
        }
        let count = Double(rates.count)
        return (roberts.reduce(0, +) / count, process.reduce(0, +) / count)
    }

    @Test("both statistics are what the definition says", arguments: [0.02, 0.1, 0.5])
    func definition(rate: Double) throws {
        var roberts = try #require(ShiryaevRoberts(baseline: 0.02))
        var process = try #require(EProcess(baseline: 0.02))
        let trials = walk(60, rate: rate)
        for isHit in trials {
            roberts.add(isHit)
            process.add(isHit)
        }
        let expected = plain(trials, baseline: 0.02, rates: Alternatives.standard.rates(at: 0.02))
        #expect(isClose(exp(roberts.logStatistic), expected.roberts, relative: 1e-9))
        #expect(isClose(exp(process.logValue), expected.process, relative: 1e-9))
        #expect(roberts.trials == 60 && process.trials == 60)
    }

    @Test("at the baseline the mean of E is one and the mean of R is n; below it they are less", arguments: [1, 4, 11])
    func means(length: Int) throws {
        for (rate, isEqual) in [(0.1, true), (0.04, false)] {
            var process = 0.0
            var roberts = 0.0
            for outcome in 0..<(1 << length) {
                var one = try #require(EProcess(baseline: 0.1))
                var two = try #require(ShiryaevRoberts(baseline: 0.1))
                var mass = 1.0
                for place in 0..<length {
                    let isHit = outcome >> place & 1 == 1
                    mass *= isHit ? rate : 1 - rate
                    one.add(isHit)
                    two.add(isHit)
                }
                process += mass * exp(one.logValue)
                roberts += mass * exp(two.logStatistic)
            }
            if isEqual {
                #expect(isClose(process, 1, relative: 1e-9))
                #expect(isClose(roberts, Double(length), relative: 1e-9))
            } else {
                #expect(process < 1)
                #expect(roberts < Double(length))
            }
        }
    }

    @Test("the chance of ever rejecting a true baseline stays below α, over every path of 400 trials")
    func ville() throws {
        let baseline = 0.03
        // All paths with the same number of hits have the same E, so the state is the count, and a path that has
        // rejected is taken out.
        var alive = [0: 1.0]
        var rejected = 0.0
        let ratios = Alternatives.standard.rates(at: baseline).map { ($0 / baseline, (1 - $0) / (1 - baseline)) }
        for length in 1...400 {
            var next: [Int: Double] = [:]
            for (hits, mass) in alive {
                next[hits, default: 0] += mass * (1 - baseline)
                next[hits + 1, default: 0] += mass * baseline
            }
            for (hits, mass) in next {
                let value = ratios.reduce(0) { $0 + pow($1.0, Double(hits)) * pow($1.1, Double(length - hits)) } / 4
                guard value >= 20 else { continue }
                rejected += mass
                next[hits] = nil
            }
            alive = next
        }
        #expect(rejected <= 0.05)
        #expect(rejected > 0.005)
        // And the process itself rejects where that sum says.
        var process = try #require(EProcess(baseline: baseline))
        for isHit in [true, true, true] { process.add(isHit) }
        #expect(process.rejects(confidence: .ninetyFive))
        for _ in 0..<500 { process.add(false) }
        #expect(process.rejects(confidence: .ninetyFive), "a rejection stands")
        #expect(process.pValue < 0.05)
    }

    @Test("a total break alarms within six probes in a fleet of sixty, and within four alone")
    func totalBreak() throws {
        for (streams, most) in [(1, 4), (60, 6)] {
            let alarm = try #require(FleetAlarm(rounds: 20_000, streams: streams))
            var watch = try #require(ShiryaevRoberts(baseline: 0.02))
            var trials = 0
            while !watch.hasReached(alarm) {
                watch.add(true)
                trials += 1
            }
            #expect(trials <= most)
        }
    }

    @Test("goes on after a restart bit for bit", arguments: [0, 1, 17, 400])
    func restart(before: Int) throws {
        var roberts = try #require(ShiryaevRoberts(baseline: 0.02))
        var process = try #require(EProcess(baseline: 0.02))
        for isHit in walk(500, rate: 0.07).prefix(before) {
            roberts.add(isHit)
            process.add(isHit)
        }
        var robertsAgain = try #require(ShiryaevRoberts(words: roberts.words))
        var processAgain = try #require(EProcess(words: process.words))
        #expect(robertsAgain == roberts && processAgain == process)
        for isHit in walk(500, rate: 0.07).suffix(500 - before) {
            roberts.add(isHit)
            robertsAgain.add(isHit)
            process.add(isHit)
            processAgain.add(isHit)
        }
        #expect(robertsAgain.words == roberts.words)
        #expect(processAgain.words == process.words)
    }

    @Test("a state that was cut, altered or of the other kind is refused")
    func badState() throws {
        var roberts = try #require(ShiryaevRoberts(baseline: 0.02))
        roberts.add(true)
        let words = roberts.words
        #expect(EProcess(words: words) == nil)
        for length in 0..<words.count { #expect(ShiryaevRoberts(words: Array(words.prefix(length))) == nil) }
        #expect(ShiryaevRoberts(words: words + [0]) == nil)
        for place in 0..<words.count {
            var altered = words
            altered[place] = Double.nan.bitPattern
            #expect(ShiryaevRoberts(words: altered) == nil, "word \(place)")
        }
    }

    @Test("never leaves the numbers, however long it runs either way")
    func range() throws {
        for isHit in [true, false] {
            for baseline in [0, 1e-9, 0.5, 1] {
                var roberts = try #require(ShiryaevRoberts(baseline: baseline))
                var process = try #require(EProcess(baseline: baseline))
                for _ in 0..<5000 {
                    roberts.add(isHit)
                    process.add(isHit)
                }
                #expect(roberts.logStatistic.isFinite && process.logValue.isFinite)
                #expect(process.pValue >= 0 && process.pValue <= 1)
            }
        }
    }

    @Test("a trial with a baseline of its own counts by that baseline")
    func ownBaseline() throws {
        var one = try #require(ShiryaevRoberts(baseline: 0.02))
        var two = try #require(ShiryaevRoberts(baseline: 0.02))
        one.add(true)
        two.add(true, baseline: 0.5)
        #expect(one.logStatistic > two.logStatistic)
        two = try #require(ShiryaevRoberts(baseline: 0.02))
        two.add(true, baseline: 0.02)
        #expect(one == two)
        #expect(ShiryaevRoberts(baseline: -0.1) == nil && EProcess(baseline: 1.1) == nil)
    }

    @Test("alternatives are odds above the baseline's")
    func alternatives() {
        let rates = Alternatives.standard.rates(at: 0.02)
        for (rate, expected) in zip(rates, [0.0485, 0.1009, 0.1967, 0.5051]) { #expect(abs(rate - expected) < 1e-4) }
        for ratios in [[], [1], [0.5], [2, .infinity], [.nan]] as [[Double]] {
            #expect(Alternatives(oddsRatios: ratios) == nil)
        }
    }

    @Test("the fleet's threshold grows with the fleet")
    func fleet() throws {
        #expect(try #require(FleetAlarm(rounds: 20_000, streams: 60)).threshold == 1_200_000)
        #expect(isClose(try #require(FleetAlarm(rounds: 20_000)).logThreshold, log(20_000)))
        for (rounds, streams) in [(0.5, 1), (.infinity, 1), (.nan, 1), (100, 0)] as [(Double, Int)] {
            #expect(FleetAlarm(rounds: rounds, streams: streams) == nil)
        }
    }
}
