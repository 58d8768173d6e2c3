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
            // Who stops a run waits for what was asked, not for the words that would follow.
            guard answers.isEmpty || !Task.isCancelled else {
                outcome.verdict = .error(.target)
                return (outcome, nil)
            }
            let request = ChatRequest(
                model: target.name,
                script: script,
                answers: answers,
                mostTokens: parameters.mostTokens,
                temperature: parameters.temperature
            )
            let sent = request.bytes
            switch await target.ask(sent) {
            case .answered(let answer, let observed):
                outcome.add(observed, sent: sent.count, answered: answer.byteCount)
                answers.append(answer)
            case .failed(let reason, let observed, let retryAfter):
                outcome.add(observed, sent: 0, answered: 0)
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
    /// - Parameters:
    ///   - sent: bytes; a target that tells no usage is charged by them, as callers are.
    ///   - answered: bytes.
    fileprivate mutating func add(_ observed: ProbeTarget.Observed, sent: Int, answered: Int) {
        requests += 1
        inputTokens += observed.usage.input ?? Spent.tokens(in: sent)
        outputTokens += observed.usage.output ?? Spent.tokens(in: answered)
        if let more = observed.cost { cost = cost.map { $0 + more } ?? more }
        model = observed.model ?? model
        build = observed.build ?? build
        microseconds += observed.microseconds
    }
}
