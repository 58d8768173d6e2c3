import Crypto
import Domain
import Foundation
import GRDB
import JSON

/// A copy of a state folder's databases, made while they are in use, with the hashes of its files.
package struct StateBackup: Sendable {
    private static let format = 1
    private static let manifest = "backup.json"
    /// The ledger first: what an event refers to in the records was there before it.
    private static let names = ["ledger.sqlite", "records.sqlite"]

    package let path: String

    package init(_ path: String) {
        self.path = path
    }

    // MARK: Making

    /// - Parameter madeAt: Unix milliseconds.
    package func make(of folder: StateFolder, madeAt: UInt64) throws {
        let manager = FileManager.default
        let existing = try? manager.contentsOfDirectory(atPath: path)
        guard existing?.isEmpty ?? !manager.fileExists(atPath: path) else {
            throw StorageError(.folderUnwritable, "\(path) is there and not empty. Name a new folder for the backup.")
        }
        do {
            try manager.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw StorageError(.folderUnwritable, "The folder \(path) cannot be made. Name another for the backup.")
        }
        for (name, file) in zip(Self.names, [LedgerStore.file(folder), RecordsFile.file(folder)]) {
            try copy(file, to: "\(path)/\(name)")
        }
        try write(manifest: try Self.names.map { ($0, try hash("\(path)/\($0)")) }, madeAt: madeAt)
    }

    private func copy(_ file: DatabaseFile, to target: String) throws {
        let source = try file.open()
        do {
            var configuration = Configuration()
            configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            let copy = try DatabaseQueue(path: target, configuration: configuration)
            try source.backup(to: copy)
            // One file is easier to keep than three.
            try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
            try copy.close()
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: target)
        } catch {
            throw DatabaseFile.translate(error, target)
        }
    }

    private func write(manifest files: [(name: String, hash: String)], madeAt: UInt64) throws {
        let value = JSONValue.object(
            ("format", .integer(Self.format)),
            ("made_at", .string(ClockText.rfc3339(unixMilliseconds: madeAt))),
            ("files", .object(files.map { JSONValue.Member($0.name, .string($0.hash)) }))
        )
        // Last: a backup without it is not whole.
        try StateFolder(path).write(Array(value.indented.utf8), to: "\(path)/\(Self.manifest)")
    }

    // MARK: Restoring

    /// Puts the backup's databases into a state folder, whose lock the caller holds.
    ///
    /// - Parameter replaces: whether databases that are there are moved aside, with `suffix` behind their names.
    package func restore(into folder: StateFolder, replaces: Bool, suffix: String) throws {
        try check()
        let manager = FileManager.default
        let all = Self.names.flatMap { name in ["", "-wal", "-shm"].map { (file: "\(folder.path)/\(name)", part: $0) } }
        let present = all.filter { manager.fileExists(atPath: $0.file + $0.part) }
        guard present.isEmpty || replaces else {
            throw StorageError(
                .folderInUse,
                "\(folder.path) holds a state already. With --replace it is moved aside, into files that end in \(suffix)."
            )
        }
        do {
            try replace(present, in: folder, suffix: suffix)
        } catch {
            throw StorageError(
                .failed,
                "The backup cannot be put into \(folder.path): \(error.localizedDescription) "
                    + "Free some space or change the folder's owner, and run it again with --replace."
            )
        }
    }

    /// While a file whose name ends so lies there, no database is opened or made: a restore that is killed half-way is
    /// run again.
    private func replace(_ present: [(file: String, part: String)], in folder: StateFolder, suffix: String) throws {
        let manager = FileManager.default
        for name in Self.names {
            let file = "\(folder.path)/\(name)"
            try? manager.removeItem(atPath: file + DatabaseFile.restoring)
            try manager.copyItem(atPath: "\(path)/\(name)", toPath: file + DatabaseFile.restoring)
        }
        for (file, part) in present { try manager.moveItem(atPath: file + part, toPath: file + suffix + part) }
        for name in Self.names {
            let file = "\(folder.path)/\(name)"
            try manager.moveItem(atPath: file + DatabaseFile.restoring, toPath: file)
        }
    }

    /// Whether all files are there and are those that were written.
    private func check() throws {
        guard let bytes = FileManager.default.contents(atPath: "\(path)/\(Self.manifest)"),
            let manifest = try? JSONValue(parsing: [UInt8](bytes)), manifest["format"]?.integer == Self.format
        else {
            throw StorageError(
                .notOurs,
                "\(path) is not a whole backup: its \(Self.manifest) is missing or of another version."
            )
        }
        for name in Self.names {
            guard let told = manifest["files"]?[name]?.string, try hash("\(path)/\(name)") == told else {
                throw StorageError(.corrupt, "\(path)/\(name) is not the file that was backed up. Use another backup.")
            }
        }
    }

    /// SHA-256, hexadecimal; read in pieces, for records may be large.
    private func hash(_ file: String) throws -> String {
        guard let handle = FileHandle(forReadingAtPath: file) else {
            throw StorageError(.folderUnwritable, "\(file) cannot be read.")
        }
        defer { try? handle.close() }
        var hash = SHA256()
        while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty { hash.update(data: piece) }
        return Hex.text(hash.finalize())
    }
}
