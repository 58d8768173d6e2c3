import Crypto

/// The process's own secret in every hash of a key: whoever steals the database alone can test no guess against it.
package struct Pepper: Sendable {
    /// As many bytes as the hash has.
    private static let length = 32
    private static let name = "pepper"

    private let key: SymmetricKey

    package init(bytes: [UInt8]) {
        key = SymmetricKey(data: bytes)
    }

    /// Reads `pepper` in the keys folder.
    ///
    /// - Parameter mayCreate: true while nothing was hashed yet; a pepper that is made anew later would lock everybody out.
    package static func load(_ folder: KeysFolder, mayCreate: Bool) throws(KeysFolder.Failure) -> Pepper {
        if !folder.has(name) {
            guard mayCreate else {
                throw KeysFolder.Failure(
                    "The file \(folder.file(name)) is missing, and keys exist that were hashed with it. Restore it from a "
                        + "backup; without it every key must be made anew in a new state folder."
                )
            }
            var generator = SystemRandomNumberGenerator()
            try folder.make(name, (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) })
        }
        let bytes = try folder.read(name)
        guard bytes.count == length else {
            throw KeysFolder.Failure(
                "\(folder.file(name)) must hold exactly \(length) bytes and be readable. Restore it from a backup."
            )
        }
        return Pepper(bytes: bytes)
    }

    /// HMAC-SHA-256.
    func hash(_ text: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: text, using: key))
    }
}
