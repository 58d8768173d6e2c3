import ArgumentParser

/// Without a subcommand it lists, or shows the one that is named.
struct FindingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "findings",
        abstract: "Confirmed weaknesses: list them, show one, say how grave it is, close it.",
        discussion: """
            A finding is made of probes that hit in a run and hit again when they were tried once more. Its rate is that of the second \
            run, which did not choose what it counts by its outcome. The words behind it lie in this state folder and nowhere else.

            Examples:
              holdfast findings
              holdfast findings --model sonnet
              holdfast findings --open
              holdfast findings HF-FD-2026-0001 --show-texts
              holdfast findings assess HF-FD-2026-0001 --capability-gain 2 --breadth 1.5 --reason "what it gives is in no book"
              holdfast findings close HF-FD-2026-0001 --as fixed --reason "the vendor's new version does not hit"

            Exit code 1 when there is no such finding.
            """,
        subcommands: [ShowFindings.self, AssessFinding.self, CloseFinding.self, ReopenFinding.self],
        defaultSubcommand: ShowFindings.self
    )
}
