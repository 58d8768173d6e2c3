package import Control
package import Domain

/// Makes the events by which keys and tokens come and go. Appending them is the caller's.
package struct AccessDesk: Sendable {
    package struct Failure: Error, Sendable, CustomStringConvertible {
        package var description: String
    }

    private let pepper: Pepper

    package init(pepper: Pepper) {
        self.pepper = pepper
    }

    /// - Returns: the grant to be appended, and the secret, which nobody can show a second time.
    package func makeKey(
        tenant: String,
        routes: [String]?,
        requestsPerMinute: Int?,
        limits: DayLimits = DayLimits(),
        expiresAt: UInt64?,
        label: String?
    ) -> (grant: KeyGrant, secret: String) {
        let (prefix, text) = SecretText.make(.key)
        let grant = KeyGrant(
            id: "key_\(prefix)",
            prefix: prefix,
            hash: Hex.text(pepper.hash(Array(text.utf8))),
            tenant: tenant,
            routes: routes,
            requestsPerMinute: requestsPerMinute,
            limits: limits,
            expiresAt: expiresAt,
            label: label
        )
        return (grant, text)
    }

    package func makeOperator(
        name: String,
        role: OperatorGrant.Role,
        expiresAt: UInt64?
    ) -> (grant: OperatorGrant, secret: String) {
        let (prefix, text) = SecretText.make(.operator)
        let grant = OperatorGrant(
            id: "op_\(prefix)",
            name: name,
            role: role,
            prefix: prefix,
            hash: Hex.text(pepper.hash(Array(text.utf8))),
            expiresAt: expiresAt
        )
        return (grant, text)
    }

    /// A key by id, prefix or the secret's beginning, as people have it at hand.
    package static func findKey(_ text: String, in state: ControlState) throws(Failure) -> ControlState.Key {
        let mark = "\(SecretText.Kind.key.rawValue)_"
        // Of a whole key nothing beyond its prefix is looked at or repeated.
        let prefix = text.hasPrefix(mark) ? text.dropFirst(mark.count).prefix(SecretText.prefixLength) : text[...]
        let found = state.keys.values.filter { $0.grant.id == text || $0.grant.prefix == prefix }
        guard let key = found.first else {
            throw Failure(description: "There is no key `\(prefix.prefix(64))`. `holdfast key list` shows them.")
        }
        guard key.revokedAt == nil else { throw Failure(description: "The key `\(key.grant.id)` was revoked before.") }
        return key
    }

    package static func findOperator(_ text: String, in state: ControlState) throws(Failure) -> ControlState.Operator {
        let found = state.operators.values.filter {
            $0.grant.id == text || ($0.grant.name == text && $0.revokedAt == nil)
        }
        guard let one = found.first else {
            throw Failure(
                description: "There is no operator `\(text.prefix(64))`. `holdfast operator list` shows them."
            )
        }
        guard found.count == 1 else {
            let ids = found.map(\.grant.id).sorted().joined(separator: ", ")
            throw Failure(description: "`\(text.prefix(64))` has \(found.count) tokens. Name one by its id: \(ids).")
        }
        guard one.revokedAt == nil else {
            throw Failure(description: "The token `\(one.grant.id)` was revoked before.")
        }
        return one
    }
}
