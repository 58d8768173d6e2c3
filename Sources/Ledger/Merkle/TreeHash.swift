import Crypto

/// A hash of the log's tree: SHA-256 as RFC 6962 §2.1 applies it.
package struct TreeHash: Sendable, Hashable {
    package static let length = 32

    package let bytes: [UInt8]

    /// nil: not 32 bytes.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.length else { return nil }
        self.bytes = Array(bytes)
    }

    private init(digest: SHA256.Digest) {
        bytes = Array(digest)
    }

    /// Of a tree without entries.
    package static let empty = TreeHash(digest: SHA256.hash(data: [UInt8]()))

    package static func leaf(_ entry: [UInt8]) -> TreeHash {
        var hash = SHA256()
        hash.update(data: [0x00])
        hash.update(data: entry)
        return TreeHash(digest: hash.finalize())
    }

    package static func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
        var hash = SHA256()
        hash.update(data: [0x01])
        hash.update(data: left.bytes)
        hash.update(data: right.bytes)
        return TreeHash(digest: hash.finalize())
    }
}
