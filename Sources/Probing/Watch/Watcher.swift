import Control
import Domain
import Settings
import Statistics

/// Watches models: makes the trials that are due, one at a time of each model, keeps what they say, raises alarms, and looks closely
/// where something is suspected.
///
/// What it knows lies in the store, written with the trial that it learned it from; what it decided lies in the ledger. It keeps
/// nothing else, so a process that dies takes nothing along.
package actor Watcher {
    let world: WatchWorld
    let gate: GateDesk
    let desk: WatchDesk
    let store: ProbeStore

    private var streams: [WatchStream.Name: WatchStream] = [:]
    private var usages: [WatchPlace: WatchUsage] = [:]
    private var models: [String: WatchedModel] = [:]
    private var lives: [String: LiveStreams] = [:]
    private var seed: UInt64?
    private var shelved: (settings: Settings, at: UInt64, policies: [String: String], packs: [String: Pack])?
    /// Models of which something is under way, at whichever of their places: two at once would make the same trial of a stream,
    /// and it would count twice.
    private var busy: Set<String> = []
    /// Models whose burst is under way.
    private var bursting: Set<String> = []

    /// Packs that lie in files may change under a running server.
    private static let shelfAge: UInt64 = 60_000
    /// What one trial may be answered with, tokens.
    static let parameters = RunPlan.Parameters(mostTokens: 512)
    /// A model that returns is tried at least so often, milliseconds, as long as the day's budget lasts.
    private static let returning: UInt64 = 60_000
    /// How often each question is asked of who a model is.
    private static let askings = 3

    package init(_ world: WatchWorld, gate: GateDesk, desk: WatchDesk, store: ProbeStore) {
        self.world = world
        self.gate = gate
        self.desk = desk
        self.store = store
    }

    // MARK: What there is to watch

    package func plan() throws -> WatchPlan { try plan(gate.refresh()) }

    func plan(_ state: ControlState) throws -> WatchPlan {
        let shelved = try shelf()
        return WatchPlan(
            shelved.settings,
            state.gate,
            policyHashes: shelved.policies,
            packHashes: shelved.packs.mapValues(\.hash),
            candidate: world.candidate,
            now: world.now()
        )
    }

    private func shelf() throws -> (settings: Settings, policies: [String: String], packs: [String: Pack]) {
        let (settings, now) = (world.settings(), world.now())
        if let shelved, shelved.settings == settings, now >= shelved.at, now < shelved.at + Self.shelfAge {
            return (settings, shelved.policies, shelved.packs)
        }
        let watched = settings.routes.filter { $0.watch != nil }
        let required = Set(watched.compactMap(\.requirement?.policy))
        let policies = settings.policies.filter { required.contains($0.name) }
        let shelf = world.shelf()
        var names = Set(policies.flatMap(\.packs).map(\.pack))
        for route in watched { names.formUnion(route.watch?.packs ?? []) }
        var packs: [String: Pack] = [:]
        // One that cannot be read raises an alarm.
        for name in names { packs[name] = try? shelf.pack(name) }
        let hashes = shelf.policyHashes(policies)
        shelved = (settings, now, hashes, packs)
        return (settings, hashes, packs)
    }

    // MARK: What is known

    func stream(_ name: WatchStream.Name, _ baseline: WatchStream.Baseline) throws -> WatchStream? {
        if let known = try streams[name] ?? store.watched(.stream(name)).flatMap({ WatchStream(text: $0) }),
            known.isAgainst(baseline)
        {
            streams[name] = known
            return known
        }
        guard let empty = WatchStream(name, baseline) else { return nil }
        let fresh = WatchStream(name, baseline, next: try store.nextNumber(of: empty.run))
        streams[name] = fresh
        return fresh
    }

    func usage(_ place: WatchPlace) throws -> WatchUsage {
        if let known = usages[place] { return known }
        let known = try store.watched(.place(place)).flatMap { WatchUsage(text: $0) } ?? WatchUsage()
        usages[place] = known
        return known
    }

    func model(_ name: String) throws -> WatchedModel {
        if let known = models[name] { return known }
        let known = try store.watched(.model(name)).flatMap { WatchedModel(text: $0) } ?? WatchedModel()
        models[name] = known
        return known
    }

    func live(_ name: String, _ certificate: String?) throws -> LiveStreams {
        if let known = try lives[name] ?? store.watched(.live(name)).flatMap({ LiveStreams(text: $0) }),
            known.certificate == certificate
        {
            return known
        }
        return LiveStreams(certificate: certificate)
    }

    func keep(live: (name: String, streams: LiveStreams)) async throws {
        lives[live.name] = live.streams
        do {
            try await store.keep(nil, [(.live(live.name), live.streams.text)], now: world.now())
        } catch {
            lives[live.name] = nil
            throw error
        }
    }

    /// Whoever reads during the write reads what is being written; what cannot be written is read from the store again.
    func keep(
        _ outcome: (Trial.Outcome, run: String)? = nil,
        stream: WatchStream? = nil,
        usage: (WatchPlace, WatchUsage)? = nil,
        model: (String, WatchedModel)? = nil
    ) async throws {
        var states: [(ProbeStore.WatchKey, String)] = []
        if let stream { states.append((.stream(stream.name), stream.text)) }
        if let (place, usage) = usage { states.append((.place(place), usage.text)) }
        if let (name, model) = model { states.append((.model(name), model.text)) }
        if let stream { streams[stream.name] = stream }
        if let (place, usage) = usage { usages[place] = usage }
        if let (name, model) = model { models[name] = model }
        do {
            try await store.keep(outcome, states, now: world.now())
        } catch {
            if let stream { streams[stream.name] = nil }
            if let (place, _) = usage { usages[place] = nil }
            if let (name, _) = model { models[name] = nil }
            throw error
        }
    }

    func installation() async throws -> UInt64 {
        if let seed { return seed }
        let made = try await store.watchSeed()
        seed = made
        return made
    }

    // MARK: What is to be done

    /// Something that a place can do now.
    private enum Work {
        /// To look closely at its model.
        case burst(WatchTrigger)
        /// To ask its model who it is.
        case identity
        /// - Parameter slot: of the timetable; nil: a pack that was never tried.
        case trial(slot: UInt64?)
    }

    /// Where something is due now.
    package func due() async throws -> [WatchPlace] {
        let state = try gate.refresh()
        let plan = try plan(state)
        var places: [WatchPlace] = []
        for entry in plan.entries {
            try judgePacks(entry, state)
            if try await due(entry, plan, state) != nil { places.append(entry.place) }
        }
        return places
    }

    /// nil: nothing is due.
    private func due(_ entry: WatchPlan.Entry, _ plan: WatchPlan, _ state: ControlState) async throws -> Work? {
        let place = entry.place
        guard !busy.contains(place.model) else { return nil }
        let now = world.now()
        let settings = world.settings()
        guard let model = settings.models.first(where: { $0.name == place.model }),
            !state.watch.isPaused(place.model, now: now)
        else { return nil }
        let known = try self.model(place.model)
        // One whose policy is gone from the model's routes keeps no other one waiting.
        let policies = Set(plan.entries.filter { $0.place.model == place.model }.map(\.policy))
        let trigger = known.triggers.first { policies.contains($0.policy) }
        var isHeld = false
        if case .held(let recall) = world.standing(model, state) {
            isHeld = true
            // A look that was cut short behind its finding is gone on with.
            guard let trigger, Self.isOwn(recall, of: trigger, state) else { return nil }
        }
        // Where the day has a ceiling one look is made after the other, so that each knows what the others have used.
        let mayLook = isCapped(entry, settings.watch) ? bursting.isEmpty : !bursting.contains(place.model)
        if let trigger, trigger.policy == entry.policy, mayLook {
            return .burst(trigger)
        }
        guard !isHeld, try spent(entry, plan, settings.watch, now) == nil else { return nil }
        let seed = try await installation()
        let looks = WatchTimetable(WatchPlace(route: "", model: place.model), perDay: 1, seed: seed)
        guard let lookedAt = known.lookedAt, !WatchTimetable.begins(after: lookedAt, now: now) else { return .identity }
        if looks.due(after: lookedAt, now: now) != nil { return .identity }
        var usage = try usage(place)
        guard usage.probes(at: now) < entry.watching.probesPerDay else { return nil }
        if try hasNewPack(entry, target(model, state)) { return .trial(slot: nil) }
        if case .returning = world.standing(model, state), now >= (usage.lastAt ?? 0) + Self.returning {
            return .trial(slot: nil)
        }
        guard let slot = usage.slot, !WatchTimetable.begins(after: slot, now: now) else {
            usage.slot = now
            try await keep(usage: (place, usage))
            return nil
        }
        let timetable = WatchTimetable(place, perDay: entry.watching.probesPerDay, seed: seed)
        return timetable.due(after: slot, now: now).map { .trial(slot: $0) }
    }

    /// One that the model can take something of: what it cannot take stays untried for ever.
    private func hasNewPack(_ entry: WatchPlan.Entry, _ target: ProbeTarget) throws -> Bool {
        let packs = try shelf().packs
        return try entry.streams.contains { name, baseline in
            guard try stream(name, baseline)?.isNew == true else { return false }
            return packs[name.pack]?.probes.contains { target.takes($0) } ?? false
        }
    }

    private func isCapped(_ entry: WatchPlan.Entry, _ watch: Watch) -> Bool {
        entry.watching.tokensPerDay != nil || entry.watching.moneyPerDay != nil || watch.tokensPerDay != nil
            || watch.moneyPerDay != nil
    }

    /// Which ceiling of the day is reached, in words; nil: none.
    func spent(_ entry: WatchPlan.Entry, _ plan: WatchPlan, _ watch: Watch, _ now: UInt64) throws -> String? {
        var (route, whole) = (Spent(), Spent())
        for other in plan.entries {
            let spent = try usage(other.place).spent(at: now)
            whole = whole + spent
            if other.place.route == entry.place.route { route = route + spent }
        }
        let ofRoute = RunPlan.Ceilings(
            tokens: entry.watching.tokensPerDay,
            money: entry.watching.moneyPerDay,
            tokensPerDay: watch.tokensPerDay,
            moneyPerDay: watch.moneyPerDay
        )
        return route.reached(ofRoute, today: whole)
    }

    /// Does what is due at a place, if anything is.
    ///
    /// - Returns: whether there was something.
    package func step(_ place: WatchPlace) async throws -> Bool {
        let state = try gate.refresh()
        let plan = try plan(state)
        guard let entry = plan[place], let work = try await due(entry, plan, state), busy.insert(place.model).inserted
        else {
            return false
        }
        defer { busy.remove(place.model) }
        switch work {
        case .burst(let trigger): try await burst(trigger, at: place)
        case .identity: try await identify(place)
        case .trial(let slot): return try await tryOnce(place, slot: slot)
        }
        return true
    }

    // MARK: One trial

    /// - Returns: false: nothing could be tried, and at the same moment nothing else could.
    private func tryOnce(_ place: WatchPlace, slot: UInt64?) async throws -> Bool {
        let state = try gate.refresh()
        let plan = try plan(state)
        guard let entry = plan[place], let budget = plan.budget,
            let model = world.settings().models.first(where: { $0.name == place.model })
        else { return false }
        var usage = try usage(place)
        let target = target(model, state)
        let all = try entry.streams.sorted { $0.key < $1.key }.compactMap { try stream($0.key, $0.value) }
        let packs = try shelf().packs
        let fitting = all.filter { packs[$0.name.pack]?.keeping { target.takes($0) }.cells.isEmpty == false }
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
        let runner = TrialRunner(
            target: target,
            maker: maker,
            parameters: Self.parameters,
            now: world.now
        )
        let outcome: Trial.Outcome
        if WatchControl.isRight(trial, maker: maker) {
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
        known.add(outcome.verdict)
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

    // MARK: Who it is

    private func identify(_ place: WatchPlace) async throws {
        let state = try gate.refresh()
        guard let model = world.settings().models.first(where: { $0.name == place.model }),
            let policy = try plan(state)[place]?.policy
        else { return }
        let check = IdentityCheck(
            model: model.name,
            lineage: model.lineage.description,
            target: target(model, state),
            desk: gate,
            store: store,
            now: world.now
        )
        let found = try await check.look(times: Self.askings, by: .server)
        var known = try self.model(model.name)
        known.lookedAt = world.now()
        guard let found else { return try await keep(model: (model.name, known)) }
        known.names = found.seen.models.sorted()
        known.builds = found.seen.builds.sorted()
        if found.isOther {
            try raise(found, model, policy)
            let trigger = WatchTrigger(.identity, policy: policy, probes: [], at: world.now())
            _ = known.want(trigger, most: world.settings().watch.burstsPerDay)
        }
        try await keep(model: (model.name, known))
    }

    // MARK: For people

    /// Wants a model to be looked at closely, whatever the day has seen.
    package func want(_ cause: WatchTrigger.Cause, _ name: String, policy: String) async throws -> WatchTrigger? {
        var known = try model(name)
        let trigger = WatchTrigger(cause, policy: policy, probes: [], at: world.now())
        guard known.want(trigger, most: world.settings().watch.burstsPerDay) else { return nil }
        try await keep(model: (name, known))
        return trigger
    }

    func bursting(_ model: String, _ isUnderWay: Bool) {
        if isUnderWay { bursting.insert(model) } else { bursting.remove(model) }
    }
}

extension WatchStream {
    /// What its trials are kept under: the watch's own, and none of a run.
    var run: String {
        let edition = baseline.certificate ?? String(baseline.packHash.prefix(12))
        return "\(WatchTrigger.prefix)\(name.model)/\(name.policy)/\(name.pack)/\(edition)"
    }

    var seed: UInt64 {
        run.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }
}
