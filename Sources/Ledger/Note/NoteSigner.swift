import Crypto
import Domain

/// A key that signs notes, as text `PRIVATE+KEY+NAME+ID+BASE64` (golang.org/x/mod/sumdb/note; the same in other tools).
package struct NoteSigner: Sendable {
    private static let prefix = "PRIVATE+KEY+"

    package let key: NoteKey
    private let seed: [UInt8]

    /// - Parameter seed: 32 bytes, an Ed25519 private key (RFC 8032).
    package init?(name: String, seed: [UInt8]) {
        guard let secret = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed),
            let key = NoteKey(name: name, publicKey: Array(secret.publicKey.rawRepresentation))
        else { return nil }
        self.key = key
        self.seed = seed
    }

    /// A new key, which gives its log a name like no other's: `PREFIX/` and the beginning of the public key's SHA-256.
    package init?(makingNameBehind prefix: String) {
        let secret = Curve25519.Signing.PrivateKey()
        let digest = SHA256.hash(data: secret.publicKey.rawRepresentation)
        self.init(name: "\(prefix)/\(Hex.text(digest.prefix(8)))", seed: Array(secret.rawRepresentation))
    }

    package init?(_ text: String) {
        guard text.hasPrefix(Self.prefix) else { return nil }
        let parts = text.dropFirst(Self.prefix.count)
            .split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let typed = Base64.bytes(parts[2]), typed.first == NoteKey.ed25519 else { return nil }
        self.init(name: String(parts[0]), seed: Array(typed.dropFirst()))
        guard text == self.text else { return nil }
    }

    package var text: String {
        "\(Self.prefix)\(key.name)+\(Hex.text(key.id))+\(Base64.text([NoteKey.ed25519] + seed))"
    }

    /// - Parameter text: ends with a line end.
    package func sign(_ text: String) -> SignedNote? {
        guard let secret = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed),
            let signature = try? secret.signature(for: Array(text.utf8))
        else { return nil }
        return SignedNote(text: text, signatures: [.init(name: key.name, id: key.id, bytes: Array(signature))])
    }
}
