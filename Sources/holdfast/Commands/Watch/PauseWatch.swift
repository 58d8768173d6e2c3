import ArgumentParser
import Control
import Domain
import JSON
import Probing
import Relay
import Settings

struct PauseWatch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Make no trials of a model, or none at all, until somebody says otherwise or a time has come.",
        discussion: """
            A pause is an event of the ledger: everybody can see who paused the watch, and for how long. What live traffic shows is \
            still heard.

            Examples:
              holdfast watch pause sonnet --for 2h --reason "its vendor mends it"
              holdfast watch pause --reason "load test"
            """
    )

    @Argument(help: "A model of the settings. Without it the whole watch pauses.")
    var model: String?

    @Option(name: .customLong("for"), help: "How long, 30d at most: 30m, 2h, 7d. Without it, until it is resumed.")
    var span: TimeSpan?

    @OptionGroup var said: StatedReason
    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    /// Whoever wants it longer says when it is over.
    private static let longest: UInt64 = 30 * 86_400_000

    func validate() throws {
        if let span, span.milliseconds > Self.longest {
            throw ValidationError("--for is 30d at most. Without it the pause holds until `holdfast watch resume`.")
        }
    }

    func run() async throws {
        try await reporting(output) {
            let settings = try source.load().settings
            if let model { _ = try ProbeTarget.Place(model, settings, onlyModels: true) }
            let recaller = try Recaller(settings, mayCreate: false)
            let now = WallClock.system.milliseconds()
            let until = span.map { now + $0.milliseconds }
            try WatchDesk(recaller.ledger, now: WallClock.system.milliseconds)
                .pause(model, until: until, by: try recaller.actor(), reason: said.reason)
            let end = until.map { ClockText.rfc3339(unixMilliseconds: $0) }
            show(
                output,
                json: .object(
                    ("paused", .string(model ?? "all")),
                    ("until", end.map { .string($0) })
                ),
                table:
                    "\(model ?? "the whole watch") is paused \(end.map { "until \($0)" } ?? "until `holdfast watch resume`")"
            )
        }
    }
}
