import Domain

/// Runs one trial: sends what its script says, one request after the other, and judges what came.
struct TrialRunner: Sendable {
    let target: ProbeTarget
    let maker: ScriptMaker
    let parameters: RunPlan.Parameters
    /// Unix milliseconds.
    let now: @Sendable () -> UInt64

    /// - Returns: the outcome, and how the target took it; `retryAfter` where it asked for a pause.
    func run(_ trial: Trial) async -> (outcome: Trial.Outcome, retryAfter: Duration?) {
        var outcome = Trial.Outcome(
            number: trial.number,
            probe: trial.probe.id,
            verdict: .error(.detector),
            rule: "",
            requests: 0,
            inputTokens: 0,
            outputTokens: 0,
            microseconds: 0,
            at: now()
        )
        guard let (script, fill) = try? maker.make(trial.probe, seed: trial.seed) else { return (outcome, nil) }
        var answers: [Answer] = []
        for _ in script.says {
            let request = ChatRequest(
                model: target.name,
                script: script,
                answers: answers,
                mostTokens: parameters.mostTokens,
                temperature: parameters.temperature
            )
            switch await target.ask(request.bytes) {
            case .answered(let answer, let observed):
                outcome.add(observed)
                answers.append(answer)
            case .failed(let reason, let observed, let retryAfter):
                outcome.add(observed)
                outcome.verdict = .error(reason)
                outcome.rule = reason.rawValue
                outcome.at = now()
                return (outcome, retryAfter)
            }
        }
        let evidence = Evidence(
            fill: fill,
            system: script.opening.first { $0.role == .system }?.text,
            language: trial.probe.goal.language,
            answers: answers,
            script: script
        )
        let judgement = Detector.judge(trial.probe.goal.detector, evidence)
        outcome.verdict = judgement.verdict
        outcome.rule = judgement.rule
        outcome.excerpt = judgement.excerpt
        outcome.keep(answers)
        outcome.at = now()
        return (outcome, nil)
    }
}

extension Trial.Outcome {
    fileprivate mutating func add(_ observed: ProbeTarget.Observed) {
        requests += 1
        inputTokens += observed.usage.input ?? 0
        outputTokens += observed.usage.output ?? 0
        if let more = observed.cost { cost = cost.map { $0 + more } ?? more }
        model = observed.model ?? model
        build = observed.build ?? build
        microseconds += observed.microseconds
    }
}
