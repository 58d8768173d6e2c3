import Domain
import JSON

/// A recall begins: the order, and whether as a signal, a hold or declared at once.
package struct RecallOpening: Sendable, Equatable {
    package var id: String
    package var order: RecallOrder
    package var move: RecallMove

    package init(id: String, order: RecallOrder, move: RecallMove) {
        self.id = id
        self.order = order
        self.move = move
    }

    var publicFields: [String: CanonicalValue] {
        var fields = move.publicFields
        fields["id"] = .string(id)
        fields["lineage"] = .string(order.lineage.description)
        fields["sliced"] = .bool(!order.slice.isWhole)
        fields["class"] = .string(order.recallClass.rawValue)
        fields["depth"] = .string(order.depth.rawValue)
        fields["kind"] = .string(order.kind.rawValue)
        fields["reason_kind"] = .string(order.reason.rawValue)
        fields["origin"] = .string(order.origin.rawValue)
        fields["checks"] = .string(order.checks.rawValue)
        fields["drill"] = .bool(order.isDrill)
        fields["notice"] = order.notice.map { .string($0) }
        fields["findings"] = order.findings.isEmpty ? nil : .array(order.findings.map { .string($0) })
        return fields
    }

    var privateFields: [String: CanonicalValue] {
        var fields = move.privateFields
        if !order.slice.isWhole { fields["slice"] = order.slice.canonical }
        return fields
    }

    /// A lineage that cannot be read reaches nothing, and there is none: every event was checked before it was appended.
    /// A slice that was erased reaches the whole lineage, for that is the safe side.
    init(_ open: [String: CanonicalValue], _ closed: [String: CanonicalValue]) {
        id = open["id"]?.string ?? ""
        order = RecallOrder(
            LineagePattern(open["lineage"]?.string ?? "") ?? LineagePattern(Lineage(vendor: "", family: "")),
            slice: RecallSlice(closed["slice"]),
            recallClass: RecallClass(open["class"]) ?? .one,
            depth: RecallDepth(open["depth"]),
            kind: RecallKind(open["kind"]) ?? .recall,
            reason: RecallReason(open["reason_kind"]) ?? .safety,
            origin: RecallOrigin(open["origin"]) ?? .operator,
            checks: CheckLevel(open["checks"]),
            isDrill: open["drill"]?.bool ?? false,
            notice: open["notice"]?.string,
            findings: open["findings"]?.elements?.compactMap(\.string) ?? []
        )
        move = RecallMove(open, closed, else: .declared)
    }
}

/// What became of a recall.
package struct RecallMoving: Sendable, Equatable {
    package var id: String
    package var move: RecallMove

    package init(id: String, move: RecallMove) {
        self.id = id
        self.move = move
    }

    var publicFields: [String: CanonicalValue] {
        var fields = move.publicFields
        fields["id"] = .string(id)
        fields["class"] = move.recallClass.map { .string($0.rawValue) }
        fields["depth"] = move.depth.map { .string($0.rawValue) }
        fields["notice"] = move.notice.map { .string($0) }
        return fields
    }

    init(_ open: [String: CanonicalValue], _ closed: [String: CanonicalValue]) {
        id = open["id"]?.string ?? ""
        move = RecallMove(open, closed, else: .held)
        move.recallClass = RecallClass(open["class"])
        move.depth = RecallDepth(open["depth"])
        move.notice = open["notice"]?.string
    }
}

/// A check of what a recall does found that something still reaches the lineage, or could not be made.
package struct RecallCheck: Sendable, Equatable {
    package var id: String
    package var findings: RecallFindings
    /// Which path, and what came of it; private.
    package var cause: String

    package init(id: String, findings: RecallFindings, cause: String) {
        self.id = id
        self.findings = findings
        self.cause = cause
    }

    var publicFields: [String: CanonicalValue] {
        var fields = findings.canonical
        fields["id"] = .string(id)
        return fields
    }

    init(_ open: [String: CanonicalValue], _ closed: [String: CanonicalValue]) {
        id = open["id"]?.string ?? ""
        findings = RecallFindings(open)
        cause = closed["cause"]?.string ?? ""
    }
}

extension RecallMove {
    fileprivate var publicFields: [String: CanonicalValue] {
        var fields = findings?.canonical ?? [:]
        fields["to"] = .string(to.rawValue)
        fields["share"] = share.map { .integer($0) }
        fields["by"] = .string(by.description)
        fields["evidence"] = evidence.isEmpty ? nil : .array(evidence.map { .string($0) })
        fields["waived"] = waiver == nil ? nil : .bool(true)
        return fields
    }

    var privateFields: [String: CanonicalValue] {
        var fields: [String: CanonicalValue] = [:]
        fields["reason"] = reason.map { .string($0) }
        fields["statement"] = statement.map { .string($0) }
        fields["waiver"] = waiver.map { .string($0) }
        return fields
    }

    /// - Parameter state: where it goes when that cannot be read; never one that lets more serve.
    fileprivate init(
        _ open: [String: CanonicalValue],
        _ closed: [String: CanonicalValue],
        else state: RecallState
    ) {
        let findings = RecallFindings(open)
        self.init(
            to: open["to"]?.string.flatMap(RecallState.init(rawValue:)) ?? state,
            share: open["share"]?.integer,
            by: open["by"]?.string.flatMap { Actor($0) } ?? .server,
            reason: closed["reason"]?.string,
            statement: closed["statement"]?.string,
            evidence: open["evidence"]?.elements?.compactMap(\.string) ?? [],
            waiver: closed["waiver"]?.string ?? (open["waived"]?.bool == true ? "" : nil),
            findings: findings == RecallFindings() ? nil : findings
        )
    }
}

extension RecallFindings {
    fileprivate var canonical: [String: CanonicalValue] {
        var fields: [String: CanonicalValue] = [:]
        fields["effect_us"] = effectMicroseconds.map { .integer($0) }
        fields["probed"] = probed.map { .integer($0) }
        fields["paths"] = paths.map { .integer($0) }
        fields["leaks"] = leaks.map { .integer($0) }
        return fields
    }

    fileprivate init(_ open: [String: CanonicalValue]) {
        self.init(
            effectMicroseconds: open["effect_us"]?.integer,
            probed: open["probed"]?.integer,
            paths: open["paths"]?.integer,
            leaks: open["leaks"]?.integer
        )
    }
}

extension RawRepresentable where RawValue == String {
    fileprivate init?(_ value: CanonicalValue?) {
        guard let text = value?.string else { return nil }
        self.init(rawValue: text)
    }
}
