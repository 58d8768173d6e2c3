import ArgumentParser
import Control
import Domain
import JSON
import Reports

struct ListAdvisories: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the advisories that the recalls of the ledger make.",
        discussion: """
            There is one for each recall from when it first held something back, drills and signals left out. It is interim while something is \
            left to do, and final after that. No server is needed.

            Examples:
              holdfast advisory list
              holdfast advisory list --json

            Exit code 1 when none can be made: the settings do not say who publishes them (organisation, with name and namespace).
            """
    )

    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            let advisories = try EvidenceSource(try source.load().settings).advisories(address: nil)
            show(
                output,
                json: .object(("advisories", .array(advisories.map(json)))),
                table: advisories.isEmpty
                    ? "No recall has held anything back, so there is no advisory." : table(advisories)
            )
        }
    }

    private func table(_ advisories: [Advisory]) -> String {
        var table = Table([
            .init("advisory"), .init("status"), .init("version", isNumber: true), .init("lineage"), .init("class"),
            .init("state"), .init("released"), .init("updated"),
        ])
        for advisory in advisories {
            let recall = advisory.recall
            table.add([
                recall.id, advisory.status, "\(advisory.version)", recall.order.lineage.description,
                recall.order.recallClass.rawValue, recall.state.rawValue,
                ClockText.day(unixMilliseconds: advisory.releasedAt),
                ClockText.day(unixMilliseconds: advisory.updatedAt),
            ])
        }
        return table.text
    }

    private func json(_ advisory: Advisory) -> JSONValue {
        let recall = advisory.recall
        return .object(
            ("id", .string(recall.id)),
            ("title", .string(advisory.title)),
            ("status", .string(advisory.status)),
            ("version", .integer(advisory.version)),
            ("lineage", .string(recall.order.lineage.description)),
            ("class", .string(recall.order.recallClass.rawValue)),
            ("state", .string(recall.state.rawValue)),
            ("released_at", .string(ClockText.rfc3339(unixMilliseconds: advisory.releasedAt))),
            ("updated_at", .string(ClockText.rfc3339(unixMilliseconds: advisory.updatedAt))),
            ("file", .string(advisory.path))
        )
    }
}
