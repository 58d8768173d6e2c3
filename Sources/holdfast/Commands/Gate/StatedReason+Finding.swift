import Control
import JSON
import Probing
import Relay
import Settings

extension StatedReason {
    /// What the commands share by which a person says something of a finding. They append to the ledger themselves; a running
    /// server follows.
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
