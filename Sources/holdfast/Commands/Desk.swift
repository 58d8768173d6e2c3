import Access
import Control
import GRDB
import Relay
import Settings
import Storage

/// What the commands about keys and tokens share: the ledger, opened beside whatever server runs, and the pepper.
struct Desk {
    let ledger: LedgerStore
    let access: AccessDesk

    /// For commands that make something; what is missing is made too.
    init(_ settings: Settings) throws {
        ledger = try Self.ledger(try StateFolder(settings.state))
        let state = try ledger.refresh()
        let isFirst = state.keys.isEmpty && state.operators.isEmpty
        access = AccessDesk(pepper: try Pepper.load(KeysFolder(settings.keys), mayCreate: isFirst))
    }

    /// For commands that look at what there is, or change it: whoever only asks leaves nothing behind.
    static func existingLedger(_ settings: Settings) throws -> LedgerStore {
        try ledger(try existing(settings.state))
    }

    /// - Throws: when nothing was ever kept there.
    static func existing(_ state: String) throws -> StateFolder {
        guard let folder = try StateFolder.existing(state) else {
            throw Failure(
                .failed,
                "There is nothing yet: no database lies in \(state). `holdfast serve` or `holdfast key create` makes them."
            )
        }
        return folder
    }

    /// The trials of probes.
    static func records(_ settings: Settings) throws -> DatabaseQueue {
        try RecordsFile.file(try existing(settings.state)).open()
    }

    static func ledger(_ folder: StateFolder) throws -> LedgerStore {
        let records = try RecordsFile.file(folder).open()
        return try LedgerStore(folder, records: records, now: WallClock.system.milliseconds)
    }

    /// A time span from now, as Unix milliseconds.
    static func expiry(_ span: TimeSpan) -> UInt64 { WallClock.system.milliseconds() + span.milliseconds }
}
