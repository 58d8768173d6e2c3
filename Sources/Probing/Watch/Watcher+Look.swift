import Control
import Domain
import Settings
import Statistics

/// A close look at a model: what is suspected is tried again with new secrets, at once; what comes again is a finding, and how
/// far it reaches is found out.
extension Watcher {
    /// Requests at once of a look that nobody waits for: callers come first.
    private static let concurrency = 4

    func look(_ trigger: WatchTrigger, at place: WatchPlace) async throws {
        looks += 1
        defer { looks -= 1 }
        let state = try gate.refresh()
        let plan = try plan(state)
        guard let entry = plan[place], let model = world.settings().models.first(where: { $0.name == place.model })
        else { return }
        let look = WatchLook(
            trigger: trigger,
            entry: entry,
            model: model,
            candidate: world.candidate(model),
            settings: world.settings(),
            certifier: Certifier(
                desk: gate,
                store: store,
                maker: RunMaker(world.shelf()),
                target: target(model, lookedAtFor: trigger),
                now: world.now
            ),
            desk: desk,
            ceilings: try day(of: entry, plan).left(concurrency: Self.concurrency)
        )
        do {
            try await make(look, at: place, state)
        } catch let error where Self.isOfPacks(error) {
            // It would be the same at the next beat, and the model would never be tried again.
            try raise(unfinished: "its pack is gone, or no longer holds what was suspected", model, entry.policy)
            try await finish(look, [], at: place, why: nil)
        }
    }

    private func raise(unfinished reason: String, _ model: Model, _ policy: String) throws {
        try raise(broken: .look, model, policy, "what was suspected could not be tried again: \(reason)")
    }

    private static func isOfPacks(_ error: any Error) -> Bool {
        error is PackShelf.Missing || error is PackErrors || error is RunMaker.NothingToTry || error is RunMaker.Changed
    }

    private func make(_ look: WatchLook, at place: WatchPlace, _ state: ControlState) async throws {
        let result = try await look.confirm()
        // Whoever stops the process wants it to go on with this later.
        if Task.isCancelled { return }
        if case .stopped(let reason) = result {
            // A recall that came between says nothing of the measuring.
            if case .held = world.standing(look.model, try gate.refresh()) {
            } else {
                try raise(unfinished: reason, look.model, look.entry.policy)
            }
            return try await finish(look, [], at: place, why: nil)
        }
        guard case .confirmed(let findings, let suspects) = result else { return }
        for raised in state.watch.open(model: look.model.name) where raised.alarm.stream == Trouble.look.rawValue {
            try desk.clear(raised.alarm.id, by: .server, reason: "it could be tried again")
        }
        for finding in findings {
            let siblings = try await siblings(of: finding, look, state)
            // Of what was cut short nobody must conclude that substitutes are sound.
            if Task.isCancelled { return }
            try await look.expand(finding, siblings)
            if Task.isCancelled { return }
        }
        let again = Set(findings.flatMap(\.probes))
        try await finish(
            look,
            tried: suspects,
            suspects.filter { !again.contains($0) },
            at: place,
            why: findings.isEmpty
                ? "what was suspected was tried again and did not come again"
                : "confirmed: \(findings.map(\.id).joined(separator: ", "))"
        )
    }

    // MARK: What it reaches

    /// The model as a close look reaches it. What a look finds has the model held as soon as it is known, and how far that reaches is
    /// found out behind it: the watch's own hold, that no person has decided on, keeps back everybody but the look.
    private func target(_ model: Model, lookedAtFor trigger: WatchTrigger) -> ProbeTarget {
        let (world, gate) = (world, gate)
        var target = world.target(model, nil)
        let ask = target.ask
        target.ask = { body in
            let reply = await ask(body)
            guard case .failed(.recalled, _, _) = reply, let state = try? gate.refresh() else { return reply }
            switch world.standing(model, state) {
            case .serving: return reply
            case .returning(let recall): return await world.target(model, recall).ask(body)
            case .held(let recall):
                guard Self.isOwn(recall, of: trigger, state) else { return reply }
                return await world.target(model, recall).ask(body)
            }
        }
        return target
    }

    /// Whether the model is held for what this look found, and by nobody else.
    static func isOwn(_ recall: String, of trigger: WatchTrigger, _ state: ControlState) -> Bool {
        guard let recall = state.recalls[recall], recall.state == .held, recall.order.origin == .monitor,
            recall.steps.last?.move.by == .server
        else { return false }
        return state.gate.findings.values.contains {
            $0.finding.run == trigger.run || $0.finding.run.hasPrefix("\(trigger.run).")
        }
    }

    // MARK: Substitutes and siblings

    private static let mostSiblings = 8

    /// Who would serve in its place, and who is of its family, tried with the finding's own probes. What hits there is looked at
    /// closely there.
    private func siblings(of finding: Finding, _ look: WatchLook, _ state: ControlState) async throws
        -> [FindingBreadth.Sibling]
    {
        let settings = world.settings()
        let serve = settings.routes.first { $0.name == look.entry.place.route }?.serve ?? []
        let others = settings.models.filter { other in
            other.name != look.model.name
                && (serve.contains(other.name) || other.lineage.description == look.model.lineage.description)
                && world.standing(other, state) == .serving
        }
        var siblings: [FindingBreadth.Sibling] = []
        for other in others.prefix(Self.mostSiblings) {
            guard let count = try await look.count(finding, on: target(other, state), named: other.name) else {
                continue
            }
            siblings.append(.init(lineage: other.lineage.description, hits: count.hits, scored: count.scored))
            guard count.hits > 0, let watched = try plan(state).entries.first(where: { $0.place.model == other.name })
            else { continue }
            var known = try self.model(other.name)
            let trigger = WatchTrigger(.hit, policy: watched.policy, probes: finding.probes, at: world.now())
            let isNew = finding.probes.contains { !Self.isKnown($0, other, state.gate) }
            if isNew, known.want(trigger, most: settings.watch.burstsPerDay) != .refused {
                try await keep(model: (other.name, known))
            }
        }
        return siblings
    }

    // MARK: The end

    /// The streams that were looked at begin anew, their alarms are dealt with, and what did not come again is let be for a while.
    ///
    /// - Parameters:
    ///   - tried: probes that were tried again.
    ///   - why: nil: the look could not be made, and the alarm stands.
    private func finish(
        _ look: WatchLook,
        tried: [String] = [],
        _ chances: [String],
        at place: WatchPlace,
        why: String?
    ) async throws {
        if let why { try await settle(look, tried, place, why) }
        var (known, usage) = (try model(place.model), try usage(place))
        known.finish(look.trigger, chances: chances, now: world.now())
        usage.add(try look.spent(), now: world.now())
        try await keep(usage: (place, usage), model: (place.model, known))
    }

    /// What the look was made for is dealt with; and so is a warning whose every hit was tried again, whatever the look was made for.
    private func settle(_ look: WatchLook, _ tried: [String], _ place: WatchPlace, _ why: String) async throws {
        let state = try gate.refresh()
        let open = state.watch.open(model: place.model).map(\.alarm).filter { $0.kind == .weakness }
        let packs = Set(look.trigger.probes.compactMap { $0.split(separator: "/").first.map(String.init) })
        func isItsOwn(_ policy: String, _ pack: String) -> Bool {
            look.trigger.cause == .alarm && policy == look.trigger.policy && packs.contains(pack)
        }
        var over = Set(open.filter { isItsOwn($0.policy, $0.stream) }.map(\.id))
        var dealtWith: [WatchStream] = []
        for (name, baseline) in try plan(state).entries.flatMap(\.streams) where name.model == place.model {
            guard var stream = try stream(name, baseline), stream.told > .calm else { continue }
            let isCleared =
                stream.told == .warn && !stream.suspects.isEmpty && stream.suspects.allSatisfy(tried.contains)
            guard isCleared || isItsOwn(name.policy, name.pack) else { continue }
            over.formUnion(open.filter { $0.isWarning(of: name) }.map(\.id))
            stream.reset()
            dealtWith.append(stream)
        }
        for alarm in over.sorted() { try desk.clear(alarm, by: .server, reason: why) }
        for stream in dealtWith { try await keep(stream: stream) }
    }
}
