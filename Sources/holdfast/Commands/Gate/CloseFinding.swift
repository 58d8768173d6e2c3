import ArgumentParser
import Control
import Probing

struct CloseFinding: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "Say that nothing is left to do about a finding.",
        discussion: """
            Closing changes no certificate and lifts no recall.

            Examples:
              holdfast findings close HF-FD-2026-0001 --as fixed --reason "the vendor's new version does not hit"

            Exit code 1 when there is no such finding, or it is closed; 3 when the ledger cannot be written.
            """
    )

    @Argument(help: "The finding's id.")
    var id: String

    @Option(name: .customLong("as"), help: "fixed, accepted or false_positive.")
    var outcome: FindingClosing.Outcome

    @OptionGroup var said: StatedReason
    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            try said.say(try source.load().settings, output) { desk, actor in
                try desk.close(id, as: outcome, by: actor, reason: said.reason)
            }
        }
    }
}

extension FindingClosing.Outcome: ExpressibleByArgument {}
