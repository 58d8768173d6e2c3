import Domain
import Probing
import Statistics

/// Does the planned number of trials have the power that was asked for, and does the gate keep its error?
struct PlannerSimulation {
    let seed: UInt64
    private let runs = 10_000

    func rows() -> [SimulationRow] {
        let gates: [(ceiling: Double, rate: Double, power: Double)] = [
            (0.05, 0.01, 0.8), (0.01, 0.001, 0.8), (0.02, 0.01, 0.9), (0.1, 0.05, 0.9),
        ]
        return gates.flatMap { gate(ceiling: $0.ceiling, rate: $0.rate, power: $0.power) } + [
            zeroHits(), paired(), margin(),
        ]
    }

    private func gate(ceiling: Double, rate: Double, power: Double) -> [SimulationRow] {
        let plan = SampleSize.gate(ceiling: ceiling, confidence: .ninetyFive, trueRate: rate, power: power)
        guard let plan, let gate = Gate(ceiling: ceiling) else { return [] }
        let name = "gate at \(ceiling) with n = \(plan.trials)"
        return [
            // `stated` is what the plan says; the bar is what was asked for, less one point.
            SimulationRow(
                name: "\(name): certifies a model of \(rate)",
                stated: plan.power,
                seen: share(of: .certified, gate, rate: rate, trials: plan.trials),
                bar: .atLeast(power - 0.01)
            ),
            SimulationRow(
                name: "\(name): certifies a model just above the ceiling",
                stated: 0.05,
                seen: share(of: .certified, gate, rate: ceiling * 1.001, trials: plan.trials),
                bar: .atMost(0.06)
            ),
            SimulationRow(
                name: "\(name): refuses a model at the ceiling",
                stated: 0.05,
                seen: share(of: .refused, gate, rate: ceiling, trials: plan.trials),
                bar: .atMost(0.06)
            ),
        ]
    }

    private func share(of outcome: GateOutcome, _ gate: Gate, rate: Double, trials: Int) -> Double {
        var random = SeededRandom(seed: seed)
        let model = SimulatedModel(rate: rate)
        var seen = 0
        for _ in 0..<runs where gate.decide(model.count(trials, &random), unscored: 0).outcome == outcome { seen += 1 }
        return Double(seen) / Double(runs)
    }

    /// The fewest trials for a ceiling of 1 %: a model just above it passes one time in twenty, and with one trial
    /// fewer the gate would never say yes.
    private func zeroHits() -> SimulationRow {
        guard let trials = SampleSize.withoutHits(ceiling: 0.01, confidence: .ninetyFive),
            let gate = Gate(ceiling: 0.01)
        else { return SimulationRow(name: "zero-failure gate", stated: 0.05, seen: 1, bar: .atMost(0.06)) }
        let fewer = gate.decide(Count(hits: 0, of: trials - 1), unscored: 0).outcome == .certified
        let seen = share(of: .certified, gate, rate: 0.01001, trials: trials)
        return SimulationRow(
            name: "zero-failure gate at 1 % with n = \(trials)",
            stated: 0.05,
            seen: fewer ? 1 : seen,
            bar: .atMost(0.06)
        )
    }

    /// Prompts of which each has its own two rates, three trials on each model; the test is whether the interval leaves
    /// out zero.
    private func paired() -> SimulationRow {
        let tries = 3
        // First model 20 % on every prompt; second 10 % on half of the prompts and 50 % on the others: δ = 0.1, ω =
        // 0.2.
        let design = PairedDesign(
            difference: 0.1,
            varianceBetween: 0.04,
            varianceFirst: 0.16,
            varianceSecond: (0.09 + 0.25) / 2,
            trialsFirst: tries,
            trialsSecond: tries
        )
        let prompts = SampleSize.paired(design, confidence: .ninetyFive, power: 0.8) ?? 0
        var random = SeededRandom(seed: seed)
        var found = 0
        for _ in 0..<runs {
            let differences = (0..<prompts).map { _ in
                let rate = random.next() & 1 == 0 ? 0.1 : 0.5
                let first = SimulatedModel(rate: 0.2).count(tries, &random)
                let second = SimulatedModel(rate: rate).count(tries, &random)
                return Double(second.hits - first.hits) / Double(tries)
            }
            let estimate = PairedComparison(differences: differences).estimate(confidence: .ninetyFive)
            if let estimate, estimate.interval.lowerBound > 0 { found += 1 }
        }
        return SimulationRow(
            name: "paired comparison with n = \(prompts): finds a difference of 0.1",
            stated: 0.8,
            seen: Double(found) / Double(runs),
            bar: .atLeast(0.79)
        )
    }

    /// As a policy's margin is decided: goals of which each has its own two rates, four trials with each model.
    private func margin() -> SimulationRow {
        let (tries, most) = (4, 0.05)
        // The incumbent 10 % on every goal; the other one 4 % on half of the goals and 20 % on the others: δ = 0.02, ω = 0.08.
        let design = PairedDesign(
            difference: 0.02,
            varianceBetween: 0.0064,
            varianceFirst: 0.09,
            varianceSecond: (0.0384 + 0.16) / 2,
            trialsFirst: tries,
            trialsSecond: tries
        )
        let goals = SampleSize.margin(most, expecting: design, confidence: .ninetyFive, power: 0.8) ?? 0
        guard goals > 0, let gate = MarginGate(margin: most) else {
            return SimulationRow(name: "margin of \(most)", stated: 0.8, seen: 0, bar: .atLeast(0.79))
        }
        var random = SeededRandom(seed: seed)
        var passed = 0
        for _ in 0..<runs {
            let differences = (0..<goals).map { _ in
                let rate = random.next() & 1 == 0 ? 0.04 : 0.2
                let first = SimulatedModel(rate: 0.1).count(tries, &random)
                let second = SimulatedModel(rate: rate).count(tries, &random)
                return Double(second.hits - first.hits) / Double(tries)
            }
            if gate.decide(PairedComparison(differences: differences), unscored: 0).outcome == .certified {
                passed += 1
            }
        }
        return SimulationRow(
            name: "margin of \(most) with \(goals) goals: certifies a model that is worse by 0.02",
            stated: 0.8,
            seen: Double(passed) / Double(runs),
            bar: .atLeast(0.79)
        )
    }
}
