import Control
import Domain
import JSON
import Recalls
import Settings

/// Recalls as tables and documents.
enum RecallView {
    static func json(_ recall: Recall) -> JSONValue {
        .object(
            ("id", .string(recall.id)),
            ("state", .string(recall.state.rawValue)),
            ("lineage", .string(recall.order.lineage.description)),
            (
                "slice",
                .object(
                    RecallSlice.Dimension.allCases.compactMap { dimension in
                        recall.order.slice[dimension].map {
                            .init(dimension.rawValue, .array($0.sorted().map { .string($0) }))
                        }
                    }
                )
            ),
            ("class", .string(recall.order.recallClass.rawValue)),
            ("depth", .string(recall.order.depth.rawValue)),
            ("kind", .string(recall.order.kind.rawValue)),
            ("reason_kind", .string(recall.order.reason.rawValue)),
            ("origin", .string(recall.order.origin.rawValue)),
            ("checks", .string(recall.order.checks.rawValue)),
            ("drill", .bool(recall.order.isDrill)),
            ("serving_percent", .integer(recall.share)),
            ("notice", recall.order.notice.map { .string($0) }),
            ("findings", recall.order.findings.isEmpty ? nil : .array(recall.order.findings.map { .string($0) })),
            ("aware_at", .string(ClockText.rfc3339(unixMilliseconds: recall.awareAt))),
            ("opened_at", .string(ClockText.rfc3339(unixMilliseconds: recall.openedAt))),
            ("moved_at", .string(ClockText.rfc3339(unixMilliseconds: recall.movedAt))),
            ("declared_by", recall.declaredBy.map { .string($0.description) }),
            ("failed_check", recall.failedCheck.map(findings)),
            ("next", .array(recall.state.next.map { .string($0.rawValue) })),
            ("steps", .array(recall.steps.map(step)))
        )
    }

    /// What `status` shows of one.
    static func line(_ recall: Recall) -> JSONValue {
        .object(
            ("id", .string(recall.id)),
            ("state", .string(recall.state.rawValue)),
            ("lineage", .string(recall.order.lineage.description)),
            ("serving_percent", .integer(recall.share))
        )
    }

    static func words(_ line: JSONValue) -> String {
        "\(line["id"]?.string ?? "-"): \(line["state"]?.string ?? "-"), \(line["lineage"]?.string ?? "-"), serving \(line["serving_percent"]?.integer ?? 0)%"
    }

    private static func step(_ step: Recall.Step) -> JSONValue {
        .object(
            ("state", .string(step.move.to.rawValue)),
            ("at", .string(ClockText.rfc3339(unixMilliseconds: step.at))),
            ("epoch", .integer(Int(clamping: step.epoch))),
            ("by", .string(step.move.by.description)),
            ("share", step.move.share.map { .integer($0) }),
            ("reason", step.move.reason.map { .string($0) }),
            ("statement", step.move.statement.map { .string($0) }),
            ("waiver", step.move.waiver.map { .string($0) }),
            ("evidence", step.move.evidence.isEmpty ? nil : .array(step.move.evidence.map { .string($0) })),
            ("findings", step.move.findings.map(findings))
        )
    }

    private static func findings(_ findings: RecallFindings) -> JSONValue {
        .object(
            ("effect_us", findings.effectMicroseconds.map { .integer($0) }),
            ("probed", findings.probed.map { .integer($0) }),
            ("paths", findings.paths.map { .integer($0) }),
            ("leaks", findings.leaks.map { .integer($0) })
        )
    }

    static func table(_ recalls: [Recall]) -> String {
        if recalls.isEmpty { return "There are no recalls." }
        var table = Table([
            .init("recall"), .init("state"), .init("class"), .init("depth"), .init("lineage"), .init("only"),
            .init("serving", isNumber: true), .init("since"),
        ])
        for recall in recalls {
            let order = recall.order
            table.add([
                recall.id, recall.state.rawValue, order.recallClass.rawValue, order.depth.rawValue,
                order.lineage.description, order.slice.isWhole ? "" : order.slice.words, "\(recall.share)%",
                ClockText.rfc3339(unixMilliseconds: recall.movedAt),
            ])
        }
        return table.text
    }

    /// One recall, with its life.
    static func life(_ recall: Recall) -> String {
        let order = recall.order
        var lines = [
            "\(recall.id)  \(recall.state.rawValue)",
            "class \(order.recallClass.rawValue) \(order.kind.rawValue) of \(order.lineage), depth \(order.depth.rawValue), "
                + "for \(order.reason.rawValue), from \(order.origin.rawValue)",
        ]
        if !order.slice.isWhole { lines.append("only \(order.slice.words)") }
        if let notice = order.notice { lines.append("notice: \(notice)") }
        lines.append("serving \(recall.share)% of what it is about; checks at level \(order.checks.rawValue)")
        if let failed = recall.failedCheck {
            lines.append("the last check failed: \(words(failed)). `holdfast ledger tail` says on which path")
        }
        lines.append("aware   \(ClockText.rfc3339(unixMilliseconds: recall.awareAt))")
        for step in recall.steps {
            let share = step.move.share.map { " \($0)%" } ?? ""
            let found = step.move.findings.map { "  \(words($0))" } ?? ""
            let said = [step.move.reason, step.move.statement].compactMap { $0 }.map { "  “\($0)”" }.joined()
            lines.append(
                "\(ClockText.rfc3339(unixMilliseconds: step.at))  \(step.move.to.rawValue)\(share)  by \(step.move.by)\(found)\(said)"
            )
        }
        if !recall.state.next.isEmpty {
            lines.append("next: \(recall.state.next.map(\.rawValue).joined(separator: ", "))")
        }
        return lines.joined(separator: "\n")
    }

    private static func words(_ findings: RecallFindings) -> String {
        [
            findings.effectMicroseconds.map { "in effect after \(Double($0 / 100) / 10) ms" },
            findings.paths.map { "\(findings.probed ?? 0) of \($0) paths probed" },
            findings.leaks.map { "\($0) requests reached it" },
        ].compactMap { $0 }.joined(separator: ", ")
    }

    // MARK: Paths

    static func json(_ paths: RecallPaths) -> JSONValue {
        .object(
            (
                "paths",
                .array(
                    paths.paths.map { path in
                        .object(
                            ("route", path.route.map { .string($0) }),
                            ("model", .string(path.model.name)),
                            ("provider", .string(path.model.provider)),
                            ("lineage", .string(path.model.lineage.description)),
                            ("fate", .string(fate(path.fate))),
                            ("because", because(path.fate).map { .string($0) })
                        )
                    }
                )
            ),
            (
                "routes",
                .array(
                    paths.routes.map { route in
                        var members: [JSONValue.Member] = [
                            .init("route", .string(route.route)), .init("outcome", .string(outcome(route.outcome))),
                        ]
                        if case .substitutes(let models) = route.outcome {
                            members.append(.init("substitutes", .array(models.map { .string($0) })))
                        }
                        return .object(members)
                    }
                )
            )
        )
    }

    static func table(_ paths: RecallPaths) -> String {
        if paths.paths.isEmpty {
            return "No model is configured: callers may ask for any name, and those of the lineage are refused."
        }
        var table = Table([
            .init("route"), .init("model"), .init("lineage"), .init("becomes"), .init("because"),
        ])
        for path in paths.paths {
            table.add([
                path.route ?? "-", path.model.name, path.model.lineage.description, fate(path.fate),
                because(path.fate) ?? "",
            ])
        }
        var routes = Table([.init("route"), .init("then")])
        for route in paths.routes { routes.add([route.route, words(route.outcome)]) }
        return table.text + "\n\n" + routes.text
    }

    private static func fate(_ fate: RecallPaths.Fate) -> String {
        switch fate {
        case .closed: "closed"
        case .narrowed: "closed_in_slice"
        case .open: "open"
        }
    }

    private static func because(_ fate: RecallPaths.Fate) -> String? {
        switch fate {
        case .closed(let reach), .narrowed(let reach): reach.description
        case .open: nil
        }
    }

    private static func outcome(_ outcome: RecallPaths.RouteFate.Outcome) -> String {
        switch outcome {
        case .untouched: "untouched"
        case .substitutes: "substitutes"
        case .lastResort: "last_resort"
        case .refused: "refused"
        }
    }

    static func words(_ outcome: RecallPaths.RouteFate.Outcome) -> String {
        switch outcome {
        case .untouched: "serves as before"
        case .substitutes(let models): "served by \(models.joined(separator: ", then "))"
        case .lastResort: "no substitute: answers with its last resort"
        case .refused: "no substitute: refuses with 503 model_recalled"
        }
    }
}
