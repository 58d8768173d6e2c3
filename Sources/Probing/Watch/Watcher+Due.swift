import Control
import Settings

/// What is to be done where, and doing it.
extension Watcher {
    /// A model that returns is tried at least so often, milliseconds, as long as the day's budget lasts.
    private static let returning: UInt64 = 60_000

    /// Something that a place can do now.
    private enum Work {
        /// To look closely at its model.
        case look(WatchTrigger)
        /// To ask its model who it is.
        case identity
        /// - Parameter slot: of the timetable; nil: beside it, for a pack that was never tried or a model that returns.
        case trial(slot: UInt64?)
    }

    /// Where something is due now.
    package func due() async throws -> [WatchPlace] {
        try await forgetAbsent()
        let state = try gate.refresh()
        let plan = try plan(state)
        var places: [WatchPlace] = []
        for entry in plan.entries {
            try judgePacks(entry, state)
            try await settleMeasuring(entry, plan, state)
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
        let standing = world.standing(model, state)
        let known = try await known(model, standing, state)
        // One whose policy is gone from the model's routes keeps no other one waiting.
        let policies = Set(plan.entries.filter { $0.place.model == place.model }.map(\.policy))
        let trigger = known.triggers.first { policies.contains($0.policy) }
        var isHeld = false
        if case .held(let recall) = standing {
            isHeld = true
            // A look that was cut short behind its finding is gone on with.
            guard let trigger, Self.isOwn(recall, of: trigger, state) else { return nil }
        }
        // Where the day has a ceiling one look is made after the other, so that each knows what the others have used.
        let day = try day(of: entry, plan)
        if let trigger, trigger.policy == entry.policy, looks == 0 || !day.ceilings.isSomethingCapped {
            return .look(trigger)
        }
        guard !isHeld, day.reached == nil else { return nil }
        let seed = try await installation()
        let questions = WatchTimetable(named: place.model, perDay: 1, seed: seed)
        guard let lookedAt = known.lookedAt, !WatchTimetable.begins(after: lookedAt, now: now) else { return .identity }
        if questions.due(after: lookedAt, now: now) != nil || known.asksAgainAt.map({ now >= $0 }) ?? false {
            return .identity
        }
        var usage = try usage(place)
        guard usage.probes(at: now) < entry.watching.probesPerDay else { return nil }
        if try hasNewPack(entry, target(model, state)) { return .trial(slot: nil) }
        if case .returning = standing, now >= (usage.lastAt ?? 0) + Self.returning {
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

    /// With what was postponed, as soon as a day has room for it. What is held is not tried, and uses up nothing.
    private func known(_ model: Model, _ standing: WatchWorld.Standing, _ state: ControlState) async throws
        -> WatchedModel
    {
        var known = try self.model(model.name)
        if case .held = standing { return known }
        let (now, most) = (world.now(), world.settings().watch.burstsPerDay)
        let before = known
        let hasChanged = known.takePostponed(now: now, most: most) {
            Self.isKnown($0, model, state.gate) || before.wasChance($0, now: now)
        }
        if hasChanged { try await keep(model: (model.name, known)) }
        return known
    }

    /// One that the model can take something of: what it cannot take stays untried for ever.
    private func hasNewPack(_ entry: WatchPlan.Entry, _ target: ProbeTarget) throws -> Bool {
        let packs = try shelf().packs
        return try entry.streams.contains { name, baseline in
            guard try stream(name, baseline)?.isNew == true else { return false }
            return packs[name.pack]?.probes.contains { target.takes($0) } ?? false
        }
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
        case .look(let trigger): try await look(trigger, at: place)
        case .identity: try await identify(place)
        case .trial(let slot): return try await tryOnce(place, slot: slot)
        }
        return true
    }
}
