import Access
import Foundation
import Ledger
import Settings
import Storage

/// What the commands about the ledger share: the store, opened beside whatever server runs, and its newest checkpoint.
struct LedgerDesk {
    let store: LedgerStore
    let folder: StateFolder
    private let keys: KeysFolder

    init(_ settings: Settings) throws {
        folder = try Desk.existing(settings.state)
        store = try Desk.ledger(folder)
        keys = KeysFolder(settings.keys)
        _ = try store.refresh()
    }

    /// The key that checks what the ledger signs.
    func key() throws -> NoteKey { try CheckpointSigner.signer(store.log, keys).key }

    /// Makes sure that the log continues what was signed last.
    func check() throws { try CheckpointSigner.check(store.log, try CheckpointSigner.signer(store.log, keys)) }

    /// A checkpoint for at least as many events as there are now: a running server signs, otherwise this command does.
    func checkpoint() async throws -> (note: SignedNote, size: Int) {
        let wanted = try store.log.head().size
        // A server signs within a second of an append.
        for _ in 0..<50 {
            if let signed = try newest(), signed.size >= wanted { return signed }
            if let lock = try lock() {
                let signed = try CheckpointSigner.sign(store.log, try CheckpointSigner.signer(store.log, keys))
                return withExtendedLifetime(lock) { signed }
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw Failure(
            .storage,
            "The server that runs has not signed the newest events within five seconds. `holdfast status` says why."
        )
    }

    /// What was signed last, if this ledger bears it out.
    private func newest() throws -> (note: SignedNote, size: Int)? {
        try check()
        guard let note = try store.log.head().checkpoint, let point = try? note.checkpoint(of: try key()),
            try store.log.root(point.size) == point.root
        else { return nil }
        return (note, point.size)
    }

    /// nil while a server runs.
    private func lock() throws -> StateFolder.Lock? {
        do {
            return try folder.lock()
        } catch  where error.code == .folderInUse {
            return nil
        }
    }
}
