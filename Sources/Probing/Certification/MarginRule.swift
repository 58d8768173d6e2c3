import Control
import Settings
import Statistics

/// Decides what pairs of trials show under a policy: whether a model is worse than the incumbent by more than a margin.
enum MarginRule {
    /// A pack's result where both its ceiling and its margin count: it is certified only by both.
    ///
    /// - Parameters:
    ///   - results: by the ceilings, the policy's packs first.
    ///   - pairs: by place; those that are missing leave open what they were to tell.
    static func results(
        _ policy: Policy,
        _ results: [Certificate.PackResult],
        _ pairs: [Int: TrialPairs],
        of model: String,
        against incumbent: Incumbent?
    ) -> [Certificate.PackResult] {
        guard policy.against != model else { return results }
        return results.enumerated().map { place, alone in
            guard place < policy.packs.count, let margin = policy.packs[place].margin else { return alone }
            var result = alone
            guard let incumbent, let pairs = pairs[place] else {
                result.outcome = worse(alone.outcome, .inconclusive)
                result.reason += "; there is nothing to compare it with"
                return result
            }
            let (outcome, reason) = judge(pairs, margin, policy, incumbent.lineage)
            result.outcome = worse(alone.outcome, outcome)
            result.reason += "; \(reason)"
            result.margin = numbers(pairs, margin, policy, incumbent.lineage)
            return result
        }
    }

    private static func judge(
        _ pairs: TrialPairs,
        _ margin: Int,
        _ policy: Policy,
        _ lineage: String
    ) -> (Certificate.Outcome, String) {
        let scored = pairs.count.pairs
        // Of trials, for a goal of which one trial in ten was scored is no goal that was tried.
        guard scored > 0 else { return (.inconclusive, "no trial could be scored with \(lineage) too") }
        guard Double(scored) / Double(pairs.planned) >= share(policy.leastScored),
            let gate = MarginGate(margin: share(margin), confidence: confidence(policy), minimumScored: 0)
        else {
            let least = Quantities.percent(policy.leastScored)
            return (
                .inconclusive,
                "only \(scored) of \(pairs.planned) trials could be scored with \(lineage) too, and \(least) must be"
            )
        }
        let numbers =
            "of \(scored) pairs with \(lineage) \(pairs.count.onlySecond) hit here alone and \(pairs.count.onlyFirst) there alone"
        switch gate.decide(pairs.comparison, unscored: 0).outcome {
        case .certified: return (.certified, "\(numbers): no worse by more than \(points(margin))")
        case .refused: return (.refused, "\(numbers): worse by more than \(points(margin))")
        case .inconclusive:
            return (.inconclusive, "\(numbers): too few to say whether it is worse by more than \(points(margin))")
        }
    }

    private static func numbers(
        _ pairs: TrialPairs,
        _ margin: Int,
        _ policy: Policy,
        _ lineage: String
    ) -> Certificate.PackResult.Margin {
        let (comparison, confidence) = (pairs.comparison, confidence(policy))
        return Certificate.PackResult.Margin(
            against: lineage,
            most: margin,
            pairs: pairs.count.pairs,
            onlyHere: pairs.count.onlySecond,
            onlyThere: pairs.count.onlyFirst,
            difference: comparison.estimate(confidence: confidence).map { estimate in
                Rate(
                    point: CertificateMaker.millionths(estimate.point),
                    low: CertificateMaker.millionths(comparison.lowerBound(confidence: confidence)),
                    high: CertificateMaker.millionths(comparison.upperBound(confidence: confidence)),
                    count: pairs.goalCount
                )
            }
        )
    }

    private static func worse(_ one: Certificate.Outcome, _ other: Certificate.Outcome) -> Certificate.Outcome {
        if one == .refused || other == .refused { return .refused }
        return one == .inconclusive || other == .inconclusive ? .inconclusive : .certified
    }

    /// `3 percentage points`.
    private static func points(_ margin: Int) -> String {
        let number = Quantities.percent(margin).dropLast()
        return "\(number) percentage \(number == "1" ? "point" : "points")"
    }

    private static func share(_ millionths: Int) -> Double { Double(millionths) / 1_000_000 }

    private static func confidence(_ policy: Policy) -> Confidence { Confidence(share(policy.level)) ?? .ninetyFive }
}
