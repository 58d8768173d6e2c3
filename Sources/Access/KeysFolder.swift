import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The folder of what must not lie beside the database: whoever gets one of the two has not got the other.
package struct KeysFolder: Sendable {
    package struct Failure: Error, Sendable, CustomStringConvertible {
        package var description: String

        package init(_ description: String) {
            self.description = description
        }
    }

    package let path: String

    package init(_ path: String) {
        self.path = path
    }

    package func file(_ name: String) -> String { path + "/" + name }

    /// Also when we may not look: whoever reads it then is told so.
    package func has(_ name: String) -> Bool { access(file(name), F_OK) == 0 || errno != ENOENT }

    /// Keeps others who lock the same file, in this process or another, out for the time of the work.
    package func locked<Value>(_ name: String, _ work: () throws -> Value) throws -> Value {
        let descriptor = open(file(name), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Failure("\(file(name)) cannot be opened: \(String(cString: strerror(errno))).")
        }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_EX) == 0 else {
            throw Failure("\(file(name)) cannot be locked: \(String(cString: strerror(errno))).")
        }
        return try work()
    }

    /// - Throws: when it is not there, too, and when others than its owner may read it.
    package func read(_ name: String) throws(Failure) -> [UInt8] {
        let file = file(name)
        var status = stat()
        guard stat(file, &status) == 0 else { throw Failure("\(file) cannot be read.") }
        guard status.st_mode & 0o077 == 0 else {
            throw Failure("Others than you may read \(file). Run: chmod 600 \(file)")
        }
        guard let data = FileManager.default.contents(atPath: file) else { throw Failure("\(file) cannot be read.") }
        return [UInt8](data)
    }

    /// Makes a file that is not there yet. Of two processes one wins, and nobody ever reads half of it.
    package func make(_ name: String, _ bytes: [UInt8]) throws(Failure) {
        try create()
        let file = file(name)
        let draft = try write(bytes, for: name)
        defer { unlink(draft) }
        guard link(draft, file) == 0 || errno == EEXIST else {
            throw Failure("\(file) cannot be created: \(String(cString: strerror(errno))).")
        }
        try synchronize()
    }

    /// Puts new bytes in the place of old ones, whole or not at all, and so that they outlive the machine.
    package func replace(_ name: String, _ bytes: [UInt8]) throws(Failure) {
        try create()
        let draft = try write(bytes, for: name)
        guard rename(draft, file(name)) == 0 else {
            let reason = String(cString: strerror(errno))
            unlink(draft)
            throw Failure("\(file(name)) cannot be written: \(reason).")
        }
        try synchronize()
    }

    private func create() throws(Failure) {
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw Failure("The folder \(path) cannot be created. Choose another with `keys:`.")
        }
    }

    /// - Returns: the file beside, written through to the disk.
    private func write(_ bytes: [UInt8], for name: String) throws(Failure) -> String {
        let draft = "\(file(name)).\(getpid()).new"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Failure("\(draft) cannot be written: \(String(cString: strerror(errno))).")
        }
        defer { close(descriptor) }
        guard systemWrite(descriptor, bytes) == bytes.count, fsync(descriptor) == 0 else {
            let reason = String(cString: strerror(errno))
            unlink(draft)
            throw Failure("\(draft) cannot be written: \(reason).")
        }
        return draft
    }

    /// A name is durable when its folder is.
    private func synchronize() throws(Failure) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { if descriptor >= 0 { close(descriptor) } }
        guard descriptor >= 0, fsync(descriptor) == 0 else {
            throw Failure("\(path) cannot be written through: \(String(cString: strerror(errno))).")
        }
    }
}

/// The system's `write`, which the method of that name hides.
private func systemWrite(_ descriptor: Int32, _ bytes: [UInt8]) -> Int { write(descriptor, bytes, bytes.count) }
