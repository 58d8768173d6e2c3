import Console
import Control
import Domain
import JSON
import Recalls
import Settings

/// What the operator API is told of a recall.
extension CommandDocument {
    static let order: Set<String> = [
        "lineage", "state", "slice", "class", "depth", "kind", "reason_kind", "checks", "reason", "notice", "aware_at",
        "evidence", "findings", "even_unused", "dry_run",
    ]
    static let step: Set<String> = [
        "to", "share", "reason", "statement", "evidence", "waiver", "class", "depth", "notice", "dry_run",
    ]

    private func slice(_ settings: Settings) throws -> RecallSlice {
        guard let value = present("slice") else { return RecallSlice() }
        guard case .object(let members) = value else { throw wrong("slice", "an object") }
        var values: [RecallSlice.Dimension: [String]] = [:]
        for member in members {
            guard let dimension = RecallSlice.Dimension(rawValue: member.key) else {
                let known = RecallSlice.Dimension.allCases.map(\.rawValue).joined(separator: ", ")
                throw ConsoleSources.Failure.badQuery("`slice` has no `\(member.key.prefix(32))`. It has: \(known).")
            }
            values[dimension] = try texts(member.value, "slice.\(member.key)")
        }
        return try SliceValues(values).slice(settings)
    }

    func order(_ lineage: LineagePattern, _ settings: Settings) throws -> RecallOrder {
        let findings = try present("findings").map { try texts($0, "findings") } ?? []
        guard findings.count <= RecallOrder.mostFindings else {
            throw wrong("findings", "a list of at most \(RecallOrder.mostFindings) ids of findings")
        }
        return RecallOrder(
            lineage,
            slice: try slice(settings),
            recallClass: try choice("class", RecallClass.self) ?? .two,
            depth: try choice("depth", RecallDepth.self),
            kind: try choice("kind", RecallKind.self) ?? .recall,
            reason: try choice("reason_kind", RecallReason.self) ?? .safety,
            checks: try choice("checks", CheckLevel.self),
            notice: try text("notice", atMost: RecallOrder.longestNotice),
            findings: findings
        )
    }

    func move(to state: RecallState, share: Int?, by actor: Actor) throws -> RecallMove {
        let evidence = try present("evidence").map { try texts($0, "evidence") } ?? []
        guard evidence.count <= RecallMove.mostEvidence,
            evidence.allSatisfy({ $0.utf8.count == 64 && $0.utf8.allSatisfy(Hex.isDigit) })
        else { throw wrong("evidence", "a list of at most \(RecallMove.mostEvidence) SHA-256 in hexadecimal") }
        return RecallMove(
            to: state,
            share: share,
            by: actor,
            reason: try text("reason"),
            statement: try text("statement"),
            evidence: evidence.map { $0.lowercased() },
            waiver: try text("waiver"),
            recallClass: state == .declared ? try choice("class", RecallClass.self) : nil,
            depth: state == .declared ? try choice("depth", RecallDepth.self) : nil,
            notice: state == .declared ? try text("notice", atMost: RecallOrder.longestNotice) : nil
        )
    }
}
