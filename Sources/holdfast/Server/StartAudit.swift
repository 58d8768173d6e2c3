import Control
import Foundation
import Logging
import Relay
import Storage

/// A start trusts the projection, so that it is quick. What it trusted is compared with all events right after it, on a
/// thread of its own; if somebody has changed the projection, the state is folded anew and sent where the false one went.
enum StartAudit {
    /// - Parameter mend: called with the state of the events, when the projection's was another.
    static func begin(
        _ folder: StateFolder,
        _ ledger: LedgerStore,
        _ degradation: Degradation,
        logger: Logger,
        mend: @escaping @Sendable (ControlState) -> Void
    ) {
        let thread = Thread {
            do {
                // A connection of its own: events are followed meanwhile.
                let records = try RecordsFile.file(folder).open()
                try LedgerStore(folder, records: records, now: WallClock.system.milliseconds).audit()
            } catch {
                let cause = "\(error)"
                degradation.set(.audit, cause)
                logger.error("the ledger is not what was logged", metadata: ["cause": "\(cause)"])
                // Where the events themselves are damaged there is nothing better than what is known.
                if let state = try? ledger.rebuild() { mend(state) }
            }
        }
        thread.name = "ledger audit"
        thread.qualityOfService = .utility
        thread.start()
    }
}
