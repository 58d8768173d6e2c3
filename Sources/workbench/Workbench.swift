import ArgumentParser

/// What must run in the release build but is no unit test. Not shipped.
@main
struct Workbench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workbench",
        abstract: "Tools that put load on Holdfast and judge it.",
        subcommands: [
            UpstreamCommand.self, LoadCommand.self, IdleCommand.self, HoldStreamsCommand.self,
            FailoverUpstreamCommand.self, FailoverCommand.self, ScenariosCommand.self, FuzzCommand.self,
            AppendCommand.self, StatisticsCommand.self,
        ]
    )
}
