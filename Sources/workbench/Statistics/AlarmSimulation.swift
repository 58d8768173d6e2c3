import Domain
import Probing
import Statistics

/// The e-detector: how long until it cries wolf, and how long until it notices. Baseline 2 %, the standard
/// alternatives.
struct AlarmSimulation {
    let seed: UInt64
    private let baseline = 0.02

    func rows() -> [SimulationRow] {
        falseAlarms() + delays() + [everRejected()]
    }

    /// Rounds until any stream of the fleet reaches the fleet's threshold; every stream has one trial a round.
    private func firstAlarm(
        _ alarm: FleetAlarm,
        _ model: SimulatedModel,
        _ random: inout SeededRandom,
        _ fresh: ShiryaevRoberts
    ) -> Int {
        var fleet = [ShiryaevRoberts](repeating: fresh, count: alarm.streams)
        var rounds = 0
        while true {
            rounds += 1
            for stream in fleet.indices {
                fleet[stream].add(model.isHit(&random))
                if fleet[stream].hasReached(alarm) { return rounds }
            }
        }
    }

    private func mean(_ alarm: FleetAlarm, rate: Double, runs: Int) -> Double {
        guard let fresh = ShiryaevRoberts(baseline: baseline) else { return .nan }
        var random = SeededRandom(seed: seed)
        let model = SimulatedModel(rate: rate)
        let total = (0..<runs).reduce(0) { sum, _ in sum + firstAlarm(alarm, model, &random, fresh) }
        return Double(total) / Double(runs)
    }

    private func falseAlarms() -> [SimulationRow] {
        let cases: [(rounds: Double, streams: Int, runs: Int)] = [(20_000, 1, 150), (500, 1, 2000), (1000, 60, 60)]
        return cases.compactMap { rounds, streams, runs in
            guard let alarm = FleetAlarm(rounds: rounds, streams: streams) else { return nil }
            return SimulationRow(
                name: "mean rounds to a false alarm, A = \(Int(rounds)), \(streams) streams at the baseline",
                stated: rounds,
                seen: mean(alarm, rate: baseline, runs: runs),
                bar: .atLeast(rounds)
            )
        }
    }

    /// The measured table of the notes, §4.2: A = 20,000, for one stream and for one of sixty.
    private func delays() -> [SimulationRow] {
        let table: [(rate: Double, alone: Double, fleet: Double)] = [
            (0.05, 348, 633), (0.1, 92, 136), (0.2, 31, 45), (0.5, 9, 13), (1, 4, 6),
        ]
        return table.flatMap { rate, alone, fleet in
            [(1, alone), (60, fleet)].compactMap { streams, stated in
                // One stream is watched, at the threshold of the whole fleet.
                guard let alarm = FleetAlarm(rounds: 20_000 * Double(streams)) else { return nil }
                return SimulationRow(
                    name: "mean trials to notice \(rate), one of \(streams)",
                    stated: stated,
                    seen: mean(alarm, rate: rate, runs: 4000),
                    bar: .atMost(1.1 * stated)
                )
            }
        }
    }

    /// Thirty days of fifty probes with a look after each, at a rate that is the baseline.
    private func everRejected() -> SimulationRow {
        var random = SeededRandom(seed: seed)
        let model = SimulatedModel(rate: 0.03)
        let streams = 2000
        var rejected = 0
        for _ in 0..<streams {
            guard var process = EProcess(baseline: 0.03) else { continue }
            for _ in 0..<1500 { process.add(model.isHit(&random)) }
            if process.rejects(confidence: .ninetyFive) { rejected += 1 }
        }
        return SimulationRow(
            name: "e-process ever rejects a true 3 % within 1500 looks",
            stated: 0.05,
            seen: Double(rejected) / Double(streams),
            bar: .atMost(0.05)
        )
    }
}
