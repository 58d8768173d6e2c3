/// What is known of models from their probes: certificates, findings, fingerprints. A part of the fold.
package struct GateState: Sendable, Equatable, Codable {
    package struct Issued: Sendable, Equatable, Codable {
        package var certificate: Certificate
        /// Unix milliseconds.
        package var at: UInt64
        package var voidedAt: UInt64?
    }

    package struct Confirmed: Sendable, Equatable, Codable {
        package var finding: Finding
        package var at: UInt64
    }

    /// All that there ever were, by id.
    package private(set) var certificates: [String: Issued] = [:]
    package private(set) var findings: [String: Confirmed] = [:]
    /// The newest that was declared, by model.
    package private(set) var fingerprints: [String: String] = [:]
    /// From model to policy to the id of the newest certificate that says something: an inconclusive one takes nothing away.
    package private(set) var newest: [String: [String: String]] = [:]

    package init() {}

    /// - Returns: whether there was no such certificate before.
    mutating func issue(_ certificate: Certificate, at: UInt64) -> Bool {
        guard certificates[certificate.id] == nil else { return false }
        certificates[certificate.id] = Issued(certificate: certificate, at: at)
        if certificate.outcome != .inconclusive {
            newest[certificate.model, default: [:]][certificate.policy] = certificate.id
        }
        if let fingerprint = certificate.fingerprint { fingerprints[certificate.model] = fingerprint }
        return true
    }

    mutating func void(_ id: String, at: UInt64) -> Bool {
        guard certificates[id] != nil, certificates[id]?.voidedAt == nil else { return false }
        certificates[id]?.voidedAt = at
        return true
    }

    mutating func confirm(_ finding: Finding, at: UInt64) -> Bool {
        guard findings[finding.id] == nil else { return false }
        findings[finding.id] = Confirmed(finding: finding, at: at)
        return true
    }

    mutating func change(_ change: FingerprintChange) {
        fingerprints[change.model] = change.to
    }

    /// Where a model stands under a policy.
    package enum Standing: Sendable, Equatable {
        case missing
        /// - Parameter until: Unix milliseconds.
        case valid(id: String, until: UInt64)
        case stale(id: String, StaleReason)
        case refused(id: String)
        case void(id: String)
    }

    package enum StaleReason: String, Sendable, Equatable {
        case expired, fingerprint, policy
    }

    /// - Parameters:
    ///   - policyHash: of the policy as it stands in the settings now.
    ///   - now: Unix milliseconds.
    package func standing(of model: String, under policy: String, hash policyHash: String, now: UInt64) -> Standing {
        guard let id = newest[model]?[policy], let issued = certificates[id] else { return .missing }
        let certificate = issued.certificate
        if issued.voidedAt != nil { return .void(id: id) }
        if certificate.outcome == .refused { return .refused(id: id) }
        if certificate.policyHash != policyHash { return .stale(id: id, .policy) }
        if now >= certificate.expiresAt { return .stale(id: id, .expired) }
        if let fingerprint = certificate.fingerprint, let now = fingerprints[model], now != fingerprint {
            return .stale(id: id, .fingerprint)
        }
        return .valid(id: id, until: certificate.expiresAt)
    }
}
