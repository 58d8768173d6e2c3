import ArgumentParser

struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract:
            "How models are watched while they serve: status, pauses, a close look now, how often it would be wrong.",
        discussion: """
            A running server tries the models of every route with `watch:` a few times a day, with the packs of the policy that the \
            route requires, and notices when a model has become weaker than its certificate says, when another one answers in its \
            name, and when nothing can be measured. What it suspects it tries again at once; what comes again is a finding, and what \
            follows stands in `watch.on_finding` of the settings.

            Examples:
              holdfast watch                       status
              holdfast watch explain               how long until it notices, and how often it would be wrong
              holdfast watch run sonnet            look closely now
              holdfast watch pause --for 2h --reason "load test"
              holdfast watch report -o watch.html  the streams as charts
            """,
        subcommands: [
            ShowWatch.self, ExplainWatch.self, RunWatch.self, PauseWatch.self, ResumeWatch.self, ClearAlarm.self,
            ReportWatch.self,
        ],
        defaultSubcommand: ShowWatch.self
    )
}
