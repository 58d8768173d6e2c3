import Control
import Domain
import JSON
import Probing
import Reports

/// Findings with what people said of them, as tables and JSON.
enum FindingView {
    static func table(_ findings: [GateState.Confirmed]) -> String {
        var table = Table([
            .init("finding"), .init("model"), .init("severity"), .init("CJS"), .init("breadth"), .init("state"),
            .init("pack"),
            .init("rate and 95% interval"), .init("n", isNumber: true), .init("probes", isNumber: true),
            .init("worst probe"),
        ])
        for found in findings {
            let finding = found.finding
            table.add([
                finding.id, finding.model, finding.severity, found.cjs.levelWords, BreadthView.word(found.breadth),
                state(found),
                finding.pack,
                RunView.rate(finding.rate), "\(finding.rate.count)", "\(finding.probes.count)",
                finding.probes.first ?? "",
            ])
        }
        return table.text
    }

    /// `open`, or what it was closed as.
    static func state(_ found: GateState.Confirmed) -> String { found.closed?.outcome.rawValue ?? "open" }

    /// What people said, a line each.
    static func words(_ found: GateState.Confirmed) -> [String] {
        var lines = ["severity by CJS \(found.cjs.levelWords): \(axes(found.cjs))"]
        lines += BreadthView.words(found)
        if let assessed = found.assessed {
            lines.append("assessed by \(assessed.by), \(time(assessed.at)): \(TerminalText.plain(assessed.reason))")
        }
        if let closed = found.closed {
            lines.append(
                "closed as \(closed.outcome.rawValue) by \(closed.by), \(time(closed.at)): "
                    + TerminalText.plain(closed.reason)
            )
        } else {
            lines.append("open")
        }
        return lines
    }

    private static func axes(_ cjs: Finding.CJS) -> String {
        Finding.CJS.Axis.allCases.map { axis in
            "\(axis.rawValue) \(cjs[axis].map(Finding.CJS.halved) ?? "not assessed")"
        }.joined(separator: ", ")
    }

    static func json(_ found: GateState.Confirmed) -> JSONValue {
        let finding = found.finding
        return .object(
            ("id", .string(finding.id)),
            ("model", .string(finding.model)),
            ("lineage", .string(finding.lineage)),
            ("pack", .string(finding.pack)),
            ("pack_version", .integer(finding.packVersion)),
            ("severity", .string(finding.severity)),
            ("hits", .integer(finding.hits)),
            ("rate", finding.rate.json),
            ("probes", .array(finding.probes.map { .string($0) })),
            ("tags", .array(finding.tags.map { .string($0) })),
            ("evidence", .array(finding.evidence.map { .string($0) })),
            ("cjs", found.cjs.json),
            ("breadth", BreadthView.json(found)),
            ("state", .string(found.closed == nil ? "open" : "closed")),
            ("assessed", found.assessed.map { said($0.by, $0.reason, $0.at) }),
            ("closed", found.closed.map { said($0.by, $0.reason, $0.at, ("as", .string($0.outcome.rawValue))) }),
            ("fingerprint", finding.fingerprint.map { .string($0) })
        )
    }

    private static func said(
        _ by: Actor,
        _ reason: String,
        _ at: UInt64,
        _ more: (String, JSONValue?) = ("as", nil)
    ) -> JSONValue {
        .object(more, ("by", .string(by.description)), ("reason", .string(reason)), ("at", .string(time(at))))
    }

    private static func time(_ at: UInt64) -> String { ClockText.rfc3339(unixMilliseconds: at) }
}
