import Foundation
import Ledger
import Storage

/// The public ledger as files in a folder, for any web server.
struct LedgerFolder {
    private let desk: LedgerDesk
    private let folder: String

    init(_ desk: LedgerDesk, _ folder: String) {
        self.desk = desk
        self.folder = folder
    }

    /// Adds what is new.
    ///
    /// - Returns: the log's name, how many events the folder has now, and how many files were written.
    func write() async throws -> (origin: String, size: Int, files: Int) {
        let log = desk.store.log
        let key = try desk.key()
        try refuseForeign(log, key, head: try log.head().size)
        let (note, size) = try await desk.checkpoint()
        var written = 0
        for file in LogFile.all(size: size) {
            let path = "\(folder)/\(file.path)"
            let bytes = try bytes(of: file, log, note)
            if let there = FileOutput.readIfThere(path) {
                if there == bytes { continue }
                guard file == .checkpoint else {
                    throw Failure(
                        .failed,
                        "\(path) differs from the ledger, and such a file never changes. `holdfast ledger verify` tells which is right."
                    )
                }
            }
            try FileOutput.writeMakingFolders(bytes, to: path)
            written += 1
        }
        return (key.name, size, written)
    }

    private func bytes(of file: LogFile, _ log: StoredLog, _ note: SignedNote) throws -> [UInt8] {
        guard case .tile(let tile) = file else { return note.bytes }
        guard let bytes = try log.bytes(tile) else {
            throw Failure(.storage, "The tile \(tile.path) is missing. `holdfast ledger verify` says more.")
        }
        return bytes
    }

    /// What lies there already must be an earlier state of this ledger.
    private func refuseForeign(_ log: StoredLog, _ key: NoteKey, head: Int) throws {
        let path = "\(folder)/\(LogFile.checkpoint.path)"
        guard FileManager.default.fileExists(atPath: path) else { return }
        let bytes = try FileOutput.read(path)
        guard let note = try? SignedNote(bytes), let point = try? note.checkpoint(of: key)
        else {
            throw Failure(
                .failed,
                "\(path) is not a checkpoint of the ledger `\(key.name)`. Choose another folder; this one is left as it is."
            )
        }
        guard point.size <= head, try log.root(point.size) == point.root else {
            throw Failure(
                .failed,
                "\(folder) holds \(point.size) events that this ledger does not continue. One of the two is a copy that went "
                    + "its own way: compare them with `holdfast ledger verify`. The folder is left as it is."
            )
        }
    }
}
