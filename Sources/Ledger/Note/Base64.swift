import FoundationEssentials

/// Base64 (RFC 4648 §4, padded) as it stands in notes, proofs and keys.
enum Base64 {
    static func text(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

    /// nil for anything but the one text that these bytes have.
    static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        guard let data = Data(base64Encoded: String(text)), data.base64EncodedString() == text else { return nil }
        return Array(data)
    }
}
