import ArgumentParser
import Control
import JSON
import Recalls
import Storage

struct RecallsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recalls",
        abstract: "List recalls, show one, and record what becomes of it.",
        subcommands: [List.self, Show.self, Correct.self, Recertify.self, Retire.self, Close.self],
        defaultSubcommand: List.self
    )

    /// What a list shows without being asked for all.
    static func isCurrent(_ recall: Recall) -> Bool {
        !recall.order.isDrill && (recall.isStanding || !recall.state.isOver)
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List recalls, the newest first.")

        @Flag(help: "Also those that are over, and drills.")
        var all = false

        @OptionGroup var source: SettingsOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            try await reporting(output) {
                let recalls = try Desk.existingLedger(try source.load().settings).refresh().recalls.values
                    .filter { all || RecallsCommand.isCurrent($0) }
                    .sorted { ($0.openedAt, $0.id) > ($1.openedAt, $1.id) }
                show(
                    output,
                    json: .object(("recalls", .array(recalls.map(RecallView.json)))),
                    table: RecallView.table(recalls)
                )
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one recall and its life.",
            discussion: "Exit code 1 when there is no such recall."
        )

        @Argument(help: "The recall's id, such as HF-RC-2026-0001.")
        var id: String

        @OptionGroup var source: SettingsOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            try await reporting(output) {
                guard let recall = try Desk.existingLedger(try source.load().settings).refresh().recalls[id] else {
                    throw RecallRefusal.unknown(id)
                }
                show(output, json: RecallView.json(recall), table: RecallView.life(recall))
            }
        }
    }

    struct Correct: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Record that something is being changed: a version, a guard, a prompt."
        )
        @OptionGroup var step: StepOptions
        func run() async throws { try await step.run([.correcting]) }
    }

    struct Recertify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Record that what was changed is being tried.")
        @OptionGroup var step: StepOptions
        func run() async throws { try await step.run([.recertifying]) }
    }

    struct Retire: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Retire what a recall is about: it never serves again.",
            discussion: "There is no way back. A new lineage, or a newer version of it, is not touched."
        )
        @OptionGroup var step: StepOptions
        func run() async throws { try await step.run([.retired]) }
    }

    struct Close: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Close the file of a recall that is over; what was decided stays decided."
        )
        @OptionGroup var step: StepOptions
        func run() async throws { try await step.run([.closed]) }
    }
}

struct ReleaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "End a hold or a signal that turned out to be nothing; it is kept as a near miss.",
        discussion: """
            Releasing a hold lets the model serve again and needs an operator's token in HOLDFAST_TOKEN. A declared recall is not released: \
            `holdfast reinstate` lifts it.

            Exit code 1 when the recall is no hold, or the token is missing.
            """
    )
    @OptionGroup var step: StepOptions
    func run() async throws { try await step.run([.dismissed]) }
}

/// What the commands share that record one step of a recall.
struct StepOptions: ParsableArguments {
    @Argument(help: "The recall's id, such as HF-RC-2026-0001.")
    var id: String

    @Option(help: "Why; kept in the ledger's private part.")
    var reason: String?

    @Option(help: "A file, whose SHA-256 is recorded, or such a hash. May be repeated.")
    var evidence: [String] = []

    @Flag(help: "Say whether it would be allowed, and do nothing.")
    var dryRun = false

    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func validate() throws { try OrderOptions.checkText(reason, "--reason") }

    func run(_ states: [RecallState]) async throws {
        try await reporting(output) {
            let recaller = try Recaller(try source.load().settings, mayCreate: false)
            let actor = try recaller.actor()
            let hashes = try Recaller.evidence(evidence)
            try await perform(
                recaller,
                id,
                states.map { RecallMove(to: $0, by: actor, reason: reason, evidence: hashes) },
                dryRun: dryRun,
                output
            )
        }
    }
}

/// Makes the moves, or says what they would come to.
func perform(
    _ recaller: Recaller,
    _ id: String,
    _ moves: [RecallMove],
    dryRun: Bool,
    _ output: OutputOptions
) async throws {
    if dryRun {
        let recall = try recaller.desk.tried(id, moves, in: try recaller.ledger.refresh(), under: recaller.settings)
        return show(
            output,
            json: .object(("recall", RecallView.json(recall)), ("dry_run", .bool(true))),
            table: RecallView.life(recall) + "\n\nNothing was done: this is what it would be."
        )
    }
    await RecallResult(recaller: recaller, output: output).tell(
        try recaller.desk.move(id, moves, under: recaller.settings)
    )
}
