import Domain
import Statistics
import Testing

@Suite("The fleet's budget of false alarms")
struct FleetBudgetTests {
    @Test("every stream acts at the trials that the fleet makes in the days, and warns at a tenth")
    func lines() throws {
        for (days, perDay, streams) in [(30, 900, 6), (1, 600, 60), (3650, 150, 1), (30, 9_000, 60)] {
            let budget = try #require(
                FleetBudget(daysBetweenFalseAlarms: Double(days), trialsPerDay: Double(perDay), streams: streams)
            )
            #expect(isClose(budget.act.threshold, Double(days * perDay)))
            #expect(isClose(budget.warn.threshold, Double(days * perDay) / 10))
            #expect(budget.streams == streams && budget.act.streams == streams && budget.warn.streams == streams)
            #expect(budget.alarm(.act) == budget.act && budget.alarm(.warn) == budget.warn)
        }
    }

    @Test("a line is never below one round of the fleet")
    func leastLine() throws {
        let few = try #require(FleetBudget(daysBetweenFalseAlarms: 1, trialsPerDay: 20, streams: 10))
        #expect(few.act.rounds == 2 && few.warn.rounds == 1)
        let fewer = try #require(FleetBudget(daysBetweenFalseAlarms: 1, trialsPerDay: 0.5, streams: 10))
        #expect(fewer.act.rounds == 1 && fewer.warn.rounds == 1)
    }

    @Test("a budget that is none is refused")
    func refused() {
        for (days, perDay, streams) in [
            (0.9, 100, 1), (.nan, 100, 1), (.infinity, 100, 1), (30, 0, 1), (30, -1, 1), (30, .nan, 1),
            (30, .infinity, 1), (1e200, 1e200, 1), (30, 100, 0), (30, 100, -1),
        ] as [(Double, Double, Int)] {
            #expect(
                FleetBudget(daysBetweenFalseAlarms: days, trialsPerDay: perDay, streams: streams) == nil,
                "\(days) \(perDay) \(streams)"
            )
        }
    }

    /// The measured table of the notes, §4.2: A = 20,000, baseline 2 %, for one stream and for one of sixty.
    @Test(
        "predicts the delays of the table, whatever part of the days it is asked for",
        arguments: [(0.05, 348, 633), (0.1, 92, 136), (0.2, 31, 45), (0.5, 9, 13), (1, 4, 6)]
            as [(Double, Double, Double)]
    )
    func table(rate: Double, alone: Double, fleet: Double) throws {
        for (streams, stated) in [(1, alone), (60, fleet)] {
            let budget = try #require(
                FleetBudget(daysBetweenFalseAlarms: 200, trialsPerDay: 100 * Double(streams), streams: streams)
            )
            let delay = try #require(budget.delay(baseline: 0.02, rate: rate))
            #expect(delay.meanTrials <= 1.1 * stated)
            // The table stands for another grid, and by whole trials.
            #expect(delay.meanTrials >= 0.9 * stated - 1)
            #expect(Double(delay.ninetiethTrials) >= delay.meanTrials && delay.runs == DetectionDelay.defaultRuns)
            #expect(isClose(delay.meanDays, delay.meanTrials / 100))
            #expect(budget.delay(baseline: 0.02, rate: rate) == delay, "the same question has the same answer")
            let warning = try #require(budget.delay(to: .warn, baseline: 0.02, rate: rate))
            // Trials are whole: a total break may need the same number for either.
            #expect(rate < 1 ? warning.meanTrials < delay.meanTrials : warning.meanTrials <= delay.meanTrials)
        }
    }

    @Test("predicts what the detector itself does with the same trials", arguments: [0.05, 0.2, 0.5, 1])
    func sameAsDetector(rate: Double) throws {
        let alarm = try #require(FleetAlarm(rounds: 700, streams: 3))
        var random = SeededRandom(seed: 11)
        var all: [Int] = []
        for _ in 0..<21 {
            var detector = try #require(ShiryaevRoberts(baseline: 0.02))
            while !detector.hasReached(alarm) { detector.add(Double(random.next() >> 11) * 0x1p-53 < rate) }
            all.append(detector.trials)
        }
        let delay = try #require(
            DetectionDelay(at: alarm, baseline: 0.02, rate: rate, trialsPerDay: 50, runs: 21, seed: 11)
        )
        #expect(isClose(delay.meanTrials * 21, Double(all.reduce(0, +))))
        // Nine tenths of 21 are 18.9: the nineteenth.
        #expect(delay.ninetiethTrials == all.sorted()[18])
        #expect(isClose(delay.ninetiethDays, Double(all.sorted()[18]) / 50))
    }

    @Test("a stream with a larger part of the trials notices sooner by days, not by trials")
    func share() throws {
        let budget = try #require(FleetBudget(daysBetweenFalseAlarms: 30, trialsPerDay: 1000, streams: 10))
        let even = try #require(budget.delay(baseline: 0.02, rate: 0.2))
        let half = try #require(budget.delay(baseline: 0.02, rate: 0.2, share: 0.5))
        #expect(half.meanTrials == even.meanTrials)
        #expect(isClose(half.meanDays * 5, even.meanDays))
    }

    @Test("says nothing of what is no jump, or is never noticed")
    func noDelay() throws {
        let budget = try #require(FleetBudget(daysBetweenFalseAlarms: 30, trialsPerDay: 1000, streams: 10))
        for (baseline, rate) in [(0.02, 0.02), (0.02, 0.01), (0.02, 1.1), (-0.1, 0.2), (.nan, 0.2), (0.02, .nan)] {
            #expect(budget.delay(baseline: baseline, rate: rate) == nil)
        }
        #expect(budget.delay(baseline: 0.02, rate: 0.0201) == nil)
        for share in [0, -1, 1.5, .nan] { #expect(budget.delay(baseline: 0.02, rate: 0.2, share: share) == nil) }
        #expect(budget.delay(baseline: 0, rate: 0.1) != nil)
    }
}
