import ArgumentParser
import Control
import JSON
import Recalls
import Reports
import Settings

struct ReportedIncident: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reported",
        abstract: "Record that a report was made under a regime; it ends that regime's clocks.",
        discussion: """
            Only this, and the release of a hold that was nothing, ends a clock: that a model serves again does not. A final report that is due \
            after the end of an incident is recorded once more, after it was made.

            Examples:
              holdfast incident reported HF-IN-2026-0001 cert-in --reference "CERTIn-2026-4711, by mail"

            Exit code 1 when there is no such incident; 3 when the ledger cannot be written.
            """
    )

    @OptionGroup var incident: IncidentOptions

    @Argument(help: "\(Regime.allCases.map(\.rawValue).joined(separator: ", ")).")
    var regime: Regime

    @Option(help: "What the authority calls it, or how it was sent. Kept in the ledger's private part.")
    var reference: String

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard reference.contains(where: { !$0.isWhitespace }),
            reference.utf8.count <= IncidentReport.longestReference
        else { throw ValidationError("--reference has 1 to \(IncidentReport.longestReference) bytes.") }
    }

    func run() async throws {
        try await reporting(output) {
            let settings = try incident.source.load().settings
            let recaller = try Recaller(settings, mayCreate: false)
            let report = IncidentReport(
                id: incident.id,
                regime: regime.rawValue,
                reference: reference,
                by: try recaller.actor()
            )
            let state = try IncidentDesk(recaller.ledger).record(report)
            let now = state.incidents.reports[incident.id]?.last?.at ?? 0
            guard let recall = Recall.id(ofIncident: incident.id).flatMap({ state.recalls[$0] }),
                let found = Incident(recall, state, settings)
            else { throw IncidentRefusal.unknown(incident.id) }
            show(output, json: found.json(at: now), table: IncidentView.clocks(found, at: now))
        }
    }
}
