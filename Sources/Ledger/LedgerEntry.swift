import Crypto
import Domain
package import JSON

/// One event as it is kept: the leaf that everybody may see and check, and beside it the private part.
///
/// A private field stands in the leaf as a commitment, `SHA-256("holdfast/commitment/v1" ‖ salt ‖ canonical value)` with a
/// 32-byte salt of its own, so that its value can be forgotten while every proof over the leaf still verifies.
/// `docs/event-format.md` has the bytes.
package struct LedgerEntry: Sendable, Equatable {
    package static let version = 1
    /// tlog-tiles entry bundles give each entry a 16-bit length.
    package static let maximumLeaf = 65_535

    package struct Secret: Sendable, Equatable {
        package var value: CanonicalValue
        /// 32 bytes.
        package var salt: [UInt8]
    }

    package var kind: String
    /// Chosen by the writer: an append that is repeated is recognised by it.
    package var id: String
    /// Unix milliseconds.
    package var recordedAt: UInt64
    /// When somebody learnt of what the event tells; nil when that is the moment of recording.
    package var awareAt: UInt64?
    package var publicFields: [String: CanonicalValue]
    /// nil: a value that was erased, or is not at hand; its commitment stays.
    package var privateFields: [String: Secret]
    /// By field; always of all private fields, the erased ones included.
    package private(set) var commitments: [String: [UInt8]]

    package enum Fault: Error, Sendable, Equatable {
        case notCanonical
        case tooLarge
        /// The private part's value does not belong to the leaf.
        case brokenCommitment(field: String)
    }

    /// - Parameter subjectKey: of the person or thing that the private fields speak of; whoever destroys it and the
    ///   private part has erased them.
    package init(
        kind: String,
        id: String,
        recordedAt: UInt64,
        awareAt: UInt64? = nil,
        publicFields: [String: CanonicalValue],
        privateFields: [String: CanonicalValue],
        subjectKey: [UInt8]
    ) {
        self.kind = kind
        self.id = id
        self.recordedAt = recordedAt
        self.awareAt = awareAt
        self.publicFields = publicFields
        var secrets: [String: Secret] = [:]
        for (field, value) in privateFields {
            secrets[field] = Secret(value: value, salt: Self.salt(subjectKey, event: id, field: field))
        }
        self.privateFields = secrets
        commitments = secrets.mapValues { Self.commitment($0) }
    }

    package var leaf: [UInt8] {
        var members: [String: CanonicalValue] = [
            "v": .integer(Self.version),
            "kind": .string(kind),
            "id": .string(id),
            "recorded_at": .integer(Int(recordedAt)),
            "public": .object(publicFields),
            "private": .object(commitments.mapValues { .string(Hex.text($0)) }),
        ]
        if let awareAt { members["aware_at"] = .integer(Int(awareAt)) }
        return CanonicalValue.object(members).bytes
    }

    /// What is kept beside the leaf: `{field: {"salt": hex, "value": …}}`.
    package var privatePart: [UInt8] {
        CanonicalValue.object(
            privateFields.mapValues { .object(["salt": .string(Hex.text($0.salt)), "value": $0.value]) }
        ).bytes
    }

    /// Reads what is stored and checks that the parts belong together.
    ///
    /// - Parameter privatePart: nil when it was erased.
    package init(leaf: [UInt8], privatePart: [UInt8]?) throws(Fault) {
        guard leaf.count <= Self.maximumLeaf else { throw .tooLarge }
        guard let parsed = try? JSONValue(parsing: leaf), let value = CanonicalValue(parsed), value.bytes == leaf,
            value["v"]?.integer == Self.version, let kind = value["kind"]?.string, let id = value["id"]?.string,
            let recordedAt = value["recorded_at"]?.integer, case .object(let open)? = value["public"],
            case .object(let closed)? = value["private"]
        else { throw .notCanonical }
        self.kind = kind
        self.id = id
        self.recordedAt = UInt64(max(0, recordedAt))
        awareAt = value["aware_at"]?.integer.map { UInt64(max(0, $0)) }
        publicFields = open
        commitments = closed.compactMapValues { $0.string.flatMap(Hex.bytes) }
        privateFields = [:]
        // A member of the leaf that this version does not write would be lost in silence.
        guard self.leaf == leaf else { throw .notCanonical }
        guard let privatePart else { return }
        guard let parsed = try? JSONValue(parsing: privatePart), case .object(let secrets)? = CanonicalValue(parsed)
        else { throw .notCanonical }
        for (field, secret) in secrets {
            guard let value = secret["value"], let salt = secret["salt"]?.string.flatMap(Hex.bytes) else {
                throw .notCanonical
            }
            let read = Secret(value: value, salt: salt)
            guard commitments[field] == Self.commitment(read) else { throw .brokenCommitment(field: field) }
            privateFields[field] = read
        }
    }

    // MARK: Formulas

    /// HKDF-SHA-256 (RFC 5869) of the subject's key, so that no two fields of any two events share a salt.
    private static func salt(_ key: [UInt8], event: String, field: String) -> [UInt8] {
        let derived = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: key),
            info: Array("holdfast/salt/v1\n\(event)\n\(field)".utf8),
            outputByteCount: 32
        )
        return derived.withUnsafeBytes { Array($0) }
    }

    private static func commitment(_ secret: Secret) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: Array("holdfast/commitment/v1".utf8))
        hash.update(data: secret.salt)
        hash.update(data: secret.value.bytes)
        return Array(hash.finalize())
    }
}
