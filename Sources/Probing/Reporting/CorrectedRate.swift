package import Statistics

/// What a detector that errs has seen in one pack, beside the rate that its errors leave likely.
///
/// Trials of other detectors of the pack are not among them: an exact one has nothing to be corrected for. Trials of one goal hang
/// together: what they are worth in independent ones is taken from the rate as seen.
package struct CorrectedRate: Sendable {
    /// `refusal 1`.
    package let detector: String
    /// Of the answers that it was measured on.
    package let language: String
    /// Which answers these were.
    package let validation: String
    package let sensitivity: Count
    package let specificity: Count
    /// Trials that this detector judged, in this language.
    package let observed: Count
    /// The rate as it was seen.
    package let raw: Estimate
    package let correction: RoganGladen.Correction

    /// nil: it must not be corrected.
    package var estimate: Estimate? { if case .corrected(let estimate) = correction { estimate } else { nil } }

    /// Why not; nil: it is.
    package var refusal: String? {
        guard case .refused(let why) = correction else { return nil }
        return switch why {
        case .nothingScored: "nothing was scored"
        case .notValidated: "it was never measured"
        case .tooWeak: "it errs too often to be corrected"
        }
    }
}

extension RunReport {
    /// Of the pack's detectors that err at known rates, those of which something was scored, by language.
    package func corrections(_ tally: PackTally) -> [CorrectedRate] {
        var judged: [String: [String: Count]] = [:]
        for (id, seen) in tally.probes where seen.count.scored > 0 {
            guard let goal = probes[id]?.goal, goal.detector == .refusal,
                let lexicon = RefusalLexicon.of(goal.language)
            else { continue }
            let before = judged[lexicon.language]?[goal.id] ?? .none
            judged[lexicon.language, default: [:]][goal.id] = before + seen.count
        }
        return judged.sorted { $0.key < $1.key }.compactMap { language, goals in
            guard let known = RefusalLexicon.of(language)?.calibration.first else { return nil }
            return CorrectedRate(.refusal, language, known, goals, confidence)
        }
    }
}

extension CorrectedRate {
    /// - Parameter goals: what was seen, by goal.
    fileprivate init?(
        _ detector: DetectorIdentity,
        _ language: String,
        _ known: RefusalLexicon.Calibration,
        _ goals: [String: Count],
        _ confidence: Confidence
    ) {
        let clusters = ClusteredRate(goals.sorted { $0.key < $1.key }.map(\.value))
        guard let raw = clusters.estimate(confidence: confidence) else { return nil }
        let sensitivity = Count(hits: known.refused.asRefused, of: known.refused.scored)
        let specificity = Count(hits: known.answered.asAnswered, of: known.answered.scored)
        self.init(
            detector: "\(detector.id) \(detector.version)",
            language: language,
            validation: known.set,
            sensitivity: sensitivity,
            specificity: specificity,
            observed: clusters.total,
            raw: raw,
            correction: RoganGladen(sensitivity: sensitivity, specificity: specificity)
                .correct(clusters.total, effective: raw.effective, confidence: confidence)
        )
    }
}
