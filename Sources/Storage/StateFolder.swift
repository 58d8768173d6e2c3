import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The one folder a server keeps its state in, and the lock that makes it one server's.
package struct StateFolder: Sendable {
    package let path: String

    /// Creates the folder (0700) if it is missing and makes sure that it can be written.
    package init(_ path: String) throws(StorageError) {
        self.path = path
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            let isFile = access(path, F_OK) == 0
            throw StorageError(
                .folderUnwritable,
                isFile
                    ? "\(path) is a file where the state folder should be. Move it away, or choose another with `state:`."
                    : "The folder \(path) cannot be created: \(Self.reason()). Choose another with `state:`."
            )
        }
        guard access(path, W_OK | X_OK) == 0 else {
            throw StorageError(
                .folderUnwritable,
                "The folder \(path) cannot be written: \(Self.reason()). Change its owner or mode, or choose another with `state:`."
            )
        }
    }

    /// A folder that is there and may not be written.
    package init(asItIs path: String) {
        self.path = path
    }

    /// Opens the folder for who only looks: nil, and nothing made, when no database lies in it.
    package static func existing(_ path: String) throws(StorageError) -> StateFolder? {
        let isBare = ["/ledger.sqlite", "/records.sqlite"].allSatisfy {
            access(path + $0, F_OK) != 0 && errno == ENOENT
        }
        return isBare ? nil : try StateFolder(path)
    }

    package var ledger: String { path + "/ledger.sqlite" }
    package var records: String { path + "/records.sqlite" }
    /// Addresses and process id of the running server, for commands and tests.
    package var server: String { path + "/server.json" }
    package var operatorToken: String { path + "/operator.token" }

    /// Held as long as the value lives; the system lets go of it when the process ends, however it ends.
    package final class Lock: Sendable {
        private let descriptor: Int32

        fileprivate init(descriptor: Int32) {
            self.descriptor = descriptor
        }

        deinit { close(descriptor) }
    }

    /// Takes the folder for this process.
    package func lock() throws(StorageError) -> Lock {
        let file = path + "/lock"
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StorageError(.folderUnwritable, "The file \(file) cannot be opened: \(Self.reason()).")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            var buffer = [UInt8](repeating: 0, count: 32)
            let count = read(descriptor, &buffer, buffer.count)
            close(descriptor)
            let holder = String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self).filter(\.isNumber)
            throw StorageError(
                .folderInUse,
                "Another Holdfast\(holder.isEmpty ? "" : " (process \(holder))") serves from \(path). "
                    + "Stop it, or give this one a folder of its own with `state:`."
            )
        }
        ftruncate(descriptor, 0)
        let text = Array("\(getpid())\n".utf8)
        _ = pwrite(descriptor, text, text.count, 0)
        return Lock(descriptor: descriptor)
    }

    /// Writes a small file whole or not at all, readable by its owner only.
    package func write(_ bytes: [UInt8], to file: String) throws(StorageError) {
        let temporary = file + ".new"
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StorageError(.folderUnwritable, "\(temporary) cannot be written: \(Self.reason()).")
        }
        let written = systemWrite(descriptor, bytes, bytes.count)
        close(descriptor)
        guard written == bytes.count, rename(temporary, file) == 0 else {
            let reason = Self.reason()
            unlink(temporary)
            throw StorageError(.folderUnwritable, "\(file) cannot be written: \(reason).")
        }
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}

/// The system's `write`, which the method of that name hides.
private func systemWrite(_ descriptor: Int32, _ bytes: [UInt8], _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
