package import Ledger

/// Signs a log's checkpoints, and never two that contradict each other.
///
/// The newest one lies beside the key, outside the state folder, and is written before anybody sees it. Whoever restores
/// an older database comes back to a log that is behind it, and is stopped here.
package struct LogSigner: Sendable {
    private let signer: NoteSigner
    private let folder: KeysFolder
    private let names: Names

    private struct Names {
        let key: String
        let guardian: String

        init(_ origin: String) {
            let name = "ledger-" + (origin.split(separator: "/").last ?? "log")
            key = name + ".key"
            guardian = name + ".guard"
        }
    }

    package var key: NoteKey { signer.key }

    /// What was last signed under a name, from the guard alone: for whoever has lost the key. Nothing vouches for it.
    package static func lastSigned(_ folder: KeysFolder, origin: String) -> Checkpoint? {
        guard let bytes = try? folder.read(Names(origin).guardian), let note = try? SignedNote(bytes) else {
            return nil
        }
        return Checkpoint(note.text)
    }

    /// - Parameter mayCreate: true while nothing was signed yet.
    package static func load(
        _ folder: KeysFolder,
        origin: String,
        mayCreate: Bool
    ) throws(KeysFolder.Failure) -> LogSigner {
        let names = Names(origin)
        if !folder.has(names.key) {
            guard mayCreate, !folder.has(names.guardian), let signer = NoteSigner(makingFor: origin) else {
                throw KeysFolder.Failure(
                    "The file \(folder.file(names.key)) is missing, and it has signed this ledger. Restore it from a backup. "
                        + "If it is lost, `holdfast ledger renew` goes on under a new one (docs/ledger.md)."
                )
            }
            try folder.make(names.key, Array((signer.text + "\n").utf8))
        }
        let text = String(decoding: try folder.read(names.key), as: UTF8.self)
        guard text.last == "\n", let signer = NoteSigner(String(text.dropLast())), signer.key.name == origin else {
            throw KeysFolder.Failure(
                "\(folder.file(names.key)) is not the key of the ledger `\(origin)`. Restore it from a backup."
            )
        }
        return LogSigner(signer: signer, folder: folder, names: names)
    }

    /// Makes sure that the log continues what was signed last.
    ///
    /// - Parameters:
    ///   - size: how many entries the log has.
    ///   - root: of the first so many.
    /// - Returns: the checkpoint that was signed last; nil when there is none.
    @discardableResult
    package func check(
        size: Int,
        root: (Int) throws -> TreeHash
    ) throws -> SignedNote? {
        guard folder.has(names.guardian) else { return nil }
        let file = folder.file(names.guardian)
        let bytes = try folder.read(names.guardian)
        guard let note = try? SignedNote(bytes), let text = try? note.verified(by: key), let last = Checkpoint(text),
            last.origin == key.name
        else {
            throw KeysFolder.Failure(
                "\(file) is not a checkpoint that this ledger's key has signed. Restore it from a backup."
            )
        }
        guard last.size <= size else {
            throw KeysFolder.Failure(
                "The ledger has \(size) events, and \(last.size) when it was last signed (\(file)). It is an older copy: what "
                    + "was revoked since is not in it. Restore the newest backup. If there is none, `holdfast ledger renew` goes on "
                    + "from here under a new name (docs/ledger.md)."
            )
        }
        guard try root(last.size) == last.root else {
            throw KeysFolder.Failure(
                "The ledger's first \(last.size) events are not those that were signed (\(file)). Somebody changed them, or "
                    + "this is another copy. Restore a backup; `holdfast ledger verify` names the first that differs."
            )
        }
        return note
    }

    /// The checkpoint of a log of this size. It is signed once, and kept beside the key before it is handed out.
    package func sign(size: Int, root: (Int) throws -> TreeHash) throws -> SignedNote {
        let last = try check(size: size, root: root)
        if let last, Checkpoint(last.text)?.size == size { return last }
        let checkpoint = Checkpoint(origin: key.name, size: size, root: try root(size))
        guard let note = signer.sign(checkpoint.text) else {
            throw KeysFolder.Failure("\(folder.file(names.key)) cannot sign.")
        }
        try folder.replace(names.guardian, note.bytes)
        return note
    }
}
