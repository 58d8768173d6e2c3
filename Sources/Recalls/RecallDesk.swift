package import Control
import Domain
package import Settings
package import Storage

/// Where recalls begin and move: each call is one transaction of the ledger, checked against the state that it meets.
package struct RecallDesk: Sendable {
    private let ledger: LedgerStore
    private let now: @Sendable () -> UInt64

    package init(_ ledger: LedgerStore, now: @escaping @Sendable () -> UInt64) {
        self.ledger = ledger
        self.now = now
    }

    /// Somebody else has appended what changes the answer; look again.
    private struct Overtaken: Error {}

    private static let clockSlack: UInt64 = 300_000
    /// So many writers at one moment there are not.
    private static let patience = 20

    /// - Parameter guarding: what else must hold of the state that the event meets.
    /// - Throws: `RecallRefusal`, what `guarding` throws, or `StorageError`.
    package func open(
        _ order: RecallOrder,
        _ move: RecallMove,
        awareAt: UInt64? = nil,
        guarding: (ControlState) throws -> Void = { _ in }
    ) throws -> Recall {
        try checkOpening(order, move, awareAt: awareAt)
        return try retrying {
            let state = try ledger.refresh()
            let id = nextID(in: state, isDrill: order.isDrill)
            let after = try ledger.append(
                [
                    .init(
                        .recallOpened(RecallOpening(id: id, order: order, move: move)),
                        id: "\(id)/0",
                        awareAt: awareAt
                    )
                ],
                check: { state in
                    guard state.recalls[id] == nil else { throw Overtaken() }
                    try Self.checkFindings(of: order, in: state)
                    try guarding(state)
                }
            )
            guard let recall = after.recalls[id] else { throw RecallRefusal.unknown(id) }
            return recall
        }
    }

    /// What `open` asks of an order, without opening it.
    package func checkOpening(_ order: RecallOrder, _ move: RecallMove, awareAt: UInt64?) throws(RecallRefusal) {
        try Recall.checkFirst(move, order)
        guard RecallOrder.isPlain(notice: order.notice) else { throw .badNotice }
        // Clocks differ a little.
        if let awareAt, awareAt > now() + Self.clockSlack { throw .awareInFuture }
    }

    /// Whatever an order is for must have been found.
    package static func checkFindings(of order: RecallOrder, in state: ControlState) throws(RecallRefusal) {
        for finding in order.findings where state.gate.findings[finding] == nil { throw .unknownFinding(finding) }
    }

    /// Makes all the moves or none.
    ///
    /// - Parameters:
    ///   - settings: whose models must be certified where the moves lift the recall; nil for the server's own moves, which
    ///     lift none.
    ///   - guarding: what else must hold of the state that the moves meet.
    /// - Throws: `RecallRefusal`, what `guarding` throws, or `StorageError`.
    package func move(
        _ id: String,
        _ moves: [RecallMove],
        under settings: Settings?,
        guarding: (ControlState) throws -> Void = { _ in }
    ) throws -> Recall {
        try move(id, moves, under: settings, with: [], guarding)
    }

    private func move(
        _ id: String,
        _ moves: [RecallMove],
        under settings: Settings?,
        with others: [LedgerStore.Draft],
        _ guarding: (ControlState) throws -> Void = { _ in }
    ) throws -> Recall {
        try retrying {
            guard let seen = try ledger.refresh().recalls[id] else { throw RecallRefusal.unknown(id) }
            let after = try ledger.append(
                moves.enumerated().map { place, move in
                    .init(.recallMoved(RecallMoving(id: id, move: move)), id: "\(id)/\(seen.steps.count + place)")
                } + others,
                check: { state in
                    // Ids of events come from the number of steps: one that was overtaken must not pass for a repeated one.
                    guard var recall = state.recalls[id], recall.steps.count == seen.steps.count else {
                        throw Overtaken()
                    }
                    try guarding(state)
                    for move in moves {
                        try recall.move(
                            move,
                            at: now(),
                            epoch: state.epoch,
                            people: state.people(at: now()),
                            proof: Self.proof(for: recall, state, settings)
                        )
                    }
                }
            )
            guard let recall = after.recalls[id] else { throw RecallRefusal.unknown(id) }
            return recall
        }
    }

    /// What a move would come to, without making it.
    package func tried(
        _ id: String,
        _ moves: [RecallMove],
        in state: ControlState,
        under settings: Settings?
    ) throws -> Recall {
        guard var recall = state.recalls[id] else { throw RecallRefusal.unknown(id) }
        for move in moves {
            try recall.move(
                move,
                at: now(),
                epoch: state.epoch,
                people: state.people(at: now()),
                proof: Self.proof(for: recall, state, settings)
            )
        }
        return recall
    }

    private static func proof(for recall: Recall, _ state: ControlState, _ settings: Settings?) -> Recall.Proof {
        guard let settings else { return .none }
        let models = settings.models.filter { recall.order.reach(to: $0, settings) != nil }
        return Recall.Proof(models: models.map(\.name), gate: state.gate)
    }

    /// Ends a drill: the states that are left, and what it measured, in one transaction.
    ///
    /// - Parameter isContained: otherwise it was broken off where it stood.
    package func finishDrill(_ id: String, _ report: DrillReport, isContained: Bool) throws {
        let finish = LedgerStore.Draft(.drillFinished(DrillFinish(id: id, report: report)), id: "\(id)/finished")
        let way: [RecallMove] =
            isContained
            ? [
                RecallMove(to: .correcting, by: .server), RecallMove(to: .recertifying, by: .server),
                RecallMove(to: .reinstating, share: 100, by: .server), RecallMove(to: .clear, by: .server),
                RecallMove(to: .closed, by: .server),
            ] : [RecallMove(to: .dismissed, by: .server, reason: "a path stayed open")]
        _ = try move(id, way, under: nil, with: [finish])
    }

    package func noteFailedCheck(_ check: RecallCheck) throws {
        try ledger.append([.init(.recallCheckFailed(check), id: "\(check.id)/check/\(ledger.state.epoch)")])
    }

    private func retrying(_ work: () throws -> Recall) throws -> Recall {
        for _ in 0..<Self.patience {
            do { return try work() } catch is Overtaken { continue }
        }
        return try work()
    }

    /// So many recalls may be opened without a word with the server.
    private static let mostPrepared = 8

    /// Makes the keys of the next recalls, so that one can be opened while the server hangs inside a write to its records.
    package func prepare(in state: ControlState) throws {
        let subjects = (1...Self.mostPrepared).map { "recall:\(nextID(in: state, isDrill: false, ahead: $0))" }
        try ledger.prepareKeys(for: subjects)
    }

    /// Drills apart.
    private func nextID(in state: ControlState, isDrill: Bool, ahead: Int = 1) -> String {
        EventNumber.next(isDrill ? "DR" : "RC", at: now(), among: state.recalls.keys, ahead: ahead)
    }
}

extension ControlState {
    /// Operators: who they are, and which of them may act and have not left.
    ///
    /// - Parameter now: Unix milliseconds.
    package func people(at now: UInt64) -> Recall.People {
        let active = operators.filter { _, one in
            one.revokedAt == nil && one.grant.role != .viewer && one.grant.expiresAt.map { now < $0 } ?? true
        }
        return Recall.People(names: operators.mapValues(\.grant.name), active: Set(active.keys))
    }
}
