import Control
import Logging
import Recalls
import Relay
import Storage
import Synchronization

/// Carries recalls out: says when every event loop has one, has it checked, and only then calls it contained.
///
/// What it appends comes back to it as the next state.
final class RecallRunner: Sendable {
    /// Between a check that failed and the next.
    private static let pause = Duration.seconds(10)

    private let desk: RecallDesk
    private let control: ControlPlane
    private let checker: RecallChecker
    private let ledger: LedgerStore
    private let logger: Logger
    private let states: AsyncStream<ControlPlane.Adopted>
    private let inlet: AsyncStream<ControlPlane.Adopted>.Continuation
    private let checking = Mutex<Set<String>>([])
    /// Recalls that there were when keys were last made for those to come.
    private let prepared = Mutex<Int?>(nil)

    init(desk: RecallDesk, control: ControlPlane, checker: RecallChecker, ledger: LedgerStore, logger: Logger) {
        self.desk = desk
        self.control = control
        self.checker = checker
        self.ledger = ledger
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
                prepare(adopted.state)
                let recalls = adopted.state.recalls.values.filter { !$0.order.isDrill }.sorted { $0.id < $1.id }
                for recall in recalls where recall.state == .declared { execute(recall, adopted) }
                // A slow provider keeps one recall waiting for its check, and no other one.
                for recall in recalls where recall.state == .executing {
                    guard checking.withLock({ $0.insert(recall.id).inserted }) else { continue }
                    tasks.addTask { [self] in await check(recall) }
                }
                if Task.isCancelled { break }
            }
            tasks.cancelAll()
        }
    }

    private func prepare(_ state: ControlState) {
        let count = state.recalls.count
        guard prepared.withLock({ $0 }) != count else { return }
        // Where they cannot be made now, whoever opens a recall makes its own.
        guard (try? desk.prepare(in: state)) != nil else { return }
        prepared.withLock { $0 = count }
    }

    private func execute(_ recall: Recall, _ adopted: ControlPlane.Adopted) {
        // A look that is not owed to an adoption may meet a state that is still on its way to the loops.
        guard let declared = recall.steps.last?.epoch, declared <= control.inEffect else { return }
        let durable = ledger.commitMoment(of: declared) ?? recall.movedAt * 1000
        let inEffect = control.effectMoment(of: declared) ?? adopted.at
        let effect = Int(clamping: inEffect - min(inEffect, durable))
        let move = RecallMove(to: .executing, by: .server, findings: .init(effectMicroseconds: effect))
        guard append(recall.id, move) else { return }
        logger.notice(
            "a recall is in effect",
            metadata: ["recall": "\(recall.id)", "lineage": "\(recall.order.lineage)", "effect_us": "\(effect)"]
        )
    }

    private func check(_ recall: Recall) async {
        defer { checking.withLock { _ = $0.remove(recall.id) } }
        let result = await checker.check(recall)
        guard let fault = result.fault else {
            guard append(recall.id, RecallMove(to: .contained, by: .server, findings: result.findings)) else { return }
            let probed = "\(result.findings.probed ?? 0)"
            logger.notice("a recall is contained", metadata: ["recall": "\(recall.id)", "probed": "\(probed)"])
            return
        }
        logger.error(
            "a recall is not contained; it is checked again in a while",
            metadata: ["recall": "\(recall.id)", "fault": "\(fault)"]
        )
        // Once is enough for the ledger, until something else comes of it.
        guard recall.failedCheck != result.findings else { return }
        do {
            try desk.noteFailedCheck(RecallCheck(id: recall.id, findings: result.findings, cause: fault))
        } catch {
            tellRefused(recall.id, error)
        }
    }

    /// - Returns: whether the recall has moved.
    private func append(_ id: String, _ move: RecallMove) -> Bool {
        do {
            _ = try desk.move(id, [move], under: nil)
            return true
        } catch is RecallRefusal {
            // Somebody else moved it meanwhile, and what they say stands.
        } catch {
            tellRefused(id, error)
        }
        return false
    }

    private func tellRefused(_ id: String, _ error: any Error) {
        logger.error(
            "the ledger does not take what became of a recall; it is in effect all the same",
            metadata: ["recall": "\(id)", "cause": "\(error)"]
        )
    }
}
