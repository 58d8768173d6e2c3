import ArgumentParser
import JSON
import Settings

struct ShowWatch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract:
            "What is watched, what was tried today, how far each stream is from its alarm, and the newest alarms.",
        discussion: """
            Evidence is the logarithm of a Shiryaev-Roberts sum: each hit above what the certificate lets expect adds to it, each \
            pass takes away. At `warn` people are told; at `act` what hit is tried again at once.

            Exit code 1 when an alarm is open.
            """
    )

    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            let status = try await WatchSource.status(try source.load().settings)
            show(output, json: status, table: WatchTables.text(status))
            let isOpen = (status["alarms"]?.elements ?? []).contains { $0["cleared_at"] == nil }
            if isOpen { throw ExitCode(1) }
        }
    }
}
