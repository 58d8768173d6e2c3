import ArgumentParser
import JSON
import Reports

struct CardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "card",
        abstract: "Make the system card of a route, or the model card of a lineage, from the evidence.",
        discussion: """
            What it is for, who serves it now and on failure, what was measured of it, what was not, known weaknesses, recalls, drills, and \
            how often requests were answered. Each number stands with its interval, how many trials it is of, and the entry of the ledger that \
            says it; what was not measured is said to be not measured. Holds nothing that the public may not read. What it is for and whom to \
            ask is read from the settings (purpose, not_for, organisation). No server is needed.

            Examples:
              holdfast card support
              holdfast card openai/gpt-5 --format html -o gpt-5.html
              holdfast card support --format cyclonedx -o support.cdx.json

            Exit code 1 when there is no such route or lineage.
            """
    )

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case markdown, html, json, cyclonedx
    }

    @Argument(help: "A route's name, or a lineage such as openai/gpt-5.")
    var subject: String

    @Option(help: "markdown, html, json, or cyclonedx: a CycloneDX 1.6 bill of materials.")
    var format = Format.markdown

    @Option(name: .shortAndLong, help: "Write it to this file. Default: standard output.")
    var output: String?

    @OptionGroup var source: SettingsOptions

    func run() async throws {
        try await reporting {
            if let output { try FileOutput.checkFolder(of: output) }
            let cards = try EvidenceSource(try source.load().settings)
            guard let card = cards.card(subject) else {
                throw Failure(
                    .failed,
                    "There is no route or lineage `\(subject)`. There are: \(cards.subjects.joined(separator: ", "))."
                )
            }
            let bytes = Self.bytes(card, format)
            try FileOutput.deliver(bytes, to: output)
        }
    }

    private static func bytes(_ card: Card, _ format: Format) -> [UInt8] {
        switch format {
        case .markdown: Array(card.page.markdown.utf8)
        case .html: card.page.html
        case .json: card.json.document
        case .cyclonedx: card.cycloneDX.document
        }
    }
}
