import Control
import GRDB
import Journal
import Logging
import Relay
import Storage

/// The state folder as a server has it: its own, or, where it cannot be written, the last state that could be read.
struct OpenState {
    let folder: StateFolder
    let ledger: LedgerStore
    /// The journal's writer has a connection of its own, so that readers do not hold it up.
    let records: DatabaseQueue
    let readRecords: DatabaseQueue
    /// nil: it can be written.
    let frozen: StorageError?
    private let lock: StateFolder.Lock?

    /// - Throws: when nothing can be read either, or what is there must not be served from.
    init(_ path: String) async throws {
        do {
            let folder = try StateFolder(path)
            let lock = try await Self.lock(folder)
            let records = try RecordsFile.file(folder).open()
            let readRecords = try RecordsFile.file(folder).open()
            let ledger = try LedgerStore(folder, records: readRecords, now: WallClock.system.milliseconds)
            let state = try ledger.refresh()
            try JournalPositions.begin(records, atLeast: state.journalEnd)
            self.init(folder, ledger, records, readRecords, nil, lock)
        } catch let error as StorageError where Self.mayGoOn(error) {
            let folder = StateFolder(asItIs: path)
            guard let ledger = try? LedgerStore(frozen: folder, refusal: error), (try? ledger.refresh()) != nil else {
                throw error
            }
            let records = try FrozenDatabase.empty(RecordsFile.file(folder))
            self.init(folder, ledger, records, records, error, nil)
        }
    }

    private init(
        _ folder: StateFolder,
        _ ledger: LedgerStore,
        _ records: DatabaseQueue,
        _ readRecords: DatabaseQueue,
        _ frozen: StorageError?,
        _ lock: StateFolder.Lock?
    ) {
        self.folder = folder
        self.ledger = ledger
        self.records = records
        self.readRecords = readRecords
        self.frozen = frozen
        self.lock = lock
    }

    /// What stands in the way of writing, and says nothing against what is there.
    private static func mayGoOn(_ error: StorageError) -> Bool {
        switch error.code {
        case .folderUnwritable, .full, .busy, .io: true
        case .folderInUse, .notOurs, .newer, .corrupt, .failed: false
        }
    }

    /// A command that signs holds the lock for a moment.
    private static func lock(_ folder: StateFolder) async throws -> StateFolder.Lock {
        for _ in 0..<20 {
            if let lock = try? folder.lock() { return lock }
            try await Task.sleep(for: .milliseconds(50))
        }
        return try folder.lock()
    }
}
