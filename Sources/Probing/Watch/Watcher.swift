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
    var busy: Set<String> = []
    /// Unix milliseconds; nil: not since the process began.
    var lookedForAbsentAt: UInt64?
    /// Close looks that are under way.
    var looks = 0

    /// Packs that lie in files may change under a running server.
    private static let shelfAge: UInt64 = 60_000
    /// What one trial may be answered with, tokens.
    static let parameters = RunPlan.Parameters(mostTokens: 512)

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

    func shelf() throws -> (settings: Settings, policies: [String: String], packs: [String: Pack]) {
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
    ///
    /// - Parameter spent: beside the outcome.
    func keep(
        _ outcome: (Trial.Outcome, run: String)? = nil,
        stream: WatchStream? = nil,
        usage: (WatchPlace, WatchUsage)? = nil,
        model: (String, WatchedModel)? = nil,
        spent: Spent = Spent()
    ) async throws {
        var states: [(ProbeStore.WatchKey, String)] = []
        if let stream { states.append((.stream(stream.name), stream.text)) }
        if let (place, usage) = usage { states.append((.place(place), usage.text)) }
        if let (name, model) = model { states.append((.model(name), model.text)) }
        if let stream { streams[stream.name] = stream }
        if let (place, usage) = usage { usages[place] = usage }
        if let (name, model) = model { models[name] = model }
        do {
            try await store.keep(outcome, states, spent: spent, now: world.now())
        } catch {
            if let stream { streams[stream.name] = nil }
            if let (place, _) = usage { usages[place] = nil }
            if let (name, _) = model { models[name] = nil }
            throw error
        }
    }

    /// What the store no longer has.
    func forget(_ gone: Set<String>) {
        streams = streams.filter { !gone.contains($0.key.model) }
        usages = usages.filter { !gone.contains($0.key.model) }
        models = models.filter { !gone.contains($0.key) }
        lives = lives.filter { !gone.contains($0.key) }
    }

    func installation() async throws -> UInt64 {
        if let seed { return seed }
        let made = try await store.watchSeed()
        seed = made
        return made
    }

    // MARK: For people

    /// Why nothing is tried of a model.
    package enum Hindrance: Sendable, Equatable {
        /// - Parameters:
        ///   - until: Unix milliseconds; nil: until it is resumed.
        ///   - isWhole: with all others.
        case paused(until: UInt64?, isWhole: Bool)
        case held(recall: String)
    }

    /// nil: there is none.
    package func hindrance(_ name: String) throws -> Hindrance? {
        let (state, now) = (try gate.refresh(), world.now())
        if let pause = state.watch.pause(of: name, now: now) {
            return .paused(until: pause.until, isWhole: state.watch.pause(of: nil, now: now) != nil)
        }
        guard let model = world.settings().models.first(where: { $0.name == name }),
            case .held(let recall) = world.standing(model, state)
        else { return nil }
        return .held(recall: recall)
    }

    /// Wants a model to be looked at closely.
    ///
    /// - Returns: nil: that waits already.
    package func want(_ cause: WatchTrigger.Cause, _ name: String, policy: String) async throws -> WatchTrigger? {
        var known = try model(name)
        let trigger = WatchTrigger(cause, policy: policy, probes: [], at: world.now())
        guard known.want(trigger, most: world.settings().watch.burstsPerDay) != .refused else { return nil }
        try await keep(model: (name, known))
        return trigger
    }
}
