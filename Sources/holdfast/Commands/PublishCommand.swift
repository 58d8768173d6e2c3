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
            status page in English and Hindi, the cards of all routes and lineages, Atom, RSS and JSON feeds of what became of recalls, the \
            same in the shapes of Statuspage's API (api/v2/summary.json), and the ledger's public files. Nothing private is in it.

            A second call writes what has changed and removes cards of what is gone. No server is needed; one that runs signs the ledger, and \
            does all this by itself where the settings have `publish`.

            Examples:
              holdfast publish /srv/status
              holdfast publish /srv/status --address https://status.example.org/

            Exit code 1 when the folder holds other people's files or cannot be written.
            """
    )

    @Argument(help: "The folder; it is made if it is missing.")
    var folder: String

    @Option(help: "Where the folder will be found, for feeds: an https or http URL.")
    var address: String?

    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard !folder.isEmpty else { throw ValidationError("The folder needs a name.") }
        guard address.map({ $0.hasPrefix("https://") || $0.hasPrefix("http://") }) ?? true else {
            throw ValidationError("--address is an https or http URL, such as https://status.example.org/.")
        }
    }

    func run() async throws {
        try await reporting(output) {
            let settings = try source.load().settings
            let done = try await PublishedFolder(folder)
                .publish(settings, address: address ?? settings.publication?.address)
            show(
                output,
                json: .object(
                    ("folder", .string(folder)),
                    ("status", .string(done.board.level.rawValue)),
                    ("files", .integer(done.files)),
                    ("files_written", .integer(done.written))
                ),
                table:
                    "\(folder)/index.html: \(StatusWords.english.overall(done.board.level)). Files: \(done.files), written: \(done.written)."
            )
        }
    }
}
