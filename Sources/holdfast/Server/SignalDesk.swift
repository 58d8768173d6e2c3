import Control
import Dialects
import Domain
import Logging
import Recalls
import Relay
import Settings
import Storage

/// Hears what event loops notice of models, makes sure of it, and acts as the settings say.
final class SignalDesk: Sendable {
    /// Each model raises at most one a minute; what finds the list full is raised again.
    private static let mostWaiting = 256

    private let desk: RecallDesk
    private let control: ControlPlane
    private let relay: Relay
    private let logger: Logger
    private let heard: @Sendable (_ model: String) async -> Void
    private let signals: AsyncStream<ModelSignal>
    private let inlet: AsyncStream<ModelSignal>.Continuation

    init(
        desk: RecallDesk,
        control: ControlPlane,
        relay: Relay,
        signals: (stream: AsyncStream<ModelSignal>, continuation: AsyncStream<ModelSignal>.Continuation),
        heard: @escaping @Sendable (_ model: String) async -> Void,
        logger: Logger
    ) {
        self.desk = desk
        self.control = control
        self.relay = relay
        self.heard = heard
        self.signals = signals.stream
        inlet = signals.continuation
        self.logger = logger
    }

    static func makeStream() -> (stream: AsyncStream<ModelSignal>, continuation: AsyncStream<ModelSignal>.Continuation)
    {
        AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(mostWaiting))
    }

    /// Runs until the task is cancelled.
    func run() async {
        await withTaskGroup(of: Void.self) { tasks in
            for await signal in signals {
                // A provider that hangs keeps no other one's signal waiting. A model raises few.
                tasks.addTask { [self] in await hear(signal) }
                if Task.isCancelled { break }
            }
        }
    }

    /// Days that the settings name; looked at when they come into force.
    func hearSettings() {
        for model in control.settings.models {
            if let day = model.retires { inlet.yield(ModelSignal(.retirement(on: day), model: model.name)) }
        }
    }

    /// A start is no moment for it, and a server that is started anew each hour still looks.
    private static let firstLook = Duration.seconds(600)

    /// Reads providers' lists of models, for the days that they name. Runs until the task is cancelled.
    func readLists() async {
        var pause = min(control.settings.signals.lists ?? Self.firstLook, Self.firstLook)
        while !Task.isCancelled {
            try? await Task.sleep(for: pause)
            let settings = control.settings
            pause = settings.signals.lists ?? Self.firstLook
            guard settings.signals.lists != nil, settings.signals.retirement != .nothing else { continue }
            for provider in settings.providers where provider.kind == .openai || provider.kind == .openaiCompatible {
                let models = settings.models.filter { $0.provider == provider.name }
                guard let first = models.first, let list = await relay.modelsList(of: first.name) else { continue }
                let dates = ModelsListDates.read(list)
                for model in models {
                    if let day = dates[model.id] { inlet.yield(ModelSignal(.retirement(on: day), model: model.name)) }
                }
            }
        }
    }

    private func hear(_ signal: ModelSignal) async {
        guard policy(control.state).opening(for: signal) != nil else { return }
        // Whoever calls could have made the provider say so; a request of ours, free of their ids, is asked the same.
        if signal.kind == .gone, await !isGone(signal.model) { return }
        do {
            var opened: SignalPolicy.Opening?
            let state = control.state
            guard let opening = policy(state).opening(for: signal) else { return }
            opened = opening
            let recall = try desk.open(
                opening.order,
                RecallMove(to: opening.state, by: .server, reason: opening.reason),
                guarding: { state in
                    guard policy(state).opening(for: signal) == opened else { throw Settled() }
                }
            )
            tell(recall, opening)
            await heard(signal.model)
        } catch is Settled {
            // Somebody acted meanwhile.
        } catch {
            logger.error(
                "the ledger does not take a signal; it is raised again",
                metadata: ["model": "\(signal.model)", "cause": "\(error)"]
            )
        }
    }

    private struct Settled: Error {}

    private func policy(_ state: ControlState) -> SignalPolicy {
        SignalPolicy(
            control.settings,
            recalls: state.recalls.values,
            certified: control.certified,
            now: WallClock.system.milliseconds()
        )
    }

    private func tell(_ recall: Recall, _ opening: SignalPolicy.Opening) {
        let metadata: Logger.Metadata = [
            "recall": "\(recall.id)", "state": "\(opening.state.rawValue)", "reason": "\(opening.reason)",
        ]
        if opening.pages {
            logger.error("a person must decide about a model", metadata: metadata)
        } else {
            logger.warning("the server acted on what it noticed of a model", metadata: metadata)
        }
    }

    /// Asks the model itself, in its own provider's dialect.
    private func isGone(_ name: String) async -> Bool {
        let settings = control.settings
        guard let model = settings.models.first(where: { $0.name == name }),
            let route = settings.routes.first(where: { $0.serve.contains(name) })
        else { return false }
        let spoken = settings.providers.first { $0.name == model.provider }?.dialects.first
        let answer = await relay.ask(
            .greeting(route: route.name, model: name, dialect: spoken ?? .chatCompletions)
        )
        return answer.model == nil && answer.failureClass == "model_gone"
    }
}
