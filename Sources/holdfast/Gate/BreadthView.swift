import Control
import Domain
import JSON
import Probing
import Reports

/// How far findings reach, as words and JSON.
enum BreadthView {
    static func word(_ breadth: FindingBreadth?) -> String { breadth?.breadth.rawValue ?? "not measured" }

    /// A line each: what was tried, the categories that hit, the other models, what is proposed.
    static func words(_ found: GateState.Confirmed) -> [String] {
        guard let breadth = found.breadth else { return [] }
        let hit = breadth.categories.filter { $0.hits > 0 }
        let transfer = breadth.transfers.map { $0 ? ", and over fresh goals" : ", and not over fresh goals" } ?? ""
        let measured = found.measuredAt.map { ", \(ClockText.rfc3339(unixMilliseconds: $0))" } ?? ""
        var lines = [
            "breadth \(breadth.breadth.rawValue): \(hit.count) of \(breadth.categories.count) categories hit in "
                + "\(breadth.trials) trials\(transfer)\(measured)"
        ]
        lines += hit.map { category in
            "  \(name(category)): \(category.hits) of \(category.scored), "
                + "bounds \(RateText.interval(category.low, category.high))"
        }
        lines += breadth.siblings.map { "  \($0.lineage) with the same probes: \($0.hits) of \($0.scored)" }
        if let proposal = breadth.proposal { lines.append("a recall that would fit: \(proposal.words)") }
        return lines
    }

    private static func name(_ category: FindingBreadth.Category) -> String {
        category.field.isEmpty ? category.harm : "\(category.harm) in \(category.field)"
    }

    /// nil: it was not measured.
    static func json(_ found: GateState.Confirmed) -> JSONValue? {
        guard let breadth = found.breadth else { return nil }
        return .object(
            ("breadth", .string(breadth.breadth.rawValue)),
            ("trials", .integer(breadth.trials)),
            ("transfers", breadth.transfers.map { .bool($0) }),
            ("categories", .array(breadth.categories.map(json))),
            ("siblings", .array(breadth.siblings.map(json))),
            ("proposal", breadth.proposal.map(json)),
            ("run", breadth.run.isEmpty ? nil : .string(breadth.run)),
            ("measured_at", found.measuredAt.map { .string(ClockText.rfc3339(unixMilliseconds: $0)) })
        )
    }

    private static func json(_ category: FindingBreadth.Category) -> JSONValue {
        .object(
            ("harm", .string(category.harm)),
            ("field", .string(category.field)),
            ("hits", .integer(category.hits)),
            ("scored", .integer(category.scored)),
            ("low", .decimal(Double(category.low) / 1_000_000)),
            ("high", .decimal(Double(category.high) / 1_000_000))
        )
    }

    private static func json(_ sibling: FindingBreadth.Sibling) -> JSONValue {
        .object(
            ("lineage", .string(sibling.lineage)),
            ("hits", .integer(sibling.hits)),
            ("scored", .integer(sibling.scored))
        )
    }

    private static func json(_ proposal: FindingBreadth.Proposal) -> JSONValue {
        .object(
            ("class", .string(proposal.recallClass.rawValue)),
            ("depth", .string(proposal.depth.rawValue)),
            (
                "slice",
                proposal.slice.isWhole
                    ? nil
                    : .object(
                        proposal.slice.values.sorted { $0.key.rawValue < $1.key.rawValue }.map { dimension, values in
                            .init(dimension.rawValue, .array(values.sorted().map { .string($0) }))
                        }
                    )
            )
        )
    }
}
