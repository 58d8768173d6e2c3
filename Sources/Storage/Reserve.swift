#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file that takes up space as long as there is enough, and is given up when there is none: then a hold or a recall can
/// still be appended to the ledger.
package struct Reserve: Sendable {
    /// Twice what the ledger's write-ahead log grows to before it is used again.
    package static let bytes = 8 << 20

    package let path: String

    package init(_ folder: StateFolder) {
        path = folder.path + "/reserve"
    }

    /// Of the folder that a database lies in.
    init(beside database: String) {
        path =
            database.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
            + "/reserve"
    }

    package var isThere: Bool { access(path, F_OK) == 0 }

    /// Takes the space, so that nobody else has it.
    ///
    /// - Returns: false when the file system does not give it.
    package func make() -> Bool {
        guard !isThere else { return true }
        let temporary = path + ".new"
        unlink(temporary)
        let descriptor = open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        let isTaken = Self.allocate(descriptor) && fsync(descriptor) == 0
        close(descriptor)
        guard isTaken, rename(temporary, path) == 0 else {
            unlink(temporary)
            return false
        }
        return true
    }

    /// - Returns: whether there was one.
    @discardableResult
    package func giveUp() -> Bool { unlink(path) == 0 }

    /// Does it once more, without the reserve, when the disk is full.
    func backing<Value>(_ work: () throws -> Value) throws -> Value {
        do {
            return try work()
        } catch let error as StorageError where isForWantOfSpace(error) && giveUp() {
            return try work()
        }
    }

    /// SQLite calls it a failing disk when there is no room for its index of a write-ahead log.
    private func isForWantOfSpace(_ error: StorageError) -> Bool {
        switch error.code {
        case .full: true
        case .io: Self.free(at: path).map { $0 < Self.bytes } ?? false
        case .folderUnwritable, .folderInUse, .notOurs, .newer, .corrupt, .busy, .failed: false
        }
    }

    private static func allocate(_ descriptor: Int32) -> Bool {
        #if canImport(Glibc)
            posix_fallocate(descriptor, 0, off_t(bytes)) == 0
        #else
            // Zeros are as good; this system has no such call.
            {
                let zeros = [UInt8](repeating: 0, count: 1 << 20)
                return (0..<bytes / zeros.count).allSatisfy { _ in write(descriptor, zeros, zeros.count) == zeros.count
                }
            }()
        #endif
    }

    /// Bytes that a process may still write to the folder's file system; nil when it does not tell.
    package static func free(at path: String) -> Int? {
        var facts = statvfs()
        guard statvfs(path, &facts) == 0 else { return nil }
        return Int(
            clamping: UInt64(facts.f_bavail).multipliedReportingOverflow(by: UInt64(facts.f_frsize)).partialValue
        )
    }
}
