import ArgumentParser
import JSON
import Settings

struct RunWatch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Have the running server look closely at a watched model now.",
        discussion: """
            A sample of the policy's packs, as many trials as `watch.burst` says; what hits is tried again, and becomes a finding where \
            it comes again. `holdfast watch` shows that it is under way, `holdfast findings` what came of it.

            Examples:
              holdfast watch run sonnet

            Exit code 1 when no server runs, or the model is not watched, paused or held.
            """
    )

    @Argument(help: "A model of a route with `watch:`.")
    var model: String

    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            let settings = try source.load().settings
            let run = try RunClient(settings, otherwise: nil).look(model)
            show(
                output,
                json: .object(("run", .string(run))),
                table: "\(model) is looked at closely: \(run). `holdfast watch` shows when it is over."
            )
        }
    }
}
