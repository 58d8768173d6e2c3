import ArgumentParser
import JSON
import Reports

struct ReportIncident: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract:
            "Write the after-action report: timeline, times between steps, how well it worked, clocks, and what was not measured.",
        discussion: """
            For operators: private reasons stand in it, and are marked. A file that is made is readable by you alone.

            Examples:
              holdfast incident report HF-IN-2026-0001
              holdfast incident report HF-IN-2026-0001 --format html -o report.html

            Exit code 1 when there is no such incident, or the file cannot be written.
            """
    )

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case markdown, html
    }

    @OptionGroup var incident: IncidentOptions

    @Option(help: "markdown or html.")
    var format = Format.markdown

    @Option(name: .shortAndLong, help: "Write it to this file, of mode 0600. Default: standard output.")
    var output: String?

    func run() async throws {
        try await reporting {
            if let output { try FileOutput.checkFolder(of: output) }
            let source = try IncidentSource(try incident.source.load().settings)
            let page = try source.incident(incident.id).page(at: source.now)
            let bytes = format == .html ? page.html : Array(page.markdown.utf8)
            try FileOutput.deliver(bytes, to: output, isPrivate: true)
        }
    }
}
