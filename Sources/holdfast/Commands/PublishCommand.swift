import ArgumentParser
import JSON
import Reports
import Settings

struct PublishCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Write the status page, cards, feeds and the public ledger into a folder.",
        discussion: """
            The folder needs no server of ours: put it behind any web server, or copy it elsewhere, and it outlives the gateway. It holds the \
            status page and a notice of each recall in English and Hindi, the cards of all routes and lineages, Atom, RSS and JSON feeds of \
            what became of recalls, the same in the shapes of Statuspage's API (api/v2/summary.json), and the ledger's public files. Nothing \
            private is in it.

            With --address, and an organisation with a namespace in the settings, it also holds an advisory (CSAF 2.0) of each recall under \
            .well-known/csaf, with what leads programs to them.

            A second call writes what has changed and removes cards of what is gone. No server is needed; one that runs signs the ledger, and \
            does all this by itself where the settings have `publish`.

            Examples:
              holdfast publish /srv/status
              holdfast publish /srv/status --address https://status.example.org/

            Exit code 1 when the folder holds other people's files or cannot be written, or an advisory would not be valid.
            """
    )

    @Argument(help: "The folder; it is made if it is missing.")
    var folder: String

    @Option(help: "Where the folder will be found, for feeds and advisories: an https or http URL.")
    var address: String?

    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard !folder.isEmpty else { throw ValidationError("The folder needs a name.") }
        try Self.check(address)
    }

    static func check(_ address: String?) throws {
        guard address.map(Publication.isAddress) ?? true else {
            throw ValidationError("--address is an https or http URL, such as https://status.example.org/.")
        }
    }

    func run() async throws {
        try await reporting(output) {
            let settings = try source.load().settings
            let done = try await PublishedFolder(folder)
                .publish(settings, address: address ?? settings.publication?.address)
            let told = done.missing.map { "No advisories: \($0)" } ?? "Advisories: \(done.advisories)."
            show(
                output,
                json: .object(
                    ("folder", .string(folder)),
                    ("status", .string(done.board.level.rawValue)),
                    ("files", .integer(done.files)),
                    ("files_written", .integer(done.written)),
                    ("advisories", .integer(done.advisories)),
                    ("advisories_missing", done.missing.map { .string($0) })
                ),
                table:
                    "\(folder)/index.html: \(StatusWords.english.overall(done.board.level)). Files: \(done.files), written: \(done.written). \(told)"
            )
        }
    }
}
