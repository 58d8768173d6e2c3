import Control
import Domain
package import JSON
import Settings

extension IncidentClock {
    /// - Parameter now: Unix milliseconds.
    package func json(at now: UInt64) -> JSONValue {
        .object(
            ("regime", .string(rule.regime.rawValue)),
            ("clock", .string(rule.name)),
            ("article", .string(rule.article)),
            ("trigger", .string(rule.trigger.rawValue)),
            ("hours", .integer(Int(clamping: rule.hours))),
            ("condition", rule.condition.map { .string($0) } ?? .null),
            ("binds", .string(rule.binds)),
            ("basis", .string(rule.basis)),
            (
                "source",
                .object(
                    ("title", .string(rule.source.title)),
                    ("url", .string(rule.source.url)),
                    ("version", .string(rule.source.version)),
                    ("applies", .string(rule.source.applies)),
                    ("unverified", .string(rule.source.unverified))
                )
            ),
            ("state", .string(state(at: now).rawValue)),
            ("started_at", Incident.moment(startedAt)),
            ("due_at", Incident.moment(dueAt)),
            ("reported_at", Incident.moment(report?.at)),
            ("late", .bool(wasLate))
        )
    }
}

extension Incident {
    static func moment(_ unixMilliseconds: UInt64?) -> JSONValue {
        unixMilliseconds.map { .string(ClockText.rfc3339(unixMilliseconds: $0)) } ?? .null
    }

    /// For operators: what is private in it stands under `private`.
    ///
    /// - Parameter now: Unix milliseconds.
    package func json(at now: UInt64) -> JSONValue {
        .object(
            ("id", .string(id)),
            ("recall", .string(recall.id)),
            ("lineage", .string(recall.order.lineage.description)),
            ("class", .string(recall.order.recallClass.rawValue)),
            ("state", .string(recall.state.rawValue)),
            ("notice", recall.order.notice.map { .string($0) } ?? .null),
            ("aware_at", Self.moment(moments.aware)),
            ("recorded_at", Self.moment(moments.recorded)),
            ("opened_at", Self.moment(opened.at)),
            ("confirmed_at", Self.moment(moments.confirmed)),
            ("contained_at", Self.moment(moments.contained)),
            ("resolved_at", Self.moment(moments.resolved)),
            (
                "timeline",
                .array(
                    timeline.map { entry in
                        .object(
                            ("at", Self.moment(entry.at)),
                            ("ledger_index", .integer(Int(clamping: entry.index))),
                            ("state", .string(entry.state.rawValue)),
                            ("actor", .string(entry.actor)),
                            ("notice", entry.notice.map { .string($0) } ?? .null),
                            ("detail", .string(entry.detail))
                        )
                    }
                )
            ),
            ("measures", .array(measures.map { .string($0) })),
            ("findings", .array(evidence(.findings).map { .string($0) })),
            ("exchanges", exchangesJSON),
            ("substitutes", substitutesJSON),
            ("clocks", .array(clocks.map { $0.json(at: now) })),
            ("not_legal_advice", .string(RegulatorClock.notLegalAdvice)),
            (
                "private",
                .object(
                    ("slice", recall.order.slice.isWhole ? .null : .string(recall.order.slice.words)),
                    ("reasons", .array(evidence(.privateReasons).map { .string($0) })),
                    (
                        "reports",
                        .array(
                            reports.map { made in
                                .object(
                                    ("regime", .string(made.report.regime)),
                                    ("at", Self.moment(made.at)),
                                    ("ledger_index", .integer(Int(clamping: made.epoch - 1))),
                                    ("by", .string(made.report.by.description)),
                                    ("reference", .string(made.report.reference))
                                )
                            }
                        )
                    )
                )
            )
        )
    }

    private var exchangesJSON: JSONValue {
        guard let traffic else { return .null }
        return .object(
            ("count", .integer(traffic.exchanges)),
            ("from", Self.moment(traffic.from)),
            ("to", Self.moment(traffic.to)),
            ("upper_bound", .bool(traffic.isUpperBound)),
            ("lower_bound", .bool(traffic.isLowerBound))
        )
    }

    private var substitutesJSON: JSONValue {
        guard let substitutes else { return .null }
        return .array(
            substitutes.map { line in
                .object(("route", .string(line.route)), ("lineage", line.lineage.map { .string($0) } ?? .null))
            }
        )
    }
}
