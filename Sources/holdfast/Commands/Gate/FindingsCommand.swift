import ArgumentParser
import Control
import Domain
import JSON
import Probing
import Settings
import Storage

struct FindingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "findings",
        abstract: "List confirmed weaknesses, or show one with what shows it.",
        discussion: """
            A finding is made of probes that hit in a run and hit again when they were tried once more. Its rate is that of the second \
            run, which did not choose what it counts by its outcome. The words behind it lie in this state folder and nowhere else.

            Examples:
              holdfast findings
              holdfast findings --model sonnet
              holdfast findings HF-FD-2026-0001 --show-texts

            Exit code 1 when there is no such finding.
            """
    )

    @Argument(help: "A finding's id. Without it all are listed, the newest first.")
    var id: String?

    @Option(help: "Only findings of this model.")
    var model: String?

    @Flag(help: "Show the words that the model gave away.")
    var showTexts = false

    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            let settings = try source.load().settings
            let gate = try Desk.existingLedger(settings).refresh().gate
            guard let id else {
                let all = gate.findings.values.filter { model == nil || $0.finding.model == model }
                    .sorted { ($1.at, $1.finding.id) < ($0.at, $0.finding.id) }.map(\.finding)
                return show(
                    output,
                    json: .object(("findings", .array(all.map { RunView.json($0) }))),
                    table: RunView.table(all)
                )
            }
            guard let found = gate.findings[id] else {
                throw Failure(.failed, "There is no finding `\(id)`. `holdfast findings` lists them.")
            }
            let hits = try evidence(found.finding, settings)
            show(
                output,
                json: .object(
                    ("finding", RunView.json(found.finding)),
                    ("confirmed_at", .string(ClockText.rfc3339(unixMilliseconds: found.at))),
                    ("trials", .array(hits.map { Self.json($0, showTexts) }))
                ),
                table: Self.table(found, hits, showTexts)
            )
        }
    }

    /// The trials whose answers the finding names, where they are still kept.
    private func evidence(_ finding: Finding, _ settings: Settings) throws -> [Trial.Outcome] {
        let store = ProbeStore(try Desk.records(settings))
        let wanted = Set(finding.evidence)
        var hits: [Trial.Outcome] = []
        for run in try store.runs(limit: 1000) where run.plan.target == finding.model {
            try store.each(of: run.plan.id) { outcome in
                if outcome.verdict == .hit, let hash = outcome.answersHash, wanted.contains(hash) {
                    hits.append(outcome)
                }
            }
        }
        return hits
    }

    private static func json(_ hit: Trial.Outcome, _ showTexts: Bool) -> JSONValue {
        .object(
            ("probe", .string(hit.probe)),
            ("rule", .string(hit.rule)),
            ("answers_hash", hit.answersHash.map { .string($0) }),
            ("excerpt", showTexts ? hit.excerpt.map { .string($0) } : nil),
            ("answers", showTexts ? hit.answers.map { .string($0) } : nil)
        )
    }

    private static func table(_ found: GateState.Confirmed, _ hits: [Trial.Outcome], _ showTexts: Bool) -> String {
        let finding = found.finding
        var lines = [
            "\(finding.id): \(finding.model) (\(finding.lineage)), severity \(finding.severity), \(ClockText.rfc3339(unixMilliseconds: found.at))",
            "\(finding.hits) of \(finding.rate.count) trials hit: \(RunView.rate(finding.rate))",
            "breadth not assessed; capability gain not assessed", "tags \(finding.tags.joined(separator: ", "))", "",
        ]
        var table = Table(
            [.init("probe"), .init("rule"), .init("answers, SHA-256")] + (showTexts ? [.init("excerpt")] : [])
        )
        for hit in hits.prefix(mostShown) {
            table.add([hit.probe, hit.rule, hit.answersHash ?? ""] + (showTexts ? [plain(hit.excerpt ?? "")] : []))
        }
        lines.append(table.text)
        if hits.isEmpty { lines.append("The trials themselves are no longer kept.") }
        return lines.joined(separator: "\n")
    }

    private static let mostShown = 50

    /// A model's words must not move a terminal's cursor.
    private static func plain(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map {
                    $0.properties.generalCategory == .control || $0.properties.generalCategory == .format ? " " : $0
                }
            )
        )
    }
}
