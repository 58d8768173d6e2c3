import JSON

/// That the private fields of some entries were destroyed, because they spoke of somebody who has a right to that.
package struct Erasure: Sendable, Equatable {
    /// As `ControlEvent.subject` names it.
    package var subject: String
    package var reason: String
    /// The positions of the entries that have lost their private fields: what is missing anywhere else is a fault.
    package var entries: [Int]

    package init(subject: String, reason: String, entries: [Int]) {
        self.subject = subject
        self.reason = reason
        self.entries = entries
    }

    /// Whom an erasure may be about: people, their keys, and what was written about a recall, a finding, an alarm or a pause
    /// of the watch; not the server.
    package static func mayErase(_ subject: String) -> Bool {
        subject == "watch"
            || ["tenant:", "key:", "operator:", "recall:", "finding:", "alarm:", "watch:"].contains {
                subject.hasPrefix($0) && subject != $0
            }
    }

    /// What still has an effect, and would be erased. A key or token must be revoked first, for nobody could name it
    /// afterwards; a recall must be over, for without its slice it would reach the whole lineage; a finding must be closed, and
    /// the watch resumed, for what holds must have its reason.
    ///
    /// - Returns: ids, sorted.
    package static func inUse(_ subject: String, _ state: ControlState) -> [String] {
        if subject.hasPrefix("recall:") {
            let recall = state.recalls[String(subject.dropFirst("recall:".count))]
            return recall.map { $0.isStanding || !$0.state.isOver ? [$0.id] : [] } ?? []
        }
        if subject.hasPrefix("finding:") {
            let id = String(subject.dropFirst("finding:".count))
            return state.gate.findings[id].map { $0.closed == nil ? [id] : [] } ?? []
        }
        if subject == "watch" { return state.watch.kept(nil) == nil ? [] : [subject] }
        if subject.hasPrefix("watch:") {
            let model = String(subject.dropFirst("watch:".count))
            return state.watch.kept(model) == nil ? [] : [model]
        }
        let keys = state.keys.values.filter { $0.revokedAt == nil && "tenant:\($0.grant.tenant)" == subject }
        let operators = state.operators.values.filter { $0.revokedAt == nil && "operator:\($0.grant.id)" == subject }
        return (keys.map(\.grant.id) + operators.map(\.grant.id)).sorted()
    }

    var publicFields: [String: CanonicalValue] { ["count": .integer(entries.count)] }

    var privateFields: [String: CanonicalValue] {
        ["subject": .string(subject), "reason": .string(reason), "entries": .array(entries.map { .integer($0) })]
    }

    init(_ closed: [String: CanonicalValue]) {
        subject = closed["subject"]?.string ?? ""
        reason = closed["reason"]?.string ?? ""
        entries = closed["entries"]?.elements?.compactMap(\.integer) ?? []
    }
}
