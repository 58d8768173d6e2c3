import Control
import Domain
package import JSON

/// The same in the shapes of Statuspage's API v2, which existing programs read. What it has no word for is beside it, under `holdfast`.
extension StatusBoard {
    /// By file below `api/v2/`.
    package var statuspage: [(file: String, document: JSONValue)] {
        let all = JSONValue.array(incidents.map(document))
        let open = JSONValue.array(incidents.filter(\.isOpen).map(document))
        let components = JSONValue.array(components.enumerated().map { document($0.element, position: $0.offset + 1) })
        let none = JSONValue.array([])
        return [
            (
                "summary.json",
                .object(
                    ("page", page),
                    ("status", status),
                    ("components", components),
                    ("incidents", open),
                    ("scheduled_maintenances", none)
                )
            ),
            ("status.json", .object(("page", page), ("status", status))),
            ("components.json", .object(("page", page), ("components", components))),
            ("incidents.json", .object(("page", page), ("incidents", all))),
            ("incidents/unresolved.json", .object(("page", page), ("incidents", open))),
            ("scheduled-maintenances.json", .object(("page", page), ("scheduled_maintenances", none))),
            ("scheduled-maintenances/upcoming.json", .object(("page", page), ("scheduled_maintenances", none))),
            ("scheduled-maintenances/active.json", .object(("page", page), ("scheduled_maintenances", none))),
        ]
    }

    private var pageID: String { Slug.id("page:\(ledger.origin ?? name)") }

    private var page: JSONValue {
        .object(
            ("id", .string(pageID)),
            ("name", .string(name)),
            ("url", .string(address ?? "")),
            ("time_zone", .string("Etc/UTC")),
            ("updated_at", .time(madeAt)),
            (
                "holdfast",
                .object(
                    ("ledger_origin", ledger.origin.map { .string($0) } ?? .null),
                    ("ledger_entries", .integer(Int(clamping: ledger.size))),
                    ("ledger_entries_signed", .integer(Int(clamping: signed)))
                )
            )
        )
    }

    private var status: JSONValue {
        let indicator =
            switch level {
            case .operational: "none"
            case .degraded: "minor"
            case .partial: "major"
            case .major: "critical"
            }
        return .object(
            ("indicator", .string(indicator)),
            ("description", .string(StatusWords.english.overall(level)))
        )
    }

    private func document(_ component: Component, position: Int) -> JSONValue {
        .object(
            ("id", .string(component.id)),
            ("name", .string(component.name)),
            ("status", .string(component.level.rawValue)),
            ("created_at", .null),
            ("updated_at", .time(madeAt)),
            ("position", .integer(position)),
            ("description", .string(component.kind.rawValue)),
            ("showcase", .bool(true)),
            ("start_date", component.days.first.map { .string($0.day) } ?? .null),
            ("group_id", .null),
            ("page_id", .string(pageID)),
            ("group", .bool(false)),
            ("only_show_if_degraded", .bool(false)),
            (
                "holdfast",
                .object(
                    ("kind", .string(component.kind.rawValue)),
                    ("served_by_rehearsal", .bool(component.isServedByRehearsal)),
                    ("served_by", component.servedBy.map { .string($0) } ?? .null),
                    ("requests_90d", component.kind == .route ? .integer(component.requests) : .null),
                    ("failures_90d", component.kind == .route ? .integer(component.failures) : .null),
                    ("evidence_at", component.evidenceAt.map { .time($0) } ?? .null),
                    (
                        "last_drill",
                        component.drill.map { entry in
                            .object(
                                ("id", .string(entry.drill.id)),
                                ("passed", .bool(entry.drill.passed)),
                                ("at", .time(entry.drill.at)),
                                ("ledger_index", .integer(Int(clamping: entry.index)))
                            )
                        } ?? .null
                    ),
                    ("card", .string(component.card + ".json"))
                )
            )
        )
    }

    private func document(_ incident: Incident) -> JSONValue {
        let recall = incident.recall
        let affected = components.filter { incident.affected.contains($0.id) }
        return .object(
            ("id", .string(Slug.id(recall.id))),
            ("name", .string(incident.title(.english))),
            ("status", .string(Self.word(recall.state))),
            ("created_at", .time(incident.startedAt)),
            ("updated_at", .time(recall.movedAt)),
            ("monitoring_at", recall.steps.first { $0.move.to == .reinstating }.map { .time($0.at) } ?? .null),
            ("resolved_at", incident.resolvedAt.map { .time($0) } ?? .null),
            ("impact", .string(Self.impact(recall.order.recallClass))),
            ("shortlink", .string(address.map { "\($0)#\(recall.id)" } ?? "#\(recall.id)")),
            ("started_at", .time(incident.startedAt)),
            ("page_id", .string(pageID)),
            // The newest first.
            ("incident_updates", .array(incident.steps.reversed().map { update($0, of: incident, affected) })),
            (
                "components",
                .array(
                    affected.map {
                        .object(
                            ("id", .string($0.id)),
                            ("name", .string($0.name)),
                            ("status", .string($0.level.rawValue))
                        )
                    }
                )
            ),
            (
                "holdfast",
                .object(
                    ("recall", .string(recall.id)),
                    ("lineage", .string(recall.order.lineage.description)),
                    ("class", .string(recall.order.recallClass.rawValue)),
                    ("depth", .string(recall.order.depth.rawValue)),
                    ("state", .string(recall.state.rawValue)),
                    ("whole", .bool(recall.order.slice.isWhole)),
                    ("serving_percent", .integer(recall.share)),
                    ("notice", recall.order.notice.map { .string($0) } ?? .null),
                    ("substitutes", .array(incident.substitutes.map { .string($0) })),
                    ("findings", .array(recall.order.findings.map { .string($0) }))
                )
            )
        )
    }

    private func update(_ step: Recall.Step, of incident: Incident, _ affected: [Component]) -> JSONValue {
        .object(
            ("id", .string(Slug.id("\(incident.recall.id)/\(step.epoch)"))),
            ("status", .string(Self.word(step.move.to))),
            ("body", .string(incident.text(of: step, .english))),
            ("incident_id", .string(Slug.id(incident.recall.id))),
            ("created_at", .time(step.at)),
            ("updated_at", .time(step.at)),
            ("display_at", .time(step.at)),
            (
                "affected_components",
                .array(affected.map { .object(("code", .string($0.id)), ("name", .string($0.name))) })
            ),
            ("deliver_notifications", .bool(true)),
            ("custom_tweet", .null),
            ("tweet_id", .null),
            (
                "holdfast",
                .object(
                    ("state", .string(step.move.to.rawValue)),
                    ("ledger_index", .integer(Int(clamping: step.epoch - 1)))
                )
            )
        )
    }

    private static func word(_ state: RecallState) -> String {
        switch state {
        case .signal, .held: "investigating"
        case .declared, .executing, .contained, .correcting, .recertifying: "identified"
        case .reinstating: "monitoring"
        case .clear, .retired, .dismissed, .closed: "resolved"
        }
    }

    private static func impact(_ recallClass: RecallClass) -> String {
        switch recallClass {
        case .one: "critical"
        case .two: "major"
        case .three: "minor"
        }
    }

}
