import Domain
import Probing
import Relay
import Settings

/// What a run of probes is made with: by a command in its own process, or by a running server.
struct ProbeBench: Sendable {
    let settings: Settings
    let relay: Relay
    let store: ProbeStore
    let desk: GateDesk

    /// Trials of older runs are dropped, milliseconds; what their certificates say stays in the ledger.
    static let age: UInt64 = 90 * 86_400_000

    var shelf: PackShelf { PackShelf(settings) }

    func target(_ place: ProbeTarget.Place, lifting recall: String? = nil) -> ProbeTarget {
        ProbeTarget(place, settings, relay, lifting: recall)
    }

    /// - Throws: `Failure` with those that there are.
    func policy(_ name: String) throws -> Policy {
        if let policy = settings.policies.first(where: { $0.name == name }) { return policy }
        let known = settings.policies.map(\.name)
        let nearest = NearestWord.question(name, among: known).map { " " + $0 } ?? ""
        let next =
            known.isEmpty
            ? "Declare one in `policies:` of the settings." : "There are: \(known.joined(separator: ", "))."
        throw Failure(.failed, "There is no policy `\(name.prefix(64))`.\(nearest) \(next)")
    }
}
