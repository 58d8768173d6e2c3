package import Ledger

/// Signs a log's checkpoints, each only if it continues the last.
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

    /// Makes a key, and with it the name of a log that has none.
    package static func make(_ folder: KeysFolder) throws(KeysFolder.Failure) -> LogSigner {
        guard let signer = NoteSigner(makingNameBehind: "holdfast") else {
            throw KeysFolder.Failure("No signing key could be made.")
        }
        let names = Names(signer.key.name)
        try folder.make(names.key, Array((signer.text + "\n").utf8))
        return LogSigner(signer: signer, folder: folder, names: names)
    }

    package static func load(_ folder: KeysFolder, origin: String) throws(KeysFolder.Failure) -> LogSigner {
        let names = Names(origin)
        guard folder.has(names.key) else {
            throw KeysFolder.Failure(
                "The file \(folder.file(names.key)) is missing, the key of this ledger. Restore it from a backup. "
                    + "If it is lost, `holdfast ledger renew` goes on under a new one (docs/ledger.md)."
            )
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
    ///   - kept: the checkpoint that lies in the log's database; nil when nothing was signed yet.
    ///   - root: of the first so many.
    /// - Returns: the checkpoint that was signed last; nil when there is none.
    @discardableResult
    package func check(size: Int, kept: SignedNote?, root: (Int) throws -> TreeHash) throws -> SignedNote? {
        let file = folder.file(names.guardian)
        guard folder.has(names.guardian) else {
            guard kept == nil else {
                throw KeysFolder.Failure(
                    "The file \(file) is missing, and this ledger was signed. Restore it from a backup. If it is lost, "
                        + "`holdfast ledger renew` goes on under a new name (docs/ledger.md)."
                )
            }
            return nil
        }
        let bytes = try folder.read(names.guardian)
        guard let note = try? SignedNote(bytes), let last = try? note.checkpoint(of: key)
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
    package func sign(size: Int, kept: SignedNote?, root: (Int) throws -> TreeHash) throws -> SignedNote {
        // Two copies of a database may share the key: one of them is refused.
        try folder.locked(names.key) {
            let last = try check(size: size, kept: kept, root: root)
            if let last, Checkpoint(last.text)?.size == size { return last }
            let checkpoint = Checkpoint(origin: key.name, size: size, root: try root(size))
            guard let note = signer.sign(checkpoint.text) else {
                throw KeysFolder.Failure("\(folder.file(names.key)) cannot sign.")
            }
            try folder.replace(names.guardian, note.bytes)
            return note
        }
    }
}
