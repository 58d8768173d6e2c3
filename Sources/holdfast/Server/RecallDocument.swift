import Console
import Control
import Domain
import Foundation
import JSON
import Recalls
import Settings

/// The JSON body by which the operator API is told of a recall. Unknown members and wrong types are refused, each by name.
struct RecallDocument {
    static let order: Set<String> = [
        "lineage", "state", "slice", "class", "depth", "kind", "reason_kind", "checks", "reason", "notice", "aware_at",
        "evidence", "findings", "even_unused", "dry_run",
    ]
    static let step: Set<String> = [
        "to", "share", "reason", "statement", "evidence", "waiver", "class", "depth", "dry_run",
    ]

    private let body: JSONValue

    init(_ bytes: [UInt8], known: Set<String>) throws {
        guard let body = try? JSONValue(parsing: bytes), case .object(let members) = body else {
            throw ConsoleSources.Failure.badQuery("The body is not one JSON object.")
        }
        if let stranger = members.first(where: { !known.contains($0.key) }) {
            throw ConsoleSources.Failure.badQuery(
                "The member `\(stranger.key.prefix(32))` is not known. Known are: \(known.sorted().joined(separator: ", "))."
            )
        }
        self.body = body
    }

    private func wrong(_ name: String, _ what: String) -> ConsoleSources.Failure {
        .badQuery("`\(name)` must be \(what).")
    }

    private func present(_ name: String) -> JSONValue? {
        guard let value = body[name], !value.isNull else { return nil }
        return value
    }

    func text(_ name: String, atMost limit: Int = RecallMove.longestText) throws -> String? {
        guard let value = present(name) else { return nil }
        guard let text = value.string, text.utf8.count <= limit else {
            throw wrong(name, "a text of at most \(limit) bytes")
        }
        return text
    }

    func flag(_ name: String) throws -> Bool {
        guard let value = present(name) else { return false }
        guard let flag = value.bool else { throw wrong(name, "true or false") }
        return flag
    }

    func integer(_ name: String, _ range: ClosedRange<Int>) throws -> Int? {
        guard let number = try integer(name) else { return nil }
        guard range.contains(number) else {
            throw wrong(name, "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func texts(_ name: String) throws -> [String]? { try present(name).map { try texts($0, name) } }

    func integer(_ name: String) throws -> Int? {
        guard let value = present(name) else { return nil }
        guard let number = value.integer else { throw wrong(name, "a whole number") }
        return number
    }

    func choice<Choice: RawRepresentable<String> & CaseIterable>(_ name: String, _: Choice.Type) throws -> Choice? {
        guard let text = try text(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            throw wrong(name, "one of: \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return choice
    }

    /// Unix milliseconds.
    func moment(_ name: String) throws -> UInt64? {
        guard let text = try text(name) else { return nil }
        guard let moment = Timestamp(argument: text) else { throw wrong(name, "a moment such as 2026-06-12T21:21:00Z") }
        return moment.milliseconds
    }

    private func texts(_ value: JSONValue, _ name: String) throws -> [String] {
        guard let elements = value.elements, elements.allSatisfy({ $0.string != nil }) else {
            throw wrong(name, "a list of texts")
        }
        return elements.compactMap(\.string)
    }

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
            depth: state == .declared ? try choice("depth", RecallDepth.self) : nil
        )
    }
}
