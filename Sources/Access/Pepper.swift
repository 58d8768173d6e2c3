import Crypto
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The process's own secret in every hash of a key: whoever steals the database alone can test no guess against it.
package struct Pepper: Sendable {
    package struct Failure: Error, Sendable, CustomStringConvertible {
        package var description: String
    }

    /// As many bytes as the hash has.
    private static let length = 32

    private let key: SymmetricKey

    package init(bytes: [UInt8]) {
        key = SymmetricKey(data: bytes)
    }

    /// Reads `pepper` in the keys folder.
    ///
    /// - Parameter mayCreate: true while nothing was hashed yet; a pepper that is made anew later would lock everybody out.
    package static func load(folder: String, mayCreate: Bool) throws(Failure) -> Pepper {
        let file = folder + "/pepper"
        if access(file, F_OK) != 0 {
            guard mayCreate else {
                throw Failure(
                    description:
                        "The file \(file) is missing, and keys exist that were hashed with it. Restore it from a "
                        + "backup; without it every key must be made anew in a new state folder."
                )
            }
            try create(file, folder)
        }
        var status = stat()
        guard stat(file, &status) == 0 else { throw Failure(description: "\(file) cannot be read.") }
        guard status.st_mode & 0o077 == 0 else {
            throw Failure(description: "Others than you may read \(file). Run: chmod 600 \(file)")
        }
        guard let data = FileManager.default.contents(atPath: file), data.count == length else {
            throw Failure(
                description: "\(file) must hold exactly \(length) bytes and be readable. Restore it from a backup."
            )
        }
        return Pepper(bytes: [UInt8](data))
    }

    private static func create(_ file: String, _ folder: String) throws(Failure) {
        do {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw Failure(description: "The folder \(folder) cannot be created. Choose another with `keys:`.")
        }
        // Written beside and linked into place: nobody ever reads half a pepper, and of two processes one wins.
        let draft = "\(file).\(getpid()).new"
        defer { unlink(draft) }
        guard writePrivate(randomBytes(), to: draft) else {
            throw Failure(description: "\(draft) cannot be written: \(String(cString: strerror(errno))).")
        }
        guard link(draft, file) == 0 || errno == EEXIST else {
            throw Failure(description: "\(file) cannot be created: \(String(cString: strerror(errno))).")
        }
    }

    private static func randomBytes() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    private static func writePrivate(_ bytes: [UInt8], to file: String) -> Bool {
        unlink(file)
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
    }

    /// HMAC-SHA-256.
    func hash(_ text: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: text, using: key))
    }
}
