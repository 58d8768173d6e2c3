import ArgumentParser
import Control
import JSON
import Probing
import Relay
import Settings

struct ResumeWatch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "End a pause: that of a model, or that of the whole watch. Neither ends the other.",
        discussion: """
            Examples:
              holdfast watch resume sonnet --reason "mended"
              holdfast watch resume --reason "the load test is over"

            Exit code 1 when it is not paused.
            """
    )

    @Argument(help: "A model of the settings. Without it, the whole watch.")
    var model: String?

    @OptionGroup var said: StatedReason
    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            let settings = try source.load().settings
            let recaller = try Recaller(settings, mayCreate: false)
            let desk = WatchDesk(recaller.ledger, now: WallClock.system.milliseconds)
            // One that is gone from the settings may be paused still.
            if let model, try desk.refresh().kept(model) == nil { try WatchSource.check(model, settings) }
            try desk.resume(model, by: try recaller.actor(), reason: said.reason)
            show(
                output,
                json: .object(("resumed", .string(model ?? "all"))),
                table: "\(model ?? "the whole watch") goes on"
            )
        }
    }
}
