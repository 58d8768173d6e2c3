import ArgumentParser

@main
struct Holdfast: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "holdfast",
        abstract:
            "A gateway in front of AI models that watches them, holds service when one fails, and shows what was done.",
        discussion: """
            Start with:
              holdfast init                       write a commented settings file from what the environment offers
              holdfast check                      say what is wrong with it
              holdfast key create --tenant acme   make a key for an application
              holdfast serve                      serve; point an application's base_url at it

            Exit codes: 0 done; 1 what was asked for failed or is not there; 2 the settings are wrong; 3 the state folder
            or a database in it cannot be used; 4 an address cannot be bound; 64 the command was not understood.
            """,
        version: Version.text,
        subcommands: [
            Serve.self, Init.self, Check.self, Explain.self, Key.self, Operator.self, JournalCommand.self,
            UsageCommand.self, Status.self,
        ]
    )
}

enum Version {
    static let text = "0.1.0"
}
