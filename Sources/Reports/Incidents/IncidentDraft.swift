import Control
import Domain
package import JSON
package import Settings

/// A report to a regulator before a person has completed, checked and sent it. Holdfast sends none.
package struct IncidentDraft: Sendable, Equatable {
    package struct Field: Sendable, Equatable {
        package var key: String
        package var title: String
        /// From the evidence, each piece a line.
        package var evidence: [String]
        /// What a person must fill in; nil: nothing.
        package var toFill: String?
    }

    package let incident: String
    package let regime: Regime
    /// Unix milliseconds.
    package let madeAt: UInt64
    package let clocks: [IncidentClock]
    package let fields: [Field]

    package static let head = "DRAFT. Not legal advice. Not sent: a person completes, checks and sends it."
    package static let mark = "to be filled in by a person: "

    /// - Parameter now: Unix milliseconds.
    package init(_ incident: Incident, _ regime: Regime, now: UInt64) {
        self.incident = incident.id
        self.regime = regime
        madeAt = now
        clocks = RegulatorClock.of(regime).map { rule in
            incident.clocks.first { $0.rule == rule }
                ?? IncidentClock(
                    rule: rule,
                    startedAt: incident.moments.start(of: rule.trigger),
                    reports: incident.reports,
                    isDismissed: incident.recall.state == .dismissed
                )
        }
        fields = DraftQuestion.of(regime).map { question in
            let evidence = question.evidence.flatMap { incident.evidence($0) }
            return Field(
                key: question.key,
                title: question.title,
                evidence: evidence,
                toFill: question.ask ?? (evidence.isEmpty ? "the evidence says nothing of it" : nil)
            )
        }
    }

    // MARK: Forms

    package var page: Page {
        Page(
            title: "\(incident): \(regime.title)",
            kind: "Holdfast draft of a report",
            lead: [
                Self.head,
                "Made on \(ClockText.rfc3339(unixMilliseconds: madeAt)) from the ledger and the journal. It may hold what is private: read it before it leaves.",
            ],
            sections: [
                Page.Section(
                    "clocks",
                    "Deadlines",
                    [
                        .table(
                            .init(
                                "Deadlines",
                                ["Clock", "Rule", "Span", "Stands", "Only for", "Source", "Not verified"],
                                clocks.map { clock in
                                    let rule = clock.rule
                                    return [
                                        rule.name, rule.article, "\(rule.span) from \(rule.trigger.rawValue)",
                                        clock.words(at: madeAt), rule.condition ?? "each case",
                                        "\(rule.source.title), \(rule.source.url), \(rule.source.version); applies: \(rule.source.applies)",
                                        rule.source.unverified,
                                    ]
                                }
                            )
                        ), .text(RegulatorClock.notLegalAdvice),
                    ]
                )
            ]
                + fields.map { field in
                    Page.Section(
                        field.key.replacing("_", with: ""),
                        field.title,
                        (field.evidence.isEmpty ? [] : [.list(field.evidence)])
                            + (field.toFill.map { [.text(Self.mark + $0)] } ?? [])
                    )
                },
            footer: Self.head
        )
    }

    package var json: JSONValue {
        .object(
            ("draft", .bool(true)),
            ("sent", .bool(false)),
            ("notice", .string(Self.head)),
            ("incident", .string(incident)),
            ("regime", .string(regime.rawValue)),
            ("title", .string(regime.title)),
            ("made_at", .string(ClockText.rfc3339(unixMilliseconds: madeAt))),
            ("clocks", .array(clocks.map { $0.json(at: madeAt) })),
            (
                "fields",
                .array(
                    fields.map { field in
                        .object(
                            ("key", .string(field.key)),
                            ("title", .string(field.title)),
                            ("evidence", .array(field.evidence.map { .string($0) })),
                            ("to_fill", field.toFill.map { .string(Self.mark + $0) } ?? .null)
                        )
                    }
                )
            )
        )
    }
}
