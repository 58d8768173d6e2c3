/// A standing order that keeps a lineage, or a slice of its use, from serving; with all that became of it.
///
/// A pure value: `move` is its whole life, and the only way it changes.
package struct Recall: Sendable, Hashable, Codable {
    /// One state, and how it was come to.
    package struct Step: Sendable, Hashable, Codable {
        package var move: RecallMove
        /// Unix milliseconds.
        package var at: UInt64
        /// Number of events of the ledger with this one.
        package var epoch: UInt64
    }

    /// `HF-RC-2026-0001`; drills are `HF-DR-…`.
    package let id: String
    package private(set) var order: RecallOrder
    package private(set) var steps: [Step]
    /// As it was opened; a declaration may have changed them since.
    private let openedClass: RecallClass
    private let openedDepth: RecallDepth
    private let openedNotice: String?
    /// When somebody first knew, Unix milliseconds.
    package let awareAt: UInt64
    /// The newest check that failed since it is being carried out; nil: none.
    package private(set) var failedCheck: RecallFindings?

    package init(id: String, order: RecallOrder, first: RecallMove, at: UInt64, awareAt: UInt64?, epoch: UInt64) {
        self.id = id
        self.order = order
        openedClass = order.recallClass
        openedDepth = order.depth
        openedNotice = order.notice
        self.awareAt = awareAt ?? at
        steps = [Step(move: first, at: at, epoch: epoch)]
    }

    package var state: RecallState { steps.last?.move.to ?? .signal }
    package var openedAt: UInt64 { steps.first?.at ?? 0 }
    package var movedAt: UInt64 { steps.last?.at ?? 0 }
    /// Number of events of the ledger with the one at which its return began, however many stages that has had; nil: it does not
    /// return.
    package var returnsSince: UInt64? {
        steps.reversed().prefix { $0.move.to == .reinstating }.last?.epoch
    }
    package var openedBy: Actor? { steps.first?.move.by }

    /// Who ordered what stands: a hold's declarer, or who declared it at once.
    package var declaredBy: Actor? {
        steps.last { $0.move.to == .declared }?.move.by ?? openedBy
    }

    private var wasDeclared: Bool { steps.contains { $0.move.to == .declared } }

    /// Percent of conversations that may reach the lineage; 100: the recall keeps nothing back.
    package var share: Int {
        switch state {
        case .signal, .clear, .dismissed: 100
        case .held, .declared, .executing, .contained, .correcting, .recertifying, .retired: 0
        case .reinstating: steps.last?.move.share ?? 0
        case .closed: steps.contains { $0.move.to == .retired } ? 0 : 100
        }
    }

    /// Something is kept from serving.
    package var isStanding: Bool { share < 100 || state == .reinstating }

    /// What of it the data plane must know; nil: nothing.
    package struct Effect: Sendable, Hashable {
        package var order: RecallOrder
        package var share: Int
    }

    package var effect: Effect? { isStanding ? Effect(order: order, share: share) : nil }

    /// Nobody has decided yet what is to become of it: of a hold, whoever made it, and of what the server found and wanted held
    /// but may not hold by itself.
    ///
    /// - Parameter kinds: of what the server holds where it may.
    package func awaitsPerson(holding kinds: Set<RecallKind>) -> Bool {
        guard !order.isDrill else { return false }
        switch state {
        case .held: return true
        case .signal: return openedBy == .server && kinds.contains(order.kind)
        case .declared, .executing, .contained, .correcting, .recertifying, .reinstating, .clear, .retired, .dismissed,
            .closed:
            return false
        }
    }

    /// As it was with so many events; nil before it was opened.
    package func asOf(epoch: UInt64) -> Recall? {
        guard let first = steps.first, first.epoch <= epoch else { return nil }
        var order = order
        (order.recallClass, order.depth, order.notice) = (openedClass, openedDepth, openedNotice)
        var past = Recall(id: id, order: order, first: first.move, at: first.at, awareAt: awareAt, epoch: first.epoch)
        for step in steps.dropFirst() where step.epoch <= epoch {
            _ = past.apply(step.move, at: step.at, epoch: step.epoch)
        }
        return past
    }

    // MARK: Moving

    /// Who may count as a person, for the rule that two must agree.
    package struct People: Sendable {
        /// Names of operators by the id of their token, of all that there ever were: who made a new one is who they were.
        package var names: [String: String]
        /// Ids of tokens that may act.
        package var active: Set<String>

        /// - Parameter active: nil: all of them.
        package init(names: [String: String], active: Set<String>? = nil) {
            self.names = names
            self.active = active ?? Set(names.keys)
        }

        /// A person with two tokens is one.
        package var count: Int { Set(active.compactMap { names[$0] }).count }

        func isSame(_ one: Actor?, _ other: Actor) -> Bool {
            guard let one else { return false }
            if one == other { return true }
            guard case .operator(let first) = one, case .operator(let second) = other else { return false }
            return names[first].map { $0 == names[second] } ?? false
        }
    }

    /// The newest state after `move`, or why it may not be.
    ///
    /// - Parameter proof: of what the recall keeps back.
    package mutating func move(
        _ move: RecallMove,
        at: UInt64,
        epoch: UInt64,
        people: People,
        proof: Proof = .none
    ) throws(RecallRefusal) {
        try check(move, people, proof, now: at)
        _ = apply(move, at: at, epoch: epoch)
    }

    /// Takes a move that was appended, and so was checked.
    ///
    /// - Returns: whether there is such an arrow.
    mutating func apply(_ move: RecallMove, at: UInt64, epoch: UInt64) -> Bool {
        guard state.next.contains(move.to) || order.isDrill && !state.isOver && move.to == .dismissed else {
            return false
        }
        order.recallClass = move.recallClass ?? order.recallClass
        order.depth = move.depth ?? order.depth
        order.notice = move.notice ?? order.notice
        failedCheck = nil
        steps.append(Step(move: move, at: at, epoch: epoch))
        return true
    }

    mutating func noteFailedCheck(_ findings: RecallFindings) {
        failedCheck = findings
    }

    /// Whether a recall may begin so.
    package static func checkFirst(_ move: RecallMove, _ order: RecallOrder) throws(RecallRefusal) {
        guard RecallState.first.contains(move.to) else { throw .noSuchArrow(from: nil, to: move.to) }
        if move.by == .server, !order.isDrill, move.to == .declared { throw .needsPerson(move.to) }
    }

    private func check(
        _ move: RecallMove,
        _ people: People,
        _ proof: Proof,
        now: UInt64
    ) throws(RecallRefusal) {
        if order.isDrill {
            guard state.next.contains(move.to) || !state.isOver && move.to == .dismissed else {
                throw .noSuchArrow(from: state, to: move.to)
            }
            return
        }
        guard state.next.contains(move.to) else { throw .noSuchArrow(from: state, to: move.to) }
        guard RecallOrder.isPlain(notice: move.notice) else { throw .badNotice }
        try checkShare(move)
        // Who declares a hold does not let more serve by it.
        if let depth = move.depth, share == 0, depth < order.depth { throw .shallower(order.depth) }
        switch move.to {
        case .executing, .contained:
            guard move.by == .server else { throw .needsServer(move.to) }
        case .signal, .held: break
        case .declared:
            guard move.by != .server else { throw .needsPerson(move.to) }
        case .correcting, .recertifying, .reinstating, .clear, .retired, .dismissed, .closed:
            guard move.by != .server else { throw .needsPerson(move.to) }
            guard case .operator(let id) = move.by, people.active.contains(id) else { throw .needsToken }
        }
        // Its steps back and what they need would be passed over.
        if state == .held, move.to == .dismissed, wasDeclared { throw .wasDeclared }
        if RecallState.isLifting(from: state, to: move.to) { try checkLifting(move, people, proof, now) }
    }

    private func checkShare(_ move: RecallMove) throws(RecallRefusal) {
        guard move.to == .reinstating else { return }
        guard let share = move.share, RecallMove.shares.contains(share) else { throw .badShare }
        if state == .reinstating, share <= self.share { throw .shareNotLarger(self.share) }
    }

    private func checkLifting(
        _ move: RecallMove,
        _ people: People,
        _ proof: Proof,
        _ now: UInt64
    ) throws(RecallRefusal) {
        // What nobody ever declared, one person may release.
        guard state != .held else { return }
        try checkOtherPerson(move, people)
        if state == .recertifying, move.to == .reinstating { try checkEvidence(move, proof, now) }
    }

    private func checkOtherPerson(_ move: RecallMove, _ people: People) throws(RecallRefusal) {
        if case .operator? = declaredBy {
            guard people.isSame(declaredBy, move.by) else { return }
            guard people.count == 1 else { throw .needsOtherPerson(declaredBy?.description ?? "") }
        } else if people.count > 1 {
            // Whoever that user of the machine was, somebody else could have said no.
            return
        }
        guard Self.hasWords(move.waiver) else { throw .needsWaiver }
    }

    /// Certificates where there are models that could have them, otherwise a person's word.
    private func checkEvidence(_ move: RecallMove, _ proof: Proof, _ now: UInt64) throws(RecallRefusal) {
        if needsCertificate, !proof.models.isEmpty {
            guard let missing = proof.missing(for: self, now: now) else { return }
            throw .needsCertificate(model: missing, recall: id, findings: order.findings)
        }
        guard Self.hasWords(move.statement) || !move.evidence.isEmpty else { throw .needsEvidence }
    }

    private static func hasWords(_ text: String?) -> Bool { text?.contains { !$0.isWhitespace } ?? false }
}
