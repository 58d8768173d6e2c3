import Control
import Domain
import Logging
import Probing
import Recalls
import Relay
import Settings
import Synchronization

/// Lets the watch do what is due, and does what follows from what it found.
final class WatchRunner: Sendable {
    let watcher: Watcher
    let live: LiveWatch
    private let control: ControlPlane
    private let recalls: RecallDesk
    private let desk: WatchDesk
    private let logger: Logger
    /// What people were told of in the log since the start.
    private let told = Mutex<Set<String>>([])

    private static let beat = Duration.seconds(1)

    init(
        _ control: ControlPlane,
        _ relay: Relay,
        _ store: ProbeStore,
        _ gate: GateDesk,
        _ desk: WatchDesk,
        _ recalls: RecallDesk,
        _ live: LiveWatch,
        logger: Logger
    ) {
        self.control = control
        self.recalls = recalls
        self.desk = desk
        self.live = live
        self.logger = logger
        watcher = Watcher(WatchWorld(control, relay), gate: gate, desk: desk, store: store)
    }

    /// Runs until the task is cancelled. A place that waits for its model keeps no other one waiting.
    func run() async {
        await withTaskGroup(of: Void.self) { tasks in
            while !Task.isCancelled {
                do {
                    if control.settings.routes.contains(where: { $0.watch != nil }) {
                        live.watch(try await watcher.watchedModels())
                        let heard = live.take(now: WallClock.system.milliseconds())
                        try await watcher.hear(heard.answers, names: heard.names)
                        for place in try await watcher.due() {
                            tasks.addTask { [self] in await step(place) }
                        }
                    } else {
                        live.watch([])
                    }
                    try act()
                } catch {
                    tell("the watch cannot go on now", "\(error)")
                }
                try? await Task.sleep(for: Self.beat)
            }
            tasks.cancelAll()
        }
    }

    /// Its vendor, or the settings, say something of a model: whoever watches it looks closely.
    func signalled(_ model: String) async {
        do {
            guard let entry = try await watcher.plan().entries.first(where: { $0.place.model == model }) else { return }
            _ = try await watcher.want(.signal, model, policy: entry.policy)
        } catch {
            tell("the watch of a model cannot go on now", "\(model): \(error)")
        }
    }

    private func step(_ place: WatchPlace) async {
        do {
            while try await watcher.step(place), !Task.isCancelled {}
        } catch {
            tell("the watch of a model cannot go on now", "\(place.model): \(error)")
        }
    }

    /// Each failure once: the next beat comes to it again.
    private func tell(_ message: Logger.Message, _ cause: String) {
        guard !Task.isCancelled, told.withLock({ $0.insert("\(message): \(cause)").inserted }) else { return }
        logger.warning(message, metadata: ["cause": "\(cause)"])
    }

    // MARK: What follows

    private func act() throws {
        let state = control.state
        let policy = policy(state)
        for relapse in policy.relapses {
            do {
                let move = RecallMove(to: .held, by: .server, reason: relapse.reason)
                _ = try recalls.move(
                    relapse.recall,
                    [move],
                    under: nil,
                    guarding: { state in
                        guard self.policy(state).relapses.contains(relapse) else { throw Settled() }
                    }
                )
                logger.error(
                    "a model that returned is held again",
                    metadata: ["recall": "\(relapse.recall)", "reason": "\(relapse.reason)"]
                )
            } catch is Settled {
                // Somebody acted meanwhile.
            } catch is RecallRefusal {
                // The same.
            }
        }
        // One at a time: what is opened changes what the next may be.
        for opening in policy.openings where try open(opening) { break }
        try clear(state)
    }

    private func policy(_ state: ControlState) -> WatchPolicy {
        WatchPolicy(
            control.settings,
            state,
            isWatchs: { $0.run.hasPrefix(WatchTrigger.prefix) },
            certified: control.certified,
            now: WallClock.system.milliseconds()
        )
    }

    private struct Settled: Error {}

    /// - Returns: whether it was opened.
    private func open(_ opening: WatchPolicy.Opening) throws -> Bool {
        do {
            let move = RecallMove(to: opening.state, by: .server, reason: opening.reason)
            let isStillSo = { (state: ControlState) in
                guard self.policy(state).openings.contains(opening) else { throw Settled() }
            }
            let recall =
                if let prepared = opening.prepared {
                    try recalls.move(prepared, [move], under: nil, guarding: isStillSo)
                } else {
                    try recalls.open(opening.order, move, guarding: isStillSo)
                }
            let metadata: Logger.Metadata = [
                "recall": "\(recall.id)", "state": "\(opening.state.rawValue)", "model": "\(opening.model)",
                "reason": "\(opening.reason)",
            ]
            if opening.pages {
                logger.error("a person must decide about a model", metadata: metadata)
            } else {
                logger.warning("the server acted on what the watch found", metadata: metadata)
            }
            return true
        } catch is Settled {
            // Somebody acted meanwhile.
            return false
        } catch is RecallRefusal {
            // The same.
            return false
        }
    }

    /// What a return was broken off for is dealt with: the recall goes on with it.
    private func clear(_ state: ControlState) throws {
        let serving = ServingModels(control.settings, recalls: state.recalls.values)
        for raised in state.watch.open() where raised.alarm.kind == .weakness && raised.alarm.line == 0 {
            let model = control.settings.models.first { $0.name == raised.alarm.model }
            if model.flatMap(serving.returning) == nil {
                try desk.clear(raised.alarm.id, by: .server, reason: "its model is held again")
            }
        }
    }
}

extension WatchWorld {
    /// As a running server has it.
    init(_ control: ControlPlane, _ relay: Relay) {
        self.init(
            settings: { control.settings },
            candidate: \.candidate,
            standing: { WatchWorld.standing($0, control.settings, $1) },
            target: { model, recall in
                ProbeTarget(.init(model: model.name), control.settings, relay, lifting: recall)
            },
            shelf: { PackShelf(control.settings) },
            now: WallClock.system.milliseconds
        )
    }

    static func standing(_ model: Model, _ settings: Settings, _ state: ControlState) -> Standing {
        let serving = ServingModels(settings, recalls: state.recalls.values)
        if let recall = serving.holding(model) { return .held(recall: recall.id) }
        if let recall = serving.returning(model) { return .returning(recall: recall.id) }
        return .serving
    }
}
