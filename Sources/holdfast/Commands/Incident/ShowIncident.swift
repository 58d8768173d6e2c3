import ArgumentParser
import JSON
import Reports

struct ShowIncident: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one incident: timeline, measures, affected exchanges, clocks.",
        discussion: """
            For operators: private reasons are shown, and marked. Whose exchanges are affected, `holdfast blast RECALL` tells, and \
            `holdfast journal --answered-by RECALL` lists them one by one.

            Exit code 1 when there is no such incident.
            """
    )

    @OptionGroup var incident: IncidentOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            let source = try IncidentSource(try incident.source.load().settings)
            let found = try source.incident(incident.id)
            show(output, json: found.json(at: source.now), table: IncidentView.life(found, at: source.now))
        }
    }
}
