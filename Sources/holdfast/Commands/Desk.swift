import Access
import Control
import Relay
import Settings
import Storage

/// What the commands about keys and tokens share: the ledger, opened beside whatever server runs, and the pepper.
struct Desk {
    let ledger: LedgerStore
    let access: AccessDesk

    init(_ settings: Settings, mayCreatePepper: Bool) throws {
        let folder = try StateFolder(settings.state)
        let records = try RecordsFile.file(folder).open()
        ledger = try LedgerStore(folder, records: records, now: WallClock.system.milliseconds)
        let state = try ledger.refresh()
        do {
            let isFirst = state.keys.isEmpty && state.operators.isEmpty
            access = AccessDesk(pepper: try Pepper.load(folder: settings.keys, mayCreate: mayCreatePepper && isFirst))
        } catch {
            throw Failure(.storage, error.description)
        }
    }

    /// A duration from now, as Unix milliseconds.
    static func expiry(_ text: String) throws -> UInt64 {
        guard let duration = Quantities.duration(text), duration > .zero else {
            throw Failure(.failed, "`--expires \(text.prefix(32))` is no duration. Write it like 12h or 90d.")
        }
        return WallClock.system.milliseconds() + UInt64(duration.components.seconds) * 1000
    }
}
