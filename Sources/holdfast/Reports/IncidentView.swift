import Control
import Domain
import JSON
import Reports
import Settings
import Telemetry

/// Incidents as tables, and as the operator API and metrics tell of them.
enum IncidentView {
    /// - Parameter now: Unix milliseconds, as everywhere here.
    static func list(_ incidents: [Incident], at now: UInt64) -> JSONValue {
        .object(
            ("incidents", .array(incidents.map { $0.json(at: now) })),
            ("overdue", .integer(clocks(of: incidents).count { $0.isMissed(at: now) })),
            ("not_legal_advice", .string(RegulatorClock.notLegalAdvice))
        )
    }

    static func table(_ incidents: [Incident], hasRegimes: Bool, at now: UInt64) -> String {
        let hint =
            "No regime is watched, so no clock runs. Name those that bind you in the settings: incidents: {regimes: [eu-ai-act-73, cert-in]}. Known are: "
            + Regime.allCases.map(\.rawValue).joined(separator: ", ") + "."
        guard !incidents.isEmpty else {
            return "There are no incidents." + (hasRegimes ? "" : "\n\(hint)")
        }
        var table = Table([
            .init("incident"), .init("opened"), .init("class"), .init("state"), .init("lineage"), .init("clock"),
            .init("stands"), .init("due"), .init("only for"),
        ])
        for incident in incidents {
            let head = [
                incident.id, ClockText.rfc3339(unixMilliseconds: incident.opened.at),
                incident.recall.order.recallClass.rawValue, incident.recall.state.rawValue,
                incident.recall.order.lineage.description,
            ]
            if incident.clocks.isEmpty { table.add(head + ["-", "-", "-", ""]) }
            for clock in incident.clocks { table.add(head + cells(clock, at: now)) }
        }
        return table.text + "\n\n" + (hasRegimes ? RegulatorClock.notLegalAdvice : hint)
    }

    private static func cells(_ clock: IncidentClock, at now: UInt64) -> [String] {
        [
            "\(clock.rule.regime.rawValue)/\(clock.rule.name)", clock.state(at: now).rawValue, clock.words(at: now),
            clock.rule.condition ?? "",
        ]
    }

    static func clocks(_ incident: Incident, at now: UInt64) -> String {
        guard !incident.clocks.isEmpty else { return "The settings name no regime, so no clock runs." }
        var table = Table([.init("clock"), .init("stands"), .init("due"), .init("only for")])
        for clock in incident.clocks { table.add(cells(clock, at: now)) }
        return table.text
    }

    static func life(_ incident: Incident, at now: UInt64) -> String {
        let moments = incident.moments
        func time(_ moment: UInt64?) -> String { moment.map { ClockText.rfc3339(unixMilliseconds: $0) } ?? "-" }
        let order = incident.recall.order
        var lines = [
            "\(incident.id)  class \(order.recallClass.rawValue), \(incident.recall.state.rawValue), \(order.lineage)",
            "aware      \(time(moments.aware))", "recorded   \(time(moments.recorded))",
            "opened     \(time(incident.opened.at))", "confirmed  \(time(moments.confirmed))",
            "contained  \(time(moments.contained))", "resolved   \(time(moments.resolved))", "", "Timeline:",
        ]
        lines += incident.timeline.map { "  \($0.sentence)" }
        lines += ["", "Measures:"] + incident.measures.map { "  \($0)" }
        for (title, kind) in [
            ("What was found", DraftQuestion.Evidence.findings), ("Exchanges", .exchanges),
            ("In its place", .substitutes),
            ("What of its use", .reach), ("Reasons (private)", .privateReasons),
        ] {
            let said = incident.evidence(kind)
            lines += ["", "\(title):"] + (said.isEmpty ? ["  not measured"] : said.map { "  \($0)" })
        }
        lines += ["", "Affected one by one: holdfast journal --answered-by \(incident.recall.id)"]
        return lines.map(TerminalText.plain).joined(separator: "\n") + "\n\n" + clocks(incident, at: now) + "\n\n"
            + RegulatorClock.notLegalAdvice
    }

    // MARK: Metrics

    private static func clocks(of incidents: [Incident]) -> [IncidentClock] { incidents.flatMap(\.clocks) }

    /// Clocks that hold for each case; those of special cases are not counted.
    static func readings(_ incidents: [Incident], at now: UInt64) -> [Reading] {
        let states = clocks(of: incidents).filter { $0.rule.condition == nil }.map { $0.state(at: now) }
        return IncidentClock.State.allCases.map { state in
            Reading(
                "holdfast_incident_clocks",
                "Clocks of regulators on incidents, without those of special cases.",
                .gauge,
                states.count { $0 == state },
                labels: [("state", state.rawValue)]
            )
        }
    }
}
