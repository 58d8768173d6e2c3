import Control
import Domain
import Journal
import Logging
import Recalls
import Relay
import Settings
import Storage
import Synchronization

/// Carries recalls out: says when every event loop has one, checks that it does what it says, and only then calls it contained.
///
/// One task, one recall after the other. What it appends comes back to it as the next state.
final class RecallRunner: Sendable {
    /// Exchanges that were on their way have ended or were counted by then.
    private static let settle = Duration.milliseconds(250)
    /// Between a check that failed and the next.
    private static let pause = Duration.seconds(10)

    private let desk: RecallDesk
    private let control: ControlPlane
    private let relay: Relay
    private let handles: LiveHandles
    private let reader: JournalReader
    private let logger: Logger
    private let states: AsyncStream<ControlPlane.Adopted>
    private let inlet: AsyncStream<ControlPlane.Adopted>.Continuation
    private let checks = Atomic<Int>(0)

    init(
        desk: RecallDesk,
        control: ControlPlane,
        relay: Relay,
        handles: LiveHandles,
        reader: JournalReader,
        logger: Logger
    ) {
        self.desk = desk
        self.control = control
        self.relay = relay
        self.handles = handles
        self.reader = reader
        self.logger = logger
        // A later state holds all that an earlier one does.
        (states, inlet) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func adopted(_ adopted: ControlPlane.Adopted) { inlet.yield(adopted) }

    /// Runs until the task is cancelled.
    func run() async {
        // What was declared while no server ran.
        adopted(.init(state: control.state, at: WallClock.microseconds()))
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { [self] in
                // Checks that failed are made again without anything having happened.
                while !Task.isCancelled {
                    try? await Task.sleep(for: Self.pause)
                    adopted(.init(state: control.state, at: WallClock.microseconds()))
                }
            }
            for await adopted in states {
                for recall in adopted.state.recalls.values.sorted(by: { $0.id < $1.id }) where !recall.order.isDrill {
                    await advance(recall, adopted)
                }
                if Task.isCancelled { break }
            }
            tasks.cancelAll()
        }
    }

    private func advance(_ recall: Recall, _ adopted: ControlPlane.Adopted) async {
        switch recall.state {
        case .declared:
            // A look that is not owed to an adoption may meet a state that is still on its way to the loops.
            guard let declared = recall.steps.last?.epoch, declared <= control.inEffect else { return }
            let declaredAt = recall.movedAt * 1000
            let effect = Int(clamping: adopted.at - min(adopted.at, declaredAt))
            append(recall.id, RecallMove(to: .executing, by: .server, findings: .init(effectMicroseconds: effect)))
            logger.notice(
                "a recall is in effect",
                metadata: ["recall": "\(recall.id)", "lineage": "\(recall.order.lineage)", "effect_us": "\(effect)"]
            )
        case .executing: await check(recall)
        case .signal, .held, .contained, .correcting, .recertifying, .reinstating, .clear, .retired, .dismissed,
            .closed:
            break
        }
    }

    private func append(_ id: String, _ move: RecallMove) {
        do {
            _ = try desk.move(id, [move])
        } catch is RecallRefusal {
            // Somebody else moved it meanwhile, and what they say stands.
        } catch {
            logger.error(
                "the ledger does not take what became of a recall; it is in effect all the same",
                metadata: ["recall": "\(id)", "cause": "\(error)"]
            )
        }
    }

    // MARK: Checking

    private func check(_ recall: Recall) async {
        let settings = control.settings
        let check = EffectivenessCheck(recall.order, settings, seed: .random(in: .min ... .max))
        let before = asked(recall.order, settings)
        let since = WallClock.system.milliseconds()
        var answers: [(EffectivenessCheck.Probe, EffectivenessCheck.Answer)] = []
        for probe in check.probes { answers.append((probe, await relay.answer(to: probe, settings))) }
        try? await Task.sleep(for: Self.settle)
        let leaks = leaks(recall, settings, askedBefore: before, since: since)
        let result = check.judge(answers, leaks: leaks)
        if let fault = result.fault {
            logger.error(
                "a recall is not contained; it is checked again in a while",
                metadata: ["recall": "\(recall.id)", "fault": "\(fault)"]
            )
            // Once is enough for the ledger, until something else comes of it.
            guard recall.failedCheck != result.findings else { return }
            let number = checks.wrappingAdd(1, ordering: .relaxed).oldValue
            try? desk.noteFailedCheck(
                RecallCheck(id: recall.id, findings: result.findings, cause: fault),
                number: "\(recall.steps.count)-\(since)-\(number)"
            )
        } else {
            append(recall.id, RecallMove(to: .contained, by: .server, findings: result.findings))
            logger.notice(
                "a recall is contained",
                metadata: ["recall": "\(recall.id)", "probed": "\(answers.count)"]
            )
        }
    }

    /// Requests that went up to models of the lineage; counted where bytes are written, whatever was decided before.
    private func asked(_ order: RecallOrder, _ settings: Settings) -> Int {
        let names = Set(
            settings.models.filter { settings.reach(of: order.lineage, to: $0.lineage) != nil }.map(\.name)
        )
        return handles.models.filter { names.contains($0.name) }.reduce(0) { $0 + $1.asked }
    }

    /// nil: what goes up rightly cannot be told from what does not.
    private func leaks(_ recall: Recall, _ settings: Settings, askedBefore: Int, since: UInt64) -> Int? {
        // Conversations that had begun may go on.
        guard recall.order.depth > .newConversations else { return nil }
        if recall.order.slice.isWhole { return asked(recall.order, settings) - askedBefore }
        let slice = recall.order.slice
        guard slice[.tag] == nil, slice[.capability] == nil else { return nil }
        let use = LineageUse(recall.order, settings)
        var filter = JournalReader.Filter()
        filter.since = since
        var count = 0
        try? reader.each(filter) { record in
            if record.startedAt >= since, use.covers(record) { count += 1 }
            return true
        }
        return count
    }
}
