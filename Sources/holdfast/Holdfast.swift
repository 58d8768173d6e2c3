import ArgumentParser

@main
struct Holdfast: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "holdfast",
        abstract:
            "A gateway in front of AI models that watches them, holds service when one fails, and shows what was done.",
        discussion: """
            Start with:
              holdfast init                   write a commented ./holdfast.yaml
              holdfast check                  say what is wrong with it
              holdfast serve                  serve; point an application's base_url here
              holdfast key create --tenant T  make a key; from then on all need one

            Then look at:
              holdfast explain ROUTE          which models would serve a route, and why not
              holdfast dialects               what is lost between a caller's dialect and a model's
              holdfast journal                what was asked, tried and answered
              holdfast usage --by model       tokens and money
              holdfast probe MODEL            try to break a model, and count honestly
              holdfast certify MODEL --policy P   whether it may serve where the policy is required
              holdfast watch                  what models do while they serve, and how far they are from an alarm
              holdfast drill LINEAGE          rehearse it on copies of traffic
              holdfast blast LINEAGE          who uses a model, and who would stand in

            When a model must stop serving:
              holdfast hold LINEAGE           at once, until somebody decides
              holdfast recall LINEAGE         the order itself; --dry-run shows what becomes of every path
              holdfast reinstate ID           back, step by step
              holdfast notify test            whether those who are to be told can be
              holdfast incident list          which regulator wants a report, and by when

            And to show what was done:
              holdfast ledger verify          every event that changed what is served, provably whole
              holdfast advisory check FILE    whether an advisory is a valid CSAF 2.0 document

            Every command reads ./holdfast.yaml, or the file that --config names. Without a file it goes by \
            OPENAI_API_KEY and ANTHROPIC_API_KEY.

            Exit codes:
              0   done
              1   what was asked for failed or is not there
              2   the settings are wrong
              3   the state folder, the keys folder or a database cannot be used
              4   an address cannot be bound
              64  the command was not understood
            """,
        version: Version.text,
        subcommands: [
            Serve.self, Init.self, Check.self, Explain.self, DialectsCommand.self, Key.self, Operator.self,
            RecallCommand.self, HoldCommand.self, ReleaseCommand.self, ReinstateCommand.self, RecallsCommand.self,
            BlastCommand.self, DrillCommand.self, NotifyCommand.self, JournalCommand.self, UsageCommand.self,
            ProbeCommand.self, CertifyCommand.self, FindingsCommand.self, FingerprintCommand.self, PlanCommand.self,
            WatchCommand.self, CardCommand.self, PublishCommand.self, IncidentCommand.self, AdvisoryCommand.self,
            PackCommand.self, DetectorCommand.self, LedgerCommand.self,
            Backup.self, Restore.self,
            Status.self,
        ]
    )
}

enum Version {
    static let text = "0.1.0"
}
