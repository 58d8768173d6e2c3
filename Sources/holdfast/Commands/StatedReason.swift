import ArgumentParser

/// Why, in a person's words: of commands that put what somebody decided into the ledger.
struct StatedReason: ParsableArguments {
    @Option(help: "Why. Kept in the ledger's private part.")
    var reason: String

    func validate() throws {
        try OrderOptions.checkText(reason, "--reason")
        guard !reason.allSatisfy(\.isWhitespace) else { throw ValidationError("--reason says why, in words.") }
    }
}
