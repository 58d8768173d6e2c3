import ArgumentParser
import JSON
import Relay
import Settings
import Storage

struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Copy the ledger and the journal into a folder, while a server runs or not.",
        discussion: """
            The copy is consistent and carries the hashes of its files. It holds no key: back up the folder `keys` as well, \
            and apart from it. `holdfast restore FOLDER` puts it back.
            """
    )

    @Argument(help: "The folder for the copy; new or empty.")
    var folder: String

    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            let state = try Desk.existing(try source.load().settings.state)
            try StateBackup(folder).make(of: state, madeAt: WallClock.system.milliseconds())
            show(output, json: .object(("folder", .string(folder))), table: "Backed up to \(folder).")
        }
    }
}
