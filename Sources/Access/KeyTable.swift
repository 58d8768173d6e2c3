package import Control
package import Domain

/// A key as a request needs it. A class, for each request holds it in several places.
package final class KeyEntry: Sendable, Equatable {
    package let id: String
    package let tenant: String
    /// nil: all.
    package let routes: Set<String>?
    package let requestsPerMinute: Int?
    /// Of a day, for this key alone.
    package let limits: DayLimits
    /// Of a day, for all keys of its tenant together.
    package let tenantLimits: DayLimits
    fileprivate let hash: [UInt8]
    fileprivate let expiresAt: UInt64?
    fileprivate let isRevoked: Bool

    fileprivate init(
        id: String,
        tenant: String,
        routes: Set<String>?,
        requestsPerMinute: Int?,
        limits: DayLimits,
        tenantLimits: DayLimits,
        hash: [UInt8],
        expiresAt: UInt64?,
        isRevoked: Bool
    ) {
        self.id = id
        self.tenant = tenant
        self.routes = routes
        self.requestsPerMinute = requestsPerMinute
        self.limits = limits
        self.tenantLimits = tenantLimits
        self.hash = hash
        self.expiresAt = expiresAt
        self.isRevoked = isRevoked
    }

    package static func == (left: KeyEntry, right: KeyEntry) -> Bool {
        left.id == right.id && left.tenant == right.tenant && left.routes == right.routes
            && left.requestsPerMinute == right.requestsPerMinute && left.limits == right.limits
            && left.tenantLimits == right.tenantLimits && left.hash == right.hash && left.expiresAt == right.expiresAt
            && left.isRevoked == right.isRevoked
    }

    package func mayUse(route: String) -> Bool { routes?.contains(route) ?? true }

    func isExpired(at now: UInt64) -> Bool { expiresAt.map { now >= $0 } ?? false }
}

/// All keys of a moment, found by prefix, proved by hash. Immutable; a change builds the next one.
package final class KeyTable: Sendable {
    package enum Verdict: Sendable, Equatable {
        case accepted(KeyEntry)
        /// Not of a key's form, or mistyped.
        case malformed
        case unknown
        case expired
        case revoked
    }

    /// What settings say of a tenant.
    package struct TenantRules: Sendable {
        package var routes: Set<String>?
        package var requestsPerMinute: Int?
        package var limits: DayLimits

        package init(routes: Set<String>?, requestsPerMinute: Int?, limits: DayLimits = DayLimits()) {
            self.routes = routes
            self.requestsPerMinute = requestsPerMinute
            self.limits = limits
        }
    }

    private let entries: [String: KeyEntry]
    private let pepper: Pepper?
    /// No key was ever made: whoever reaches the listener may use it, if the listener allows that.
    package let isOpen: Bool
    /// Whether a key that is not revoked has a limit of a day, of its own or of its tenant's.
    package let hasDayLimits: Bool
    package let hasMoneyLimits: Bool

    /// - Parameter tenants: by name; keys of a tenant that is gone from the settings are as good as revoked. nil without a
    ///   settings file: then every tenant stands.
    package init(_ state: ControlState, tenants: [String: TenantRules]?, pepper: Pepper?) {
        var entries: [String: KeyEntry] = [:]
        for key in state.keys.values {
            let grant = key.grant
            guard let hash = Hex.bytes(grant.hash), !grant.prefix.isEmpty else { continue }
            let tenant = tenants?[grant.tenant]
            let own = grant.routes.map(Set.init)
            let routes = own.map { own in tenant?.routes.map { own.intersection($0) } ?? own } ?? tenant?.routes
            entries[grant.prefix] = KeyEntry(
                id: grant.id,
                tenant: grant.tenant,
                routes: routes,
                requestsPerMinute: grant.requestsPerMinute ?? tenant?.requestsPerMinute,
                limits: grant.limits,
                tenantLimits: tenant?.limits ?? DayLimits(),
                hash: hash,
                expiresAt: grant.expiresAt,
                isRevoked: key.revokedAt != nil || (tenants != nil && tenant == nil)
            )
        }
        self.entries = entries
        self.pepper = pepper
        let limits = entries.values.filter { !$0.isRevoked }.flatMap { [$0.limits, $0.tenantLimits] }
        hasDayLimits = limits.contains { !$0.isNone }
        hasMoneyLimits = limits.contains { $0.money != nil }
        isOpen = state.keys.isEmpty
    }

    /// - Parameter now: Unix milliseconds.
    package func verify(_ presented: UnsafeRawBufferPointer, now: UInt64) -> Verdict {
        guard let parsed = SecretText.parse(presented), parsed.kind == .key, let pepper else { return .malformed }
        let hash = pepper.hash(parsed.text)
        // An unknown prefix is compared too, with nothing that could match.
        guard let entry = entries[parsed.prefix] else {
            _ = ConstantTime.equal(hash, [UInt8](repeating: 0, count: 32))
            return .unknown
        }
        guard ConstantTime.equal(hash, entry.hash) else { return .unknown }
        if entry.isRevoked { return .revoked }
        if entry.isExpired(at: now) { return .expired }
        return .accepted(entry)
    }
}

/// All operator tokens of a moment.
package final class OperatorTable: Sendable {
    package struct Entry: Sendable, Equatable {
        package var id: String
        package var name: String
        package var role: OperatorGrant.Role
    }

    private let entries: [String: (entry: Entry, hash: [UInt8], expiresAt: UInt64?)]
    private let pepper: Pepper?

    package init(_ state: ControlState, pepper: Pepper?) {
        var entries: [String: (entry: Entry, hash: [UInt8], expiresAt: UInt64?)] = [:]
        for one in state.operators.values where one.revokedAt == nil {
            guard let hash = Hex.bytes(one.grant.hash), !one.grant.prefix.isEmpty else { continue }
            let entry = Entry(id: one.grant.id, name: one.grant.name, role: one.grant.role)
            entries[one.grant.prefix] = (entry, hash, one.grant.expiresAt)
        }
        self.entries = entries
        self.pepper = pepper
    }

    /// nil for a token that is mistyped, unknown, expired or revoked.
    package func verify(_ presented: [UInt8], now: UInt64) -> Entry? {
        guard let parsed = presented.withUnsafeBytes({ SecretText.parse($0) }), parsed.kind == .operator, let pepper
        else { return nil }
        let hash = pepper.hash(parsed.text)
        guard let found = entries[parsed.prefix], ConstantTime.equal(hash, found.hash) else { return nil }
        return found.expiresAt.map { now < $0 } ?? true ? found.entry : nil
    }
}
