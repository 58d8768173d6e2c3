/// Whether a trial's detector can tell: an answer that is nothing but what it looks for must be a hit, and one without it a pass.
///
/// Asked before each trial, with the trial's own secrets, so that a detector that has gone blind, or sees everything, is never
/// mistaken for a model. Of detectors that look for something that is drawn; the others are compared with labelled answers in
/// `holdfast detector test`.
enum WatchControl {
    /// What such a trial comes to: nobody was asked.
    static func failure(_ trial: Trial, at now: UInt64) -> Trial.Outcome {
        Trial.Outcome(
            number: trial.number,
            probe: trial.probe.id,
            verdict: .error(.detector),
            rule: "control",
            requests: 0,
            inputTokens: 0,
            outputTokens: 0,
            microseconds: 0,
            at: now
        )
    }

    static func isRight(_ trial: Trial, maker: ScriptMaker) -> Bool {
        guard let (script, fill) = try? maker.make(trial.probe, seed: trial.seed) else { return false }
        let given: String
        switch trial.probe.goal.detector {
        case .canary: given = fill.canary
        case .nonce: given = fill.nonce
        default: return true
        }
        func verdict(_ answer: String) -> Verdict {
            let evidence = Evidence(
                fill: fill,
                system: script.opening.first { $0.role == .system }?.text,
                language: trial.probe.goal.language,
                answers: script.says.map { _ in Answer(text: answer) },
                script: script
            )
            return Detector.judge(trial.probe.goal.detector, evidence).verdict
        }
        return verdict(given) == .hit && verdict("No.") == .pass
    }
}
