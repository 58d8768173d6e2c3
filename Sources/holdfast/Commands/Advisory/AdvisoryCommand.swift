import ArgumentParser

struct AdvisoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "advisory",
        abstract: "Advisories in the Common Security Advisory Framework (CSAF 2.0).",
        discussion: "docs/advisories.md says what stands in them, what is checked and what is not.",
        subcommands: [ListAdvisories.self, ShowAdvisory.self, CheckAdvisory.self]
    )
}
