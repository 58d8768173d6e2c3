import Domain

#if canImport(Glibc)
    import Glibc
#endif

/// How many trials `ShiryaevRoberts` needs to notice a jump that comes before its first trial: the worst moment, for a
/// stream that has been running starts from more than nothing.
///
/// Simulated and not computed: ln A / KL leaves out the overshoot and the choice between alternatives, which for large
/// jumps are most of the delay. Seeded, so that the same question always has the same answer; with 2,000 runs the mean
/// is within some two per cent.
package struct DetectionDelay: Sendable, Hashable {
    package static let defaultRuns = 2_000
    package static let defaultSeed: UInt64 = 7
    /// A jump that takes longer than this in one run of all is as good as not noticed; it also bounds the work.
    package static let mostTrials = 20_000

    package let runs: Int
    package let meanTrials: Double
    /// Nine runs in ten needed no more.
    package let ninetiethTrials: Int
    /// Of this stream.
    package let trialsPerDay: Double

    package var meanDays: Double { meanTrials / trialsPerDay }
    package var ninetiethDays: Double { Double(ninetiethTrials) / trialsPerDay }

    /// Nil unless 0 ≤ baseline < rate ≤ 1, trials are made and every run alarms within `mostTrials`.
    package init?(
        at alarm: FleetAlarm,
        baseline: Double,
        rate: Double,
        trialsPerDay: Double,
        alternatives: Alternatives = .standard,
        runs: Int = Self.defaultRuns,
        seed: UInt64 = Self.defaultSeed
    ) {
        guard baseline >= 0, baseline < rate, rate <= 1, trialsPerDay > 0, runs > 0 else { return nil }
        let hit = alternatives.logFactors(isHit: true, baseline: baseline).map { exp($0) }
        let pass = alternatives.logFactors(isHit: false, baseline: baseline).map { exp($0) }
        let line = alarm.threshold * Double(hit.count)
        var random = SeededRandom(seed: seed)
        var delays: [Int] = []
        for _ in 0..<runs {
            // Plain numbers, many times faster than logarithms: a run ends before they could grow out of range.
            var sums = [Double](repeating: 0, count: hit.count)
            var trials = 0
            var total = 0.0
            while total < line {
                guard trials < Self.mostTrials else { return nil }
                trials += 1
                let isHit = Double(random.next() >> 11) * 0x1p-53 < rate
                total = 0
                for index in sums.indices {
                    sums[index] = (sums[index] + 1) * (isHit ? hit[index] : pass[index])
                    total += sums[index]
                }
            }
            delays.append(trials)
        }
        delays.sort()
        self.runs = runs
        meanTrials = Double(delays.reduce(0, +)) / Double(runs)
        ninetiethTrials = delays[(runs * 9 + 9) / 10 - 1]
        self.trialsPerDay = trialsPerDay
    }
}
