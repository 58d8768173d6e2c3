import Control
import Domain
import Settings

extension Incident {
    /// The after-action report: what happened, how long each step took, what it came to, and what nobody measured.
    ///
    /// - Parameter now: Unix milliseconds.
    package func page(at now: UInt64) -> Page {
        Page(
            title: "After-action report: \(id)",
            kind: "Holdfast after-action report",
            lead: [
                "\(recall.id), class \(recall.order.recallClass.rawValue), of \(recall.order.lineage); state: \(recall.state.rawValue).",
                "Made on \(Self.time(now)) from the ledger and the journal. For operators: what is marked private is not for the public.",
            ]
                + (moments.resolved == nil ? ["It is not resolved: what follows is as it stands now."] : []),
            sections: [
                timelineSection, spansSection, section("measures", "What was done", measures),
                section("weaknesses", "What was found", evidence(.findings)), effectSection, clocksSection(now),
                section("reports", "Reports that were recorded", reports.map(Self.words)),
                section("private", "Reasons (private)", evidence(.privateReasons)),
                Page.Section("gaps", "What was not measured", [.list(gaps)]),
            ],
            footer: "Written by Holdfast from its ledger. Entries are counted from 0. \(RegulatorClock.notLegalAdvice)"
        )
    }

    private func section(_ id: String, _ title: String, _ lines: [String]) -> Page.Section {
        Page.Section(id, title, [lines.isEmpty ? .text("None.") : .list(lines)])
    }

    private var timelineSection: Page.Section {
        let rows = timeline.map { entry in
            [
                Self.time(entry.at), entry.state.rawValue, entry.actor, entry.detail, entry.notice ?? "",
                "entry \(entry.index)",
            ]
        }
        return Page.Section(
            "timeline",
            "Timeline",
            [
                .text("First known: \(Self.time(moments.aware)). First recorded: \(Self.time(moments.recorded))."),
                .table(.init("Steps", ["Time (UTC)", "State", "By", "Detail", "Public notice", "Evidence"], rows)),
            ]
        )
    }

    /// What a span was from and to, and how long; nil: one of them has not happened.
    package var spans: [(name: String, milliseconds: UInt64?)] {
        func span(_ from: UInt64?, _ to: UInt64?) -> UInt64? {
            guard let from, let to, to >= from else { return nil }
            return to - from
        }
        let held = opened.at
        return [
            ("from first known to held back", span(moments.aware, held)),
            ("from held back to declared", span(held, moments.confirmed)),
            ("from held back to contained", span(held, moments.contained)),
            ("from contained to resolved", span(moments.contained, moments.resolved)),
            ("from first known to resolved", span(moments.aware, moments.resolved)),
        ]
    }

    private var spansSection: Page.Section {
        let facts = spans.map { Page.Fact($0.name, $0.milliseconds.map(SpanText.of) ?? Card.notMeasured) }
        return Page.Section("spans", "Times between steps", [.facts(facts)])
    }

    private var effectSection: Page.Section {
        let contained = recall.steps.first { $0.move.to == .contained }?.move.findings
        let effect = recall.steps.first { $0.move.to == .executing }?.move.findings?.effectMicroseconds
        return Page.Section(
            "effect",
            "How well it worked",
            [
                .facts([
                    .init("In effect on every event loop after", effect.map { "\($0) µs" } ?? Card.notMeasured),
                    .init(
                        "Paths probed",
                        contained.flatMap { found in found.probed.map { "\($0) of \(found.paths ?? $0)" } }
                            ?? Card.notMeasured
                    ),
                    .init(
                        "Requests that reached it though none should have",
                        contained?.leaks.map(String.init) ?? Card.notMeasured
                    ),
                    .init("Exchanges that it answered until it was contained", traffic?.words ?? Card.notMeasured),
                    .init(
                        "In its place",
                        substitutes.map {
                            $0.isEmpty ? "no route of the settings is touched" : $0.map(\.words).joined(separator: " ")
                        }
                            ?? Card.notMeasured
                    ),
                ])
            ]
        )
    }

    private func clocksSection(_ now: UInt64) -> Page.Section {
        guard !clocks.isEmpty else {
            return Page.Section("clocks", "Regulator clocks", [.text("The settings name no regime, so no clock runs.")])
        }
        let rows = clocks.map { clock in
            [
                clock.rule.regime.rawValue, clock.rule.name, "\(clock.rule.span) from \(clock.rule.trigger.rawValue)",
                clock.rule.condition ?? "each case", clock.state(at: now).rawValue, clock.words(at: now),
                clock.rule.source.unverified,
            ]
        }
        let heads = ["Regime", "Clock", "Span", "Only for", "State", "Stands", "Not verified"]
        return Page.Section("clocks", "Regulator clocks", [.table(.init("Clocks", heads, rows))])
    }

    private static func words(_ made: IncidentRegister.Made) -> String {
        "\(time(made.at)): under \(made.report.regime) (entry \(made.epoch - 1))"
            + (made.report.reference.isEmpty ? "" : "; private reference: \(made.report.reference)")
    }

    private var gaps: [String] {
        var gaps: [String] = []
        if traffic == nil { gaps.append("Affected exchanges: there is no journal to count them from.") }
        if findings.isEmpty { gaps.append("How often it fails: the order names no finding of this ledger.") }
        if moments.contained == nil { gaps.append("Whether nothing reaches it: it was not contained by a check.") }
        if certificates.isEmpty { gaps.append("How it behaves since: no certificate was made under the recall.") }
        if substitutes == nil { gaps.append("Who served in its place: that is told only while it is held back.") }
        return gaps + [
            "Harm to people; what became of answers outside Holdfast; use that does not go through Holdfast."
        ]
    }
}
