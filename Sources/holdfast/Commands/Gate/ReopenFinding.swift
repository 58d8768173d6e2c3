import ArgumentParser
import Control
import Probing

struct ReopenFinding: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reopen",
        abstract: "Open a finding again that was closed.",
        discussion: """
            Examples:
              holdfast findings reopen HF-FD-2026-0001 --reason "it hits again since Monday"

            Exit code 1 when there is no such finding, or it is open; 3 when the ledger cannot be written.
            """
    )

    @Argument(help: "The finding's id.")
    var id: String

    @OptionGroup var said: StatedReason
    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            try said.say(try source.load().settings, output) { desk, actor in
                try desk.reopen(id, by: actor, reason: said.reason)
            }
        }
    }
}
