import ArgumentParser
import Foundation
import JSON
import Ledger
import Storage

struct LedgerExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the public ledger as a folder of files that any web server can serve.",
        discussion: """
            The files are those of C2SP tlog-tiles: `checkpoint`, `tile/…` and `tile/entries/…`. Private fields are in \
            them as commitments only. A second export into the folder adds what is new; a folder that this ledger does \
            not continue is refused and left as it is.
            """
    )

    @Argument(help: "The folder; it is made if it is missing.")
    var folder: String

    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard !folder.isEmpty else { throw ValidationError("The folder needs a name.") }
    }

    func run() async throws {
        try await reporting(output) {
            let desk = try LedgerDesk(try source.load().settings)
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
                try write(bytes, to: path)
                written += 1
            }
            show(
                output,
                json: .object(
                    ("folder", .string(folder)),
                    ("origin", .string(key.name)),
                    ("size", .integer(size)),
                    ("files_written", .integer(written))
                ),
                table: "\(folder) has \(key.name). Events: \(size), files written: \(written)."
            )
        }
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

    private func write(_ bytes: [UInt8], to path: String) throws {
        let parent = URL(fileURLWithPath: path).deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        } catch {
            throw Failure(.failed, "The folder \(parent.path) cannot be created. Choose another.")
        }
        try FileOutput.write(bytes, to: path)
    }
}
