import ArgumentParser
import Control
import JSON
import Probing
import Relay
import Settings

/// What the commands share by which a person says something of a finding. They append to the ledger themselves; a running
/// server follows.
struct FindingReason: ParsableArguments {
    @Option(help: "Why. Kept in the ledger's private part.")
    var reason: String

    func validate() throws {
        try OrderOptions.checkText(reason, "--reason")
        guard !reason.allSatisfy(\.isWhitespace) else { throw ValidationError("--reason says why, in words.") }
    }

    func say(
        _ settings: Settings,
        _ output: OutputOptions,
        _ work: (GateDesk, Actor) throws -> GateState.Confirmed
    ) throws {
        let recaller = try Recaller(settings, mayCreate: false)
        let desk = GateDesk(recaller.ledger, now: WallClock.system.milliseconds)
        let found = try work(desk, try recaller.actor())
        show(
            output,
            json: .object(("finding", FindingView.json(found))),
            table: (["\(found.finding.id): \(found.finding.model)"] + FindingView.words(found)).joined(separator: "\n")
        )
    }
}
