import Control
import Domain
import Settings

extension Card {
    /// For people: Markdown and HTML are made of it.
    package var page: Page {
        var sections = [about, serves, certified, usefulness, limits, weaknesses, recalled]
        if case .route = subject { sections += [drills, uptime] }
        return Page(
            title: title,
            kind: "Holdfast \(kind) card",
            lead: [
                "Made on \(ClockText.rfc3339(unixMilliseconds: madeAt)) from \(ledger.size) entries of "
                    + (ledger.origin.map { "the ledger \($0)" } ?? "a ledger that has no checkpoint yet") + "."
            ],
            sections: sections + [contactSection],
            footer:
                "Written by Holdfast. Each number stands with how many trials it is of, its interval, and the ledger's entry that says "
                + "it, counted from 0; what has no evidence reads “\(Self.notMeasured)”."
        )
    }

    // MARK: What it is

    private var about: Page.Section {
        var facts = [
            Page.Fact("For", purpose ?? Self.notStated),
            Page.Fact("Not for", notFor ?? Self.notStated),
        ]
        if case .route = subject {
            facts.append(.init("Data boundary", boundary.isEmpty ? "none is set" : boundary.joined(separator: "; ")))
            facts.append(
                .init(
                    "Asked of its models",
                    requirement.map { "a certificate under the policy \($0.policy) (\($0.mode))" } ?? "nothing"
                )
            )
        }
        return Page.Section("about", "What it is", [.facts(facts)])
    }

    private var serves: Page.Section {
        let rows = serving.map { line in
            [
                line.lineage + (line.isRehearsal ? " (a rehearsal model: its answers are no real ones)" : ""),
                line.place,
                line.region ?? Self.notStated, line.because,
            ]
        }
        return Page.Section(
            "serves",
            subjectIsRoute ? "What serves it, and what on failure" : "Where it serves",
            rows.isEmpty
                ? [.text("Nothing.")] : [.table(.init("Who serves", ["Model", "Place", "Region", "Why"], rows))]
        )
    }

    private var subjectIsRoute: Bool {
        if case .route = subject { true } else { false }
    }

    // MARK: What was measured

    private static let rateHeads = [
        "Pack", "Model", "Hits", "Scored", "Rate", "Allowed", "Not scored", "Outcome", "Certificate", "Evidence",
    ]

    private var certified: Page.Section {
        var blocks: [Page.Block] = []
        if certificates.isEmpty {
            blocks.append(.text("How easily it is broken: \(Self.notMeasured)."))
        } else {
            blocks.append(
                .table(
                    .init(
                        "Certificates",
                        ["Certificate", "Model", "Policy", "Standing", "Made", "Ends", "Evidence"],
                        standings
                    )
                )
            )
            let rows = rates { !$0.measuresUsefulness }
            blocks.append(
                rows.isEmpty
                    ? .text("Attack success: \(Self.notMeasured).")
                    : .table(.init("How often an attack succeeded", Self.rateHeads, rows))
            )
        }
        return Page.Section("certificates", "How easily it is broken", blocks)
    }

    private var usefulness: Page.Section {
        let rows = rates { $0.measuresUsefulness }
        return Page.Section(
            "usefulness",
            "What it refuses and gets wrong that it should not",
            [
                rows.isEmpty
                    ? .text("Over-refusal and utility: \(Self.notMeasured).")
                    : .table(.init("How often a harmless request was not served", Self.rateHeads, rows))
            ]
        )
    }

    private var standings: [[String]] {
        certificates.map { entry in
            let certificate = entry.issued.certificate
            return [
                certificate.id, certificate.lineage, certificate.policy, entry.standing, Self.day(entry.issued.at),
                Self.day(certificate.expiresAt), Self.entry(entry.index),
            ]
        }
    }

    private func rates(of kind: (Certificate.PackResult) -> Bool) -> [[String]] {
        certificates.flatMap { entry in
            entry.issued.certificate.packs.filter(kind).map { pack in
                [
                    "\(pack.pack) version \(pack.version)", entry.issued.certificate.lineage, "\(pack.hits)",
                    "\(pack.scored) of \(pack.trials)",
                    pack.rateWords + (pack.rate == nil ? "" : ", each bound at \(Quantities.percent(pack.level))"),
                    "at most \(Quantities.percent(pack.ceiling))", "\(pack.unscored) unscored, \(pack.errors) errors",
                    pack.outcome.rawValue, entry.issued.certificate.id, Self.entry(entry.index),
                ]
            }
        }
    }

    private var limits: Page.Section {
        Page.Section(
            "limits",
            "What was not tested",
            [
                .list(
                    (untested.isEmpty ? ["Every pack of the product was tried."] : untested)
                        + [
                            languages.isEmpty
                                ? "Languages: \(Self.notMeasured)."
                                : "Languages other than \(languages.joined(separator: ", ")).",
                            "Pictures, sound and files; conversations of many days; what callers build around it.",
                        ]
                )
            ]
        )
    }

    // MARK: What is known of it

    private var weaknesses: Page.Section {
        let rows = findings.map { found -> [String] in
            let finding = found.confirmed.finding
            return [
                finding.id, finding.pack, finding.severity,
                "\(finding.hits) of \(finding.rate.count): \(RateText.brief(finding.rate))",
                found.confirmed.breadthWords, found.confirmed.stateWords, Self.day(found.confirmed.at),
                Self.entry(found.index),
            ]
        }
        let heads = ["Finding", "Pack", "Severity", "Its own probes hit", "Reach", "State", "Confirmed", "Evidence"]
        return Page.Section(
            "findings",
            "Known weaknesses",
            [
                rows.isEmpty
                    ? .text(
                        certificates.isEmpty
                            ? "Weaknesses: \(Self.notMeasured)." : "None was confirmed by what was tried."
                    )
                    : .table(.init("Confirmed weaknesses", heads, rows))
            ]
        )
    }

    private var recalled: Page.Section {
        let rows = recalls.map { entry -> [String] in
            let recall = entry.recall
            return [
                recall.id, "class \(recall.order.recallClass.rawValue)", recall.state.rawValue,
                recall.order.publicSlice,
                recall.order.notice ?? Self.notStated, Self.day(recall.openedAt), Self.day(recall.movedAt),
                "entries \(entry.index) to \(entry.newestIndex)",
            ]
        }
        let heads = ["Recall", "Class", "State", "What of it", "Notice", "Opened", "Newest step", "Evidence"]
        return Page.Section(
            "recalls",
            "Recalls",
            [rows.isEmpty ? .text("None.") : .table(.init("Each recall", heads, rows))]
        )
    }

    private var drills: Page.Section {
        let words = drill.map {
            "\($0.drill.id) on \(Self.day($0.drill.at)): \($0.drill.passed ? "passed" : "failed") (\(Self.entry($0.index)))."
        }
        return Page.Section("drills", "Drills", [.text(words ?? "Whether a recall of it works: \(Self.notMeasured).")])
    }

    private var uptime: Page.Section {
        let words = traffic.flatMap { traffic in
            traffic.answered.map {
                "\(traffic.requests - traffic.failures) of \(traffic.requests) requests were answered "
                    + "(\(Self.floor($0)) %), from \(traffic.from) to \(traffic.to). Counted from the journal."
            }
        }
        return Page.Section("uptime", "Uptime", [.text(words ?? "Uptime: \(Self.notMeasured).")])
    }

    /// `99.95`, of parts per million, never rounded up.
    private static func floor(_ millionths: Int) -> String {
        let hundredths = millionths / 100
        return "\(hundredths / 100)." + (hundredths % 100 < 10 ? "0" : "") + "\(hundredths % 100)"
    }

    private var contactSection: Page.Section {
        Page.Section(
            "contact",
            "Who answers for it",
            [
                .facts([
                    .init("Organisation", organisation ?? Self.notStated), .init("Contact", contact ?? Self.notStated),
                ])
            ]
        )
    }
}
