import Domain
import Probing
import Statistics

/// Independent trials: how often each interval contains the rate that the model was given.
struct IntervalSimulation {
    let seed: UInt64
    private let runs = 4000
    private let confidences = [Confidence.ninety, .ninetyFive, .ninetyNine]
    private let rates = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.8, 0.98]

    func rows() -> [SimulationRow] {
        let samples = samples()
        return confidences.flatMap { confidence in
            let level = confidence.level
            let exact = worst(samples) { ClopperPearson.estimate($0, confidence: confidence)?.interval.contains($1) }
            let above = worst(samples) { ClopperPearson.upperBound($0, confidence: confidence) >= $1 }
            let below = worst(samples) { ClopperPearson.lowerBound($0, confidence: confidence) <= $1 }
            let sequence = worst(samples) {
                ConfidenceSequence.estimate($0, confidence: confidence)?.interval.contains($1)
            }
            return [
                row("Clopper–Pearson, worst model", level, exact),
                row("Clopper–Pearson upper bound, worst model", level, above),
                row("Clopper–Pearson lower bound, worst model", level, below),
                row("confidence sequence at one look, worst model", level, sequence),
                row("Wilson, mean over models of all rates", level, wilsonMean(confidence)),
                row("Rogan–Gladen, worst model", level, roganGladen(confidence)),
                row("paired difference, worst pair of models", level, paired(confidence)),
                row("hit@10, worst model", level, hitAtTen(confidence)),
            ]
        } + [peeking()]
    }

    private func row(_ name: String, _ level: Double, _ seen: Double) -> SimulationRow {
        SimulationRow(name: name, stated: level, seen: seen, bar: .atLeast(level - 0.01))
    }

    /// What a model of this rate gave in many runs: how often each number of hits came.
    private struct Sample {
        let rate: Double
        let trials: Int
        var times: [Int]
    }

    /// Drawn once and judged by every interval, each number of hits once.
    private func samples() -> [Sample] {
        rates.flatMap { rate in
            [30, 59, 300].map { trials in
                var random = SeededRandom(seed: seed)
                var sample = Sample(rate: rate, trials: trials, times: [Int](repeating: 0, count: trials + 1))
                for _ in 0..<20_000 { sample.times[SimulatedModel(rate: rate).count(trials, &random).hits] += 1 }
                return sample
            }
        }
    }

    private func worst(_ samples: [Sample], _ covers: (Count, Double) -> Bool?) -> Double {
        samples.reduce(1) { worst, sample in
            var covered = 0
            for (hits, times) in sample.times.enumerated() where times > 0 {
                if covers(Count(hits: hits, of: sample.trials), sample.rate) == true { covered += times }
            }
            return min(worst, Double(covered) / Double(sample.times.reduce(0, +)))
        }
    }

    private func wilsonMean(_ confidence: Confidence) -> Double {
        var random = SeededRandom(seed: seed)
        var covered = 0
        let models = 40_000
        for _ in 0..<models {
            let rate = Double(random.next() >> 11) * 0x1p-53
            let count = SimulatedModel(rate: rate).count(100, &random)
            if WilsonInterval.estimate(count, confidence: confidence)?.interval.contains(rate) == true { covered += 1 }
        }
        return Double(covered) / Double(models)
    }

    private func roganGladen(_ confidence: Confidence) -> Double {
        var worst = 1.0
        for (se, sp) in [(0.9, 0.95), (0.8, 0.9), (0.97, 0.99)] {
            for rate in rates {
                var random = SeededRandom(seed: seed)
                var covered = 0
                for _ in 0..<runs {
                    let detector = RoganGladen(
                        sensitivity: SimulatedModel(rate: se).count(100, &random),
                        specificity: SimulatedModel(rate: sp).count(100, &random)
                    )
                    let seen = SimulatedModel(rate: rate * se + (1 - rate) * (1 - sp)).count(150, &random)
                    switch detector.correct(seen, confidence: confidence) {
                    case .corrected(let estimate): covered += estimate.interval.contains(rate) ? 1 : 0
                    case .refused: break
                    }
                }
                worst = min(worst, Double(covered) / Double(runs))
            }
        }
        return worst
    }

    private func paired(_ confidence: Confidence) -> Double {
        var worst = 1.0
        for (first, second) in [(0.02, 0.02), (0.05, 0.1), (0.3, 0.2), (0.5, 0.5), (0.9, 0.97)] {
            var random = SeededRandom(seed: seed)
            var covered = 0
            for _ in 0..<runs {
                var pairs = PairedCount()
                for _ in 0..<80 {
                    pairs.add(
                        first: SimulatedModel(rate: first).isHit(&random),
                        second: SimulatedModel(rate: second).isHit(&random)
                    )
                }
                let interval = PairedComparison(pairs).estimate(confidence: confidence)?.interval
                if interval?.contains(second - first) == true { covered += 1 }
            }
            worst = min(worst, Double(covered) / Double(runs))
        }
        return worst
    }

    private func hitAtTen(_ confidence: Confidence) -> Double {
        var worst = 1.0
        for rate in [0.02, 0.05, 0.1, 0.2] {
            var random = SeededRandom(seed: seed)
            let model = SimulatedModel(rate: rate)
            let truth = 1 - (0..<10).reduce(1.0) { product, _ in product * (1 - rate) }
            var covered = 0
            for _ in 0..<runs {
                let attempts = (0..<30).map { _ in model.count(20, &random) }
                let estimate = HitAtK(attempts, k: 10)?.estimate(confidence: confidence)
                if estimate?.interval.contains(truth) == true { covered += 1 }
            }
            worst = min(worst, Double(covered) / Double(runs))
        }
        return worst
    }

    /// A look after every one of 600 trials: the sequence must still hold at all of them.
    private func peeking() -> SimulationRow {
        var random = SeededRandom(seed: seed)
        let model = SimulatedModel(rate: 0.03)
        var kept = 0
        let streams = 400
        for _ in 0..<streams {
            var count = Count.none
            let holds = (0..<600).allSatisfy { _ in
                count.add(model.isHit(&random))
                let interval = ConfidenceSequence.estimate(count, confidence: .ninetyFive)?.interval
                return interval?.contains(model.rate) == true
            }
            if holds { kept += 1 }
        }
        return row("confidence sequence at 600 looks", 0.95, Double(kept) / Double(streams))
    }
}
