import Domain
import Probing
import Statistics

/// What a budget of false alarms promises, for one stream and for sixty, however the trials are shared out; and what it
/// predicts of delays.
struct FleetSimulation {
    let seed: UInt64
    private let baseline = 0.02

    /// Who is tried. All choose by what has been seen before.
    private enum Sharing: String, CaseIterable {
        case even = "evenly"
        /// The first streams have most, the last next to none.
        case unequal = "unequally"
        /// Every second trial goes to the stream that stands highest.
        case suspicious = "mostly to the suspicious"
    }

    func rows() -> [SimulationRow] {
        firstAlarms() + [manyAlarms()] + delays()
    }

    /// Streams that one after the other are tried and begin anew after an alarm.
    private struct Fleet {
        private let fresh: ShiryaevRoberts
        private var streams: [ShiryaevRoberts]
        private var trials = 0
        private var highest = 0

        init?(_ count: Int, baseline: Double) {
            guard let fresh = ShiryaevRoberts(baseline: baseline) else { return nil }
            self.fresh = fresh
            streams = [ShiryaevRoberts](repeating: fresh, count: count)
        }

        private mutating func next(_ sharing: Sharing, _ random: inout SeededRandom) -> Int {
            trials += 1
            let turn = trials % streams.count
            switch sharing {
            case .even: return turn
            case .unequal:
                return (0..<4).map { _ in Int(random.next() % UInt64(streams.count)) }.min() ?? 0
            case .suspicious:
                if turn == 0 {
                    highest = streams.indices.max { streams[$0].logStatistic < streams[$1].logStatistic } ?? 0
                }
                return trials % 2 == 0 ? highest : turn
            }
        }

        /// Trials until the next alarm, whose stream begins anew.
        mutating func runToAlarm(
            _ alarm: FleetAlarm,
            _ sharing: Sharing,
            _ model: SimulatedModel,
            _ random: inout SeededRandom
        ) -> Int {
            let before = trials
            while true {
                let place = next(sharing, &random)
                streams[place].add(model.isHit(&random))
                if streams[place].hasReached(alarm) {
                    streams[place] = fresh
                    return trials - before
                }
            }
        }
    }

    private func firstAlarms() -> [SimulationRow] {
        let cases: [(streams: Int, days: Double, perDay: Double, level: FleetBudget.Level, runs: Int)] = [
            (1, 20, 50, .act, 600), (1, 100, 50, .warn, 600), (60, 5, 3000, .act, 60), (60, 30, 3000, .warn, 60),
        ]
        return cases.flatMap { streams, days, perDay, level, runs in
            Sharing.allCases.filter { streams > 1 || $0 == .even }.compactMap { sharing in
                guard
                    let budget = FleetBudget(daysBetweenFalseAlarms: days, trialsPerDay: perDay, streams: streams)
                else { return nil }
                var random = SeededRandom(seed: seed)
                var trials = 0
                for _ in 0..<runs {
                    guard var fleet = Fleet(streams, baseline: baseline) else { return nil }
                    trials += fleet.runToAlarm(
                        budget.alarm(level),
                        sharing,
                        SimulatedModel(rate: baseline),
                        &random
                    )
                }
                let stated = level == .act ? days : days / FleetBudget.warningsForAnAlarm
                return SimulationRow(
                    name: "mean days to a false \(level.rawValue), fleet of \(streams), shared \(sharing.rawValue)",
                    stated: stated,
                    seen: Double(trials) / Double(runs) / perDay,
                    bar: .atLeast(stated)
                )
            }
        }
    }

    /// From a fleet that has been running, alarm after alarm: the others stand where they stood.
    private func manyAlarms() -> SimulationRow {
        let days = 2.0
        let perDay = 3000.0
        let alarms = 120
        var trials = 0
        var random = SeededRandom(seed: seed)
        if let budget = FleetBudget(daysBetweenFalseAlarms: days, trialsPerDay: perDay, streams: 60),
            var fleet = Fleet(60, baseline: baseline)
        {
            for _ in 0..<alarms {
                trials += fleet.runToAlarm(budget.act, .suspicious, SimulatedModel(rate: baseline), &random)
            }
        }
        return SimulationRow(
            name: "mean days between false alarms, one after the other, fleet of 60",
            stated: days,
            seen: Double(trials) / Double(alarms) / perDay,
            bar: .atLeast(days)
        )
    }

    /// What is predicted, beside what the detectors do on trials of their own.
    private func delays() -> [SimulationRow] {
        guard let budget = FleetBudget(daysBetweenFalseAlarms: 30, trialsPerDay: 9000, streams: 60) else { return [] }
        return [0.05, 0.1, 0.2, 0.5].flatMap { rate -> [SimulationRow] in
            guard let delay = budget.delay(baseline: baseline, rate: rate),
                let fresh = ShiryaevRoberts(baseline: baseline)
            else { return [] }
            var random = SeededRandom(seed: seed)
            let runs = 4000
            let seen = (0..<runs).map { _ in
                var watch = fresh
                while !watch.hasReached(budget.act) { watch.add(SimulatedModel(rate: rate).isHit(&random)) }
                return watch.trials
            }
            let mean = Double(seen.reduce(0, +)) / Double(runs)
            return [
                SimulationRow(
                    name: "trials to notice \(rate), over what explain predicts",
                    stated: delay.meanTrials,
                    seen: mean / delay.meanTrials,
                    bar: .atMost(1.1)
                ),
                SimulationRow(
                    name: "noticed \(rate) within the predicted ninetieth per cent",
                    stated: 0.9,
                    seen: Double(seen.count { $0 <= delay.ninetiethTrials }) / Double(runs),
                    bar: .atLeast(0.88)
                ),
            ]
        }
    }
}
