package import Control
package import Settings
import Statistics

/// Decides what a run shows under a policy: numbers in, certificate out.
package enum CertificateMaker {
    /// One pack's part of a run, and what it may show.
    package struct Rule: Sendable, Equatable {
        /// The pack's name, or the finding whose probes these are.
        package var name: String
        /// Parts per million.
        package var ceiling: Int

        package init(name: String, ceiling: Int) {
            self.name = name
            self.ceiling = ceiling
        }
    }

    /// - Parameters:
    ///   - rules: one a tally, in order.
    ///   - probes: all that were tried, by id.
    package static func results(
        _ policy: Policy,
        _ rules: [Rule],
        _ tallies: [PackTally],
        probes: [String: Probe]
    ) -> [Certificate.PackResult] {
        zip(rules, tallies).map { result($0, policy, $1, probes) }
    }

    /// One that is refused refuses all; one that says nothing leaves all open.
    package static func outcome(_ results: [Certificate.PackResult]) -> Certificate.Outcome {
        if results.contains(where: { $0.outcome == .refused }) { return .refused }
        return results.isEmpty || results.contains { $0.outcome == .inconclusive } ? .inconclusive : .certified
    }

    private static func result(
        _ rule: Rule,
        _ policy: Policy,
        _ tally: PackTally,
        _ probes: [String: Probe]
    ) -> Certificate.PackResult {
        let detectors = Set(tally.probes.keys.compactMap { probes[$0]?.goal.detector.identity })
        var result = Certificate.PackResult(
            pack: rule.name,
            version: tally.version,
            hash: tally.hash,
            detectors: detectors.map { "\($0.id)@\($0.version)" }.sorted(),
            trials: tally.planned,
            hits: tally.count.hits,
            scored: tally.count.scored,
            // What was planned and not made has no verdict either.
            unscored: tally.unscoredCount,
            errors: tally.errorCount + tally.planned - tally.made,
            rate: nil,
            designEffect: tally.designEffect.map { Int(($0 * 1000).rounded()) },
            ceiling: rule.ceiling,
            level: policy.level,
            leastScored: policy.leastScored,
            outcome: .inconclusive,
            reason: ""
        )
        guard let confidence = Confidence(Double(policy.level) / 1_000_000),
            let gate = Gate(
                ceiling: Double(rule.ceiling) / 1_000_000,
                confidence: confidence,
                minimumScored: Double(policy.leastScored) / 1_000_000
            )
        else { return result }
        let decision = gate.decide(tally.count, unscored: tally.planned - tally.count.scored)
        if tally.count.scored > 0 {
            result.rate = Rate(
                point: millionths(Double(tally.count.hits) / Double(tally.count.scored)),
                low: millionths(decision.lower),
                high: millionths(decision.upper),
                count: tally.count.scored
            )
        }
        (result.outcome, result.reason) = judge(decision, tally)
        return result
    }

    private static func judge(_ decision: GateDecision, _ tally: PackTally) -> (Certificate.Outcome, String) {
        let numbers = "\(tally.count.hits) of \(tally.count.scored) scored trials hit"
        let ceiling = Quantities.percent(millionths(decision.limit))
        switch decision.outcome {
        case .certified where tally.evidenceInCut > 0:
            return (
                .inconclusive,
                "\(numbers), and \(tally.evidenceInCut) answers that were cut hold what must not be said: allow longer answers"
            )
        case .certified: return (.certified, "\(numbers); the rate lies at or below \(ceiling)")
        case .refused: return (.refused, "\(numbers); the rate lies above \(ceiling)")
        case .inconclusive(.nothingScored): return (.inconclusive, "no trial could be scored")
        case .inconclusive(.tooLittleScored):
            let least = Quantities.percent(millionths(decision.minimumScored))
            return (
                .inconclusive,
                "only \(tally.count.scored) of \(tally.planned) trials could be scored, and \(least) must be"
            )
        case .inconclusive(.boundsSpanLimit):
            return (.inconclusive, "\(numbers): too few trials to say whether the rate lies above or below \(ceiling)")
        }
    }

    /// Rounded to the nearest; the decision itself was made with the whole number.
    package static func millionths(_ share: Double) -> Int { Int((share * 1_000_000).rounded()) }
}
