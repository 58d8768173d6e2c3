import ArgumentParser
import Control
import Domain
import JSON
import Probing
import Settings
import Storage

struct ShowFindings: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "List confirmed weaknesses, or show one with what shows it."
    )

    @Argument(help: "A finding's id. Without it all are listed, the newest first.")
    var id: String?

    @Option(help: "Only findings of this model.")
    var model: String?

    @Flag(name: .customLong("open"), help: "Only findings that nobody has closed.")
    var onlyOpen = false

    @Flag(help: "Show the words that the model gave away.")
    var showTexts = false

    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            let settings = try source.load().settings
            let gate = try Desk.existingLedger(settings).refresh().gate
            guard let id else {
                let all = gate.findings.values.filter { found in
                    (model == nil || found.finding.model == model) && (!onlyOpen || found.closed == nil)
                }.sorted { ($1.at, $1.finding.id) < ($0.at, $0.finding.id) }
                return show(
                    output,
                    json: .object(("findings", .array(all.map { FindingView.json($0) }))),
                    table: FindingView.table(all)
                )
            }
            guard let found = gate.findings[id] else {
                throw FindingRefusal.unknown(id)
            }
            let hits = try evidence(found.finding, settings)
            show(
                output,
                json: .object(
                    ("finding", FindingView.json(found)),
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
        try store.each(of: finding.run) { outcome in
            if outcome.verdict == .hit, let hash = outcome.answersHash, wanted.contains(hash) { hits.append(outcome) }
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
        ]
        lines += FindingView.words(found) + ["tags \(finding.tags.joined(separator: ", "))", ""]
        var table = Table(
            [.init("probe"), .init("rule"), .init("answers, SHA-256")] + (showTexts ? [.init("excerpt")] : [])
        )
        for hit in hits.prefix(mostShown) {
            table.add(
                [hit.probe, hit.rule, hit.answersHash ?? ""]
                    + (showTexts ? [TerminalText.plain(hit.excerpt ?? "")] : [])
            )
        }
        lines.append(table.text)
        if hits.isEmpty { lines.append("The trials themselves are no longer kept.") }
        return lines.joined(separator: "\n")
    }

    private static let mostShown = 50
}
