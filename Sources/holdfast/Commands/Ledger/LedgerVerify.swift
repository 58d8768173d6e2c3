import ArgumentParser
import Domain
import Foundation
import JSON
import Ledger
import Storage

struct LedgerVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check every entry, tile and signature; name the first that is wrong.",
        discussion: """
            Without a folder the ledger of the settings is checked, private fields and the journal's segments included. With a folder an exported \
            copy is checked with the public key alone, offline. With --proof one receipt is.

            Whoever holds the signing key could write another history and sign that. Keep a checkpoint (the file \
            `checkpoint` of an export) somewhere else and give it with --since: then the log must continue it.

            Exit codes: 0 all is right, 1 something is wrong or missing.
            """
    )

    @Argument(help: "An exported folder.")
    var folder: String?

    @Option(help: "The log's public key, as text or as a file. Default: that of the settings' ledger.")
    var key: String?

    @Option(help: "A checkpoint file that was kept; the log must continue it.")
    var since: String?

    @Option(help: "A .tlog-proof file to check instead of a folder; needs --entry.")
    var proof: String?

    @Option(help: "The bytes of the entry that --proof is about.")
    var entry: String?

    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (proof == nil) == (entry == nil) else {
            throw ValidationError("--proof and --entry go together: the receipt, and what it is about.")
        }
        guard proof == nil || (folder == nil && since == nil) else {
            throw ValidationError("--proof checks one receipt; it goes with neither a folder nor --since.")
        }
    }

    func run() async throws {
        try await reporting(output) {
            if let proof, let entry {
                let receipt = try receipt(proof)
                let point = try check(receipt, try FileOutput.read(entry))
                return tell(
                    point,
                    "Entry \(receipt.index) stands in \(point.origin), which had \(point.size) entries when this was signed."
                )
            }
            var journal: SegmentAudit?
            let point: Checkpoint
            if let folder {
                point = try audit(try publicKey()) { FileOutput.readIfThere("\(folder)/\($0.path)") }
            } else {
                (point, journal) = try await auditOwn()
            }
            let continues = since.map { " It continues \($0)." } ?? ""
            tell(
                point,
                "\(point.origin) is right: every entry (\(point.size)), every tile, the signature.\(continues)",
                journal
            )
        }
    }

    private func tell(_ point: Checkpoint, _ sentence: String, _ journal: SegmentAudit? = nil) {
        show(
            output,
            json: .object(
                ("valid", .bool(true)),
                ("origin", .string(point.origin)),
                ("size", .integer(point.size)),
                ("root", .string(Hex.text(point.root.bytes))),
                ("journal", journal?.json)
            ),
            table: "\(sentence)\n\(journal.map { $0.text + "\n" } ?? "")root  \(Hex.text(point.root.bytes))"
        )
    }

    private func auditOwn() async throws -> (Checkpoint, SegmentAudit) {
        let desk = try LedgerDesk(try source.load().settings)
        var journal = try SegmentAudit(desk.folder)
        try desk.store.audit { try journal.see($0) }
        let (note, _) = try await desk.checkpoint()
        var failure: (any Error)?
        let point = try audit(try desk.key()) { file in
            switch file {
            case .checkpoint: return note.bytes
            case .tile(let tile):
                do {
                    return try desk.store.log.bytes(tile)
                } catch {
                    failure = error
                    return nil
                }
            }
        }
        if let failure { throw failure }
        return (point, journal)
    }

    private func audit(_ key: NoteKey, read: LogAudit.Read) throws -> Checkpoint {
        let kept = try since.map(FileOutput.read)
        do throws(LogAudit.Fault) {
            return try LogAudit.verify(key: key, since: kept, progress: progress, read: read)
        } catch {
            throw Failure(.failed, error.description)
        }
    }

    private func receipt(_ path: String) throws -> InclusionProof {
        let bytes = try FileOutput.read(path)
        do throws(InclusionProof.Fault) {
            return try InclusionProof(bytes)
        } catch {
            throw Failure(.failed, "\(path): \(error.description)")
        }
    }

    private func check(_ receipt: InclusionProof, _ entry: [UInt8]) throws -> Checkpoint {
        let key = try publicKey()
        do throws(InclusionProof.Fault) {
            return try receipt.verify(entry, by: key)
        } catch {
            throw Failure(.failed, error.description)
        }
    }

    private func publicKey() throws -> NoteKey {
        guard let text = key else { return try LedgerDesk(try source.load().settings).key() }
        let isFile = FileManager.default.fileExists(atPath: text)
        let line = isFile ? String(decoding: try FileOutput.read(text), as: UTF8.self) : text
        guard let key = NoteKey(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw Failure(.failed, "--key is neither a key such as NAME+ID+BASE64 nor a file with one.")
        }
        return key
    }

    private func progress(_ count: Int) {
        guard isatty(STDERR_FILENO) == 1, count % (Tile.width * 64) == 0 else { return }
        FileHandle.standardError.write(Data("\(count) entries checked\n".utf8))
    }
}
