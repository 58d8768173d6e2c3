import Control
import Journal
import Recalls
import Relay
import Settings

/// Checks that a recall does what it says: by probes on its paths, and by what went up all the same.
final class RecallChecker: Sendable {
    /// Exchanges that were on their way have ended or were counted by then.
    private static let settle = Duration.milliseconds(250)
    private static let mostAtOnce = 8
    /// How far back the journal is read beyond the order: clocks are set.
    private static let slack: UInt64 = 3_600_000

    private let control: ControlPlane
    private let relay: Relay
    private let handles: LiveHandles
    private let reader: JournalReader

    init(control: ControlPlane, relay: Relay, handles: LiveHandles, reader: JournalReader) {
        self.control = control
        self.relay = relay
        self.handles = handles
        self.reader = reader
    }

    func check(_ recall: Recall) async -> EffectivenessCheck.Result {
        let settings = control.settings
        var random = SystemRandomNumberGenerator()
        let check = EffectivenessCheck(recall.order, settings, using: &random)
        let before = asked(recall.order, settings)
        let answers = await ask(check.probes, settings)
        try? await Task.sleep(for: Self.settle)
        return check.judge(answers, leaks: leaks(recall, settings, askedBefore: before))
    }

    /// Closed paths first, which answer at once; a provider that hangs keeps the others waiting for nobody.
    private func ask(
        _ probes: [EffectivenessCheck.Probe],
        _ settings: Settings
    ) async -> [(EffectivenessCheck.Probe, EffectivenessCheck.Answer)] {
        await withTaskGroup(of: (EffectivenessCheck.Probe, EffectivenessCheck.Answer).self) { tasks in
            var waiting = (probes.filter(\.isClosed) + probes.filter { !$0.isClosed }).makeIterator()
            func add() {
                guard let probe = waiting.next() else { return }
                tasks.addTask { [relay] in (probe, await relay.answer(to: probe, settings)) }
            }
            for _ in 0..<Self.mostAtOnce { add() }
            var answers: [(EffectivenessCheck.Probe, EffectivenessCheck.Answer)] = []
            while let answer = await tasks.next() {
                answers.append(answer)
                add()
            }
            return answers
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
    private func leaks(_ recall: Recall, _ settings: Settings, askedBefore: Int) -> Int? {
        // Conversations that had begun may go on.
        guard recall.order.depth > .newConversations else { return nil }
        let slice = recall.order.slice
        if slice.isWhole { return asked(recall.order, settings) - askedBefore }
        guard slice[.tag] == nil, slice[.capability] == nil else { return nil }
        let use = LineageUse(recall.order, settings)
        let declared = recall.steps.first { $0.move.to == .declared }
        var filter = JournalReader.Filter()
        filter.since = (declared?.at ?? recall.openedAt) - min(Self.slack, declared?.at ?? recall.openedAt)
        var count = 0
        do {
            try reader.each(filter) { record in
                // The epoch of the last look before bytes went up, which no clock moves.
                if record.epoch >= declared?.epoch ?? 0, use.wasAsked(in: record) { count += 1 }
                return true
            }
        } catch {
            // What cannot be read shows nothing.
            return nil
        }
        return count
    }
}
