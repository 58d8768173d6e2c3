import ArgumentParser
import JSON

struct LedgerExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the public ledger as a folder of files that any web server can serve.",
        discussion: """
            The files are those of C2SP tlog-tiles: `checkpoint`, `tile/…` and `tile/entries/…`. Private fields are in \
            them as commitments only. A second export into the folder adds what is new; a folder that this ledger does \
            not continue is refused and left as it is.
            """
    )

    @Argument(help: "The folder; it is made if it is missing.")
    var folder: String

    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard !folder.isEmpty else { throw ValidationError("The folder needs a name.") }
    }

    func run() async throws {
        try await reporting(output) {
            let written = try await LedgerFolder(try LedgerDesk(try source.load().settings), folder).write()
            show(
                output,
                json: .object(
                    ("folder", .string(folder)),
                    ("origin", .string(written.origin)),
                    ("size", .integer(written.size)),
                    ("files_written", .integer(written.files))
                ),
                table: "\(folder) has \(written.origin). Events: \(written.size), files written: \(written.files)."
            )
        }
    }
}
