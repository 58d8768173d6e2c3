import Control
import JSON

/// A drill's report as table and document.
enum DrillView {
    static func json(_ report: DrillReport) -> JSONValue {
        .object(
            ("passed", .bool(report.passed)),
            ("routes", .array(report.routes.map { .string($0) })),
            ("effect_us", report.effectMicroseconds.map { .integer($0) }),
            ("incumbent", side(report.incumbent)),
            ("substitute", side(report.substitute)),
            ("gaps", .object(report.gaps.sorted { $0.key < $1.key }.map { .init($0.key, .integer($0.value)) })),
            ("dropped", .integer(report.dropped))
        )
    }

    private static func side(_ side: DrillReport.Side) -> JSONValue {
        .object(
            ("requests", .integer(side.requests)),
            ("failures", .integer(side.failures)),
            ("first_token_p50_us", side.firstTokenP50.map { .integer($0) }),
            ("first_token_p95_us", side.firstTokenP95.map { .integer($0) }),
            ("total_p50_us", side.totalP50.map { .integer($0) }),
            ("total_p95_us", side.totalP95.map { .integer($0) }),
            ("input_tokens", .integer(side.inputTokens)),
            ("output_tokens", .integer(side.outputTokens)),
            ("cost", .object(side.cost.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })),
            ("models", .object(side.models.sorted { $0.key < $1.key }.map { .init($0.key, .integer($0.value)) }))
        )
    }

    /// - Parameter report: what `json` gives.
    static func table(_ id: String, _ report: JSONValue) -> String {
        let incumbent = report["incumbent"], substitute = report["substitute"]
        var table = Table([.init(""), .init("incumbent", isNumber: true), .init("substitute", isNumber: true)])
        for (title, name) in [("requests", "requests"), ("failures", "failures")] {
            table.add([title] + [incumbent, substitute].map { "\($0?[name]?.integer ?? 0)" })
        }
        for (title, name) in [
            ("first token p50", "first_token_p50_us"), ("first token p95", "first_token_p95_us"),
            ("total p50", "total_p50_us"), ("total p95", "total_p95_us"),
        ] { table.add([title] + [incumbent, substitute].map { time($0?[name]?.integer) }) }
        for (title, name) in [("tokens in", "input_tokens"), ("tokens out", "output_tokens")] {
            table.add([title] + [incumbent, substitute].map { "\($0?[name]?.integer ?? 0)" })
        }
        table.add(["cost"] + [incumbent, substitute].map { pairs($0?["cost"]) })
        table.add(["answered by"] + [incumbent, substitute].map { pairs($0?["models"]) })
        let verdict = report["passed"]?.bool == true ? "passed" : "failed"
        let effect = report["effect_us"]?.integer.map { ", in effect after \(time($0))" } ?? ""
        let gaps = pairs(report["gaps"])
        return "\(id) \(verdict)\(effect)\n\n\(table.text)" + (gaps == "-" ? "" : "\n\nno substitute for: \(gaps)")
            + ((report["dropped"]?.integer ?? 0) > 0 ? "\n\(report["dropped"]?.integer ?? 0) copies found no room" : "")
    }

    private static func time(_ microseconds: Int?) -> String {
        microseconds.map { "\(Double($0 / 10) / 100) ms" } ?? "-"
    }

    private static func pairs(_ value: JSONValue?) -> String {
        guard case .object(let members)? = value, !members.isEmpty else { return "-" }
        return members.map { "\($0.key) \($0.value.string ?? "\($0.value.integer ?? 0)")" }.joined(separator: ", ")
    }
}
