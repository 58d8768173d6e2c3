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
        guard let data = FileManager.default.contents(atPath: file), data.count == 32 else {
            throw Failure(description: "\(file) must hold exactly 32 bytes and be readable. Restore it from a backup.")
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
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            // Another process was faster; its pepper counts.
            if errno == EEXIST { return }
            throw Failure(description: "\(file) cannot be created: \(String(cString: strerror(errno))).")
        }
        defer { close(descriptor) }
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
        guard write(descriptor, bytes, 32) == 32, fsync(descriptor) == 0 else {
            throw Failure(description: "\(file) cannot be written.")
        }
    }

    /// HMAC-SHA-256.
    func hash(_ text: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: text, using: key))
    }
}

/// Hexadecimal text, as hashes stand in events.
enum Hex {
    static func text(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    static func bytes(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let byte = UInt8(String(decoding: digits[index...(index + 1)], as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(byte)
        }
        return bytes
    }

    /// Takes as long for a near miss as for a far one.
    static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for index in left.indices { difference |= left[index] ^ right[index] }
        return difference == 0
    }
}
