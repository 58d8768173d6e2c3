import Crypto

/// The text of a key or token: `hf_PREFIX_SECRET` for applications, `hfo_PREFIX_SECRET` for operators.
///
/// The prefix (8 characters) finds the entry and may be shown; the secret (160 random bits) is what is proved. The last
/// four of its characters are a checksum, so that a mistyped key is told apart from an unknown one without any look-up.
/// Crockford's base 32 in lower case: no letter that is mistaken for another.
package enum SecretText {
    package enum Kind: String, Sendable {
        case key = "hf"
        case `operator` = "hfo"
    }

    package struct Parsed: Equatable {
        package var kind: Kind
        package var prefix: String
        /// What is hashed: the whole text.
        package var text: [UInt8]
    }

    static let prefixLength = 8
    static let secretLength = 32
    static let checkLength = 4

    package static func make(_ kind: Kind) -> (prefix: String, text: String) {
        let prefix = random(prefixLength)
        let body = "\(kind.rawValue)_\(prefix)_\(random(secretLength))"
        return (prefix, body + checksum(Array(body.utf8)))
    }

    /// nil when it is not of the form or its checksum is wrong.
    package static func parse(_ bytes: UnsafeRawBufferPointer) -> Parsed? {
        guard bytes.count <= 64 else { return nil }
        for kind in [Kind.key, .operator] {
            let mark = kind.rawValue.utf8.count + 1
            guard bytes.count == mark + prefixLength + 1 + secretLength + checkLength,
                bytes.prefix(mark).elementsEqual("\(kind.rawValue)_".utf8),
                bytes[mark + prefixLength] == UInt8(ascii: "_")
            else { continue }
            let body = Array(bytes.dropLast(checkLength))
            guard bytes.suffix(checkLength).elementsEqual(checksum(body).utf8) else { return nil }
            let prefix = String(decoding: bytes[mark..<(mark + prefixLength)], as: UTF8.self)
            return Parsed(kind: kind, prefix: prefix, text: Array(bytes))
        }
        return nil
    }

    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    private static func random(_ length: Int) -> String {
        var generator = SystemRandomNumberGenerator()
        return String(
            decoding: (0..<length).map { _ in alphabet[Int.random(in: 0..<32, using: &generator)] },
            as: UTF8.self
        )
    }

    private static func checksum(_ body: [UInt8]) -> String {
        let digest = Array(SHA256.hash(data: body))
        return String(decoding: digest.prefix(checkLength).map { alphabet[Int($0 & 31)] }, as: UTF8.self)
    }
}
