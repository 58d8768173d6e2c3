import ArgumentParser
import JSON
import Reports
import Settings

struct DraftIncident: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "draft",
        abstract: "Draft a regime's report from the evidence, for a person to complete, check and send.",
        discussion: """
            What the evidence does not say reads “to be filled in by a person”. Private reasons stand in the draft, and are marked: take out what \
            must not leave. A file that is made is readable by you alone. Nothing is sent, and nothing is recorded: \
            `holdfast incident reported` records that a report was made.

            Examples:
              holdfast incident draft HF-IN-2026-0001 --regime cert-in
              holdfast incident draft HF-IN-2026-0001 --regime eu-ai-act-73 --format json -o draft.json

            Exit code 1 when there is no such incident, or the file cannot be written.
            """
    )

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case markdown, json
    }

    @OptionGroup var incident: IncidentOptions

    @Option(help: "Whose report: \(Regime.allCases.map(\.rawValue).joined(separator: ", ")).")
    var regime: Regime

    @Option(help: "markdown or json.")
    var format = Format.markdown

    @Option(name: .shortAndLong, help: "Write it to this file, of mode 0600. Default: standard output.")
    var output: String?

    func run() async throws {
        try await reporting {
            if let output { try FileOutput.checkFolder(of: output) }
            let source = try IncidentSource(try incident.source.load().settings)
            let draft = IncidentDraft(try source.incident(incident.id), regime, now: source.now)
            let bytes = format == .json ? draft.json.document : Array(draft.page.markdown.utf8)
            try FileOutput.deliver(bytes, to: output, isPrivate: true)
        }
    }
}
