import ArgumentParser
import Reports
import Settings

struct IncidentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "incident",
        abstract: "Incidents, the clocks of regulators on them, drafts of reports, and the report after the action.",
        discussion: """
            An incident opens by itself where a hold or a recall of class I or II holds something back; drills and class III open none. Which \
            regimes run clocks is said in the settings: incidents: {regimes: [eu-ai-act-73, cert-in]}. Nothing is sent. This is not legal advice.
            """,
        subcommands: [
            ListIncidents.self, ShowIncident.self, DraftIncident.self, ReportedIncident.self, ReportIncident.self,
        ],
        defaultSubcommand: ListIncidents.self
    )
}

extension Regime: ExpressibleByArgument {}

/// The incident that a command is about.
struct IncidentOptions: ParsableArguments {
    @Argument(help: "The incident's id, such as HF-IN-2026-0001.")
    var id: String

    @OptionGroup var source: SettingsOptions
}
