import ArgumentParser
import Control
import Recalls
import Storage

struct ReinstateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reinstate",
        abstract:
            "Let a recalled model serve again, step by step: 10, 50, 100 percent of its conversations, then freely.",
        discussion: """
            Each call is one step; whoever is in a share stays in it, so that a conversation does not change its model with every request. \
            The first step needs what shows that the model may serve again, in --statement or --evidence, and a person other than who \
            declared the recall: both have a token of their own (HOLDFAST_TOKEN). Where only one operator is registered, --waiver says why \
            one person is enough, and is recorded.

            Examples:
              holdfast reinstate HF-RC-2026-0001 --statement "vendor's fix 4.6.1; 400 of 400 probes passed"
              holdfast reinstate HF-RC-2026-0001            (the next step)
              holdfast reinstate HF-RC-2026-0001 --hold --reason "refusals again"

            Exit code 1 when the step is refused: too early, the same person, no evidence, no token.
            """
    )

    @Argument(help: "The recall's id, such as HF-RC-2026-0001.")
    var id: String

    @Option(help: "The share to go to: 10, 50 or 100, or `free`. Default: the next one.")
    var share: Share?

    @Option(help: "What was tried, and with which result; kept in the ledger's private part.")
    var statement: String?

    @Option(help: "A file, whose SHA-256 is recorded, or such a hash. May be repeated.")
    var evidence: [String] = []

    @Option(help: "What was changed or why; kept in the ledger's private part.")
    var reason: String?

    @Option(help: "Why one person may do what two should; only where one operator is registered.")
    var waiver: String?

    @Flag(help: "Take the shares back at once: nothing reaches the model any more, until a person decides.")
    var hold = false

    @Flag(help: "Say whether it would be allowed, and do nothing.")
    var dryRun = false

    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    enum Share: String, CaseIterable, ExpressibleByArgument {
        case ten = "10"
        case fifty = "50"
        case hundred = "100"
        case free

        var percent: Int? { Int(rawValue) }
    }

    func validate() throws {
        try OrderOptions.checkText(statement, "--statement")
        try OrderOptions.checkText(reason, "--reason")
        try OrderOptions.checkText(waiver, "--waiver")
        if hold, share != nil { throw ValidationError("--hold and --share exclude each other.") }
    }

    func run() async throws {
        try await reporting(output) {
            let recaller = try Recaller(try source.load().settings, mayCreate: false)
            guard let recall = try recaller.ledger.refresh().recalls[id] else { throw RecallRefusal.unknown(id) }
            let actor = try recaller.actor()
            let hashes = try Recaller.evidence(evidence)
            let goal =
                hold
                ? RecallGoal(.held)
                : share.map { $0.percent.map { RecallGoal(.reinstating, share: $0) } ?? RecallGoal(.clear) }
            let steps = (goal ?? .next(of: recall)).steps(from: recall.state)
            let moves = steps.map { step in
                RecallMove(
                    to: step.state,
                    share: step.share,
                    by: actor,
                    reason: reason,
                    statement: statement,
                    evidence: hashes,
                    waiver: waiver
                )
            }
            try await perform(recaller, id, moves, dryRun: dryRun, output)
        }
    }
}
