import Settings

/// Makes the trials of packs with a margin once more, with the incumbent: the same probes, in the same order, of the same seeds.
///
/// Each pack's is a run of its own in the store, `RUN.PACK.against`, gone on with by whoever goes on with the one that it belongs to.
struct Comparer: Sendable {
    let certifier: Certifier

    enum Ending: Sendable {
        /// By place of the part in the plan; empty where nothing is to be compared.
        case compared([Int: TrialPairs])
        /// It can be gone on with.
        case stopped(String)
    }

    func compare(
        _ made: RunMaker.Made,
        _ subject: Certifier.Subject,
        _ policy: Policy,
        tell: @escaping @Sendable (RunProgress) -> Void
    ) async throws -> Ending {
        // Nothing is worse than itself.
        guard let incumbent = certifier.incumbent, policy.against != subject.model else { return .compared([:]) }
        var pairs: [Int: TrialPairs] = [:]
        for (place, rule) in policy.packs.enumerated() where rule.margin != nil && place < made.plan.parts.count {
            let again = made.alone(place, on: incumbent.target.name)
            try await certifier.begin(again.plan)
            if case .stopped(let why) = try await certifier.runner(again, on: incumbent.target, tell).run() {
                let reason = "the comparison with `\(incumbent.target.name)` stopped: \(why)"
                try await certifier.store.end(made.plan.id, .stopped, note: reason, now: certifier.now())
                return .stopped(reason)
            }
            let first = made.plan.start(of: place)
            pairs[place] = TrialPairs(
                made.plan.parts[place].probes,
                incumbent: try verdicts(of: again.plan.id, from: 0, again.plan.count),
                candidate: try verdicts(of: made.plan.id, from: first, again.plan.count)
            )
        }
        return .compared(pairs)
    }

    /// By number, counted from the first.
    private func verdicts(of run: String, from first: Int, _ count: Int) throws -> [Int: Verdict] {
        var verdicts: [Int: Verdict] = [:]
        try certifier.store.each(of: run) { outcome in
            guard outcome.number >= first, outcome.number < first + count else { return }
            verdicts[outcome.number - first] = outcome.verdict
        }
        return verdicts
    }
}

extension RunMaker.Made {
    /// One part's trials on another target, each with the seed that it has here.
    func alone(_ place: Int, on target: String) -> RunMaker.Made {
        let (part, first) = (plan.parts[place], plan.start(of: place))
        return RunMaker.Made(
            plan: RunPlan(
                id: "\(plan.id).\(part.pack).against",
                target: target,
                parts: [part],
                seed: plan.seed(startingAt: first),
                parameters: plan.parameters,
                ceilings: plan.ceilings,
                purpose: .part(of: plan.id),
                isServers: plan.isServers
            ),
            probes: Array(probes[first..<(first + part.probes.count)])
        )
    }
}

extension RunPlan {
    /// The number of a part's first trial.
    func start(of place: Int) -> Int { parts[..<place].reduce(0) { $0 + $1.probes.count } }
}
