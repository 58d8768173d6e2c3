import Crypto
import Foundation

/// Signs messages in the form of Standard Webhooks 1.0 (`v1`, HMAC-SHA-256).
package struct WebhookSecret: Sendable {
    /// Bytes. Shorter ones can be guessed from one message.
    package static let shortest = 16
    /// Before a secret that is written in Base64.
    private static let mark = "whsec_"

    private let key: SymmetricKey

    /// - Parameter text: Base64 behind `whsec_`, or anything else, whose bytes are the secret as they are.
    package init(_ text: String) throws(WebhookFailure) {
        let bytes: [UInt8]
        if text.hasPrefix(Self.mark) {
            guard let decoded = Data(base64Encoded: String(text.dropFirst(Self.mark.count))) else {
                throw .secret("What stands behind `whsec_` in the secret is not Base64.")
            }
            bytes = Array(decoded)
        } else {
            bytes = Array(text.utf8)
        }
        guard bytes.count >= Self.shortest else {
            throw .secret("The secret is shorter than \(Self.shortest) bytes.")
        }
        key = SymmetricKey(data: bytes)
    }

    /// The value of `webhook-signature`.
    ///
    /// - Parameter timestamp: Unix seconds, as in `webhook-timestamp`.
    package func signature(id: String, timestamp: UInt64, body: [UInt8]) -> String {
        let signed = Array("\(id).\(timestamp).".utf8) + body
        return "v1," + Data(HMAC<SHA256>.authenticationCode(for: signed, using: key)).base64EncodedString()
    }
}
