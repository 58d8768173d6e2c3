import ArgumentParser
import Control
import JSON
import Probing
import Relay
import Settings

struct ClearAlarm: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clear",
        abstract: "Say that an alarm is dealt with.",
        discussion: """
            Most alarms end by themselves: when what alarmed was tried again, when trials are scored again, when traffic is as usual \
            again. One that another model answers ends with a person's word.

            Examples:
              holdfast watch clear HF-WA-2026-0001 --reason "the vendor announced the new build; certified anew"

            Exit code 1 when there is no such alarm, or it is over.
            """
    )

    @Argument(help: "The alarm's id.")
    var id: String

    @OptionGroup var said: StatedReason
    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            let recaller = try Recaller(try source.load().settings, mayCreate: false)
            try WatchDesk(recaller.ledger, now: WallClock.system.milliseconds)
                .clear(id, by: try recaller.actor(), reason: said.reason)
            show(output, json: .object(("cleared", .string(id))), table: "\(id) is over")
        }
    }
}
