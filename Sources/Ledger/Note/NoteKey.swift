import Crypto
import Domain

/// A key that notes are checked with (C2SP signed-note, Ed25519 alone), as text `NAME+ID+BASE64`.
package struct NoteKey: Sendable, Equatable {
    /// Type 0x01 of the table in signed-note.
    static let ed25519: UInt8 = 0x01

    package let name: String
    package let publicKey: [UInt8]

    package init?(name: String, publicKey: [UInt8]) {
        guard Self.isName(name), (try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey)) != nil else {
            return nil
        }
        self.name = name
        self.publicKey = publicKey
    }

    /// nil for a text that is no key, that belongs to another type, or whose id is not that of its key.
    package init?(_ text: String) {
        // Base64 may hold a plus of its own.
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let typed = Base64.bytes(parts[2]), typed.first == Self.ed25519 else { return nil }
        self.init(name: String(parts[0]), publicKey: Array(typed.dropFirst()))
        guard text == self.text else { return nil }
    }

    package var text: String { "\(name)+\(Hex.text(id))+\(Base64.text([Self.ed25519] + publicKey))" }

    /// The first four bytes of SHA-256(name ‖ LF ‖ type ‖ key).
    package var id: [UInt8] {
        Array(SHA256.hash(data: Array(name.utf8) + [0x0A, Self.ed25519] + publicKey).prefix(4))
    }

    func isSignature(_ signature: [UInt8], of text: String) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(signature, for: Array(text.utf8))
    }

    /// Not empty, no plus, no white space and nothing unprintable.
    private static func isName(_ name: String) -> Bool {
        !name.isEmpty
            && name.unicodeScalars.allSatisfy {
                $0 != "+" && !$0.properties.isWhitespace && $0.value >= 0x20 && $0.value != 0x7F
            }
    }
}
