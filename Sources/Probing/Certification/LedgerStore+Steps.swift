import Control
import Storage

/// Somebody else has taken the number; look again.
struct Overtaken: Error {}

/// Appends whose id comes from what the ledger holds: two writers may choose the same, and then one of them chooses again.
extension LedgerStore {
    /// So many writers at one moment there are not.
    private static let patience = 20

    /// - Parameter work: with the newest state; called again when it throws `Overtaken`.
    func retrying<Made>(_ work: (ControlState) throws -> Made) throws -> Made {
        for _ in 0..<Self.patience {
            do { return try work(try refresh()) } catch is Overtaken { continue }
        }
        return try work(try refresh())
    }

    /// Appends what is said of a finding, as its next step.
    ///
    /// - Parameter check: of the finding as the event meets it.
    /// - Throws: `FindingRefusal`, `StorageError`, or what `check` throws.
    func step(
        finding id: String,
        _ event: ControlEvent,
        check: (GateState.Confirmed) throws -> Void = { _ in }
    ) throws -> GateState.Confirmed {
        try retrying { state in
            guard let seen = state.gate.findings[id] else { throw FindingRefusal.unknown(id) }
            let after = try append(
                [.init(event, id: "\(id)/\(seen.steps + 1)")],
                check: { state in
                    // Ids come from the number of steps: one that was overtaken must not pass for a repeated one.
                    guard let found = state.gate.findings[id], found.steps == seen.steps else { throw Overtaken() }
                    try check(found)
                }
            )
            guard let found = after.gate.findings[id] else { throw FindingRefusal.unknown(id) }
            return found
        }
    }
}
