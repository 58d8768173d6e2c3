import ArgumentParser
import JSON
import Reports
import Settings

struct ListIncidents: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List incidents and how their clocks stand, the newest first.",
        discussion: """
            Exit code 1 while a clock is overdue that holds for each case. Clocks of special cases, such as a death, are listed and do not count: \
            whether they hold, a person decides.
            """
    )

    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            let settings = try source.load().settings
            let incidents = try IncidentSource(settings)
            let (all, now) = (incidents.all, incidents.now)
            show(
                output,
                json: IncidentView.list(all, at: now),
                table: IncidentView.table(all, hasRegimes: !settings.incidents.regimes.isEmpty, at: now)
            )
            if all.contains(where: { $0.clocks.contains { $0.isMissed(at: now) } }) {
                throw ExitCode(Failure.Code.failed.exitCode)
            }
        }
    }
}
