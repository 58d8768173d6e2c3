import Control
import Domain
import Settings
import Statistics

/// One trial of a stream.
extension Watcher {
    /// - Returns: false: nothing could be tried, and at the same moment nothing else could.
    func tryOnce(_ place: WatchPlace, slot: UInt64?) async throws -> Bool {
        let state = try gate.refresh()
        let plan = try plan(state)
        guard let entry = plan[place], let budget = plan.budget,
            let model = world.settings().models.first(where: { $0.name == place.model })
        else { return false }
        var usage = try usage(place)
        let target = target(model, state)
        let all = try entry.streams.sorted { $0.key < $1.key }.compactMap { try stream($0.key, $0.value) }
        let packs = try shelf().packs
        let fitting = all.filter { packs[$0.name.pack]?.probes.contains { target.takes($0) } ?? false }
        let seed = try await installation()
        usage.slot = slot ?? usage.slot ?? world.now()
        guard
            var stream = WatchChoice.pick(fitting, number: usage.trials, seed: seed, act: budget.act.logThreshold),
            let trial = packs[stream.name.pack].flatMap({ Self.trial(of: stream, $0, target, seed: seed) })
        else {
            try await keep(usage: (place, usage))
            return slot != nil
        }
        let maker = ScriptMaker(AttackLibrary.standard, for: [trial.probe])
        let outcome: Trial.Outcome
        if WatchControl.isRight(trial, maker: maker) {
            let runner = TrialRunner(target: target, maker: maker, parameters: Self.parameters, now: world.now)
            outcome = await runner.run(trial).outcome
        } else {
            try raise(control: trial.probe, model, entry.policy)
            outcome = WatchControl.failure(trial, at: world.now())
        }
        // Somebody else may have written meanwhile: all values are read again after the wait.
        guard let latest = try self.stream(stream.name, stream.baseline) else { return false }
        stream = latest
        stream.add(outcome)
        let slot = usage.slot
        usage = try self.usage(place)
        usage.slot = slot
        usage.add(outcome, now: world.now())
        // A recall came between, and nothing of it says anything of the model; but the next trial is another one.
        if case .error(.recalled) = outcome.verdict {
            try await keep((outcome, run: stream.run), stream: stream, usage: (place, usage))
            return true
        }
        var known = try self.model(place.model)
        known.add(outcome.verdict, of: stream.name.pack)
        try await keep((outcome, run: stream.run), stream: stream, usage: (place, usage), model: (place.model, known))
        try await judge(outcome, trial.probe, stream, place, model, budget)
        return true
    }

    /// The model as it is reached now: one that returns, past its own recall.
    func target(_ model: Model, _ state: ControlState) -> ProbeTarget {
        if case .returning(let recall) = world.standing(model, state) { return world.target(model, recall) }
        return world.target(model, nil)
    }

    /// Each for itself, and the same again after a restart. Any probe of the pack with the same chance: `PackDraw` deals shares to
    /// cells, and a share of one is always the largest cell's.
    static func trial(of stream: WatchStream, _ pack: Pack, _ target: ProbeTarget, seed: UInt64) -> Trial? {
        let fitting = pack.probes.filter { target.takes($0) }
        guard !fitting.isEmpty else { return nil }
        var random = SeededRandom(seed: stream.seed ^ seed ^ UInt64(stream.next) &* 0xd134_2543_de82_ef95)
        _ = random.next()
        let probe = fitting[Int(random.next() % UInt64(fitting.count))]
        return Trial(number: stream.next, probe: probe, seed: random.next())
    }
}

extension WatchStream {
    /// What its trials are kept under: the watch's own, and none of a run.
    var run: String {
        let edition = baseline.certificate ?? String(baseline.packHash.prefix(12))
        return "\(WatchTrigger.prefix)\(name.model)/\(name.policy)/\(name.pack)/\(edition)"
    }

    fileprivate var seed: UInt64 { TextDigest(run.utf8).value }
}
