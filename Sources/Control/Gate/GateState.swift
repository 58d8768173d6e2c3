/// What is known of models from their probes: certificates, findings, fingerprints. A part of the fold.
package struct GateState: Sendable, Equatable, Codable {
    package struct Issued: Sendable, Equatable, Codable {
        package var certificate: Certificate
        /// Unix milliseconds.
        package var at: UInt64
        /// Number of events of the ledger with this one.
        package var epoch: UInt64
        package var voidedAt: UInt64?
    }

    package struct Confirmed: Sendable, Equatable, Codable {
        package var finding: Finding
        /// Unix milliseconds.
        package var at: UInt64
        /// Number of events of the ledger with this one.
        package var epoch: UInt64
        package var assessed: Assessed?
        /// How far it reaches, as it was last tried; nil: that was not tried.
        package var breadth: FindingBreadth?
        /// When that was; Unix milliseconds.
        package var measuredAt: UInt64?
        /// Number of events of the ledger with that.
        package var measuredEpoch: UInt64?
        /// nil: it is open.
        package var closed: Closed?
        /// How often something was said of it after it was confirmed.
        package var steps = 0

        package init(finding: Finding, at: UInt64, epoch: UInt64) {
            self.finding = finding
            self.at = at
            self.epoch = epoch
        }

        /// With how far it reaches, and what people said of it: they have the last word.
        package var cjs: Finding.CJS {
            finding.cjs.overlaid(by: breadth?.cjs ?? Finding.CJS()).overlaid(by: assessed?.cjs ?? Finding.CJS())
        }
    }

    package struct Assessed: Sendable, Equatable, Codable {
        /// What people said, all of it together; the newest of each axis.
        package var cjs: Finding.CJS
        /// Of the newest assessment, as all that follows.
        package var by: Actor
        package var reason: String
        /// Unix milliseconds.
        package var at: UInt64
    }

    package struct Closed: Sendable, Equatable, Codable {
        package var outcome: FindingClosing.Outcome
        package var by: Actor
        package var reason: String
        /// Unix milliseconds.
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
    mutating func issue(_ certificate: Certificate, at: UInt64, epoch: UInt64) -> Bool {
        guard certificates[certificate.id] == nil else { return false }
        certificates[certificate.id] = Issued(certificate: certificate, at: at, epoch: epoch)
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

    mutating func confirm(_ finding: Finding, at: UInt64, epoch: UInt64) -> Bool {
        guard findings[finding.id] == nil else { return false }
        findings[finding.id] = Confirmed(finding: finding, at: at, epoch: epoch)
        return true
    }

    mutating func assess(_ assessment: FindingAssessment, at: UInt64) -> Bool {
        guard let found = findings[assessment.id] else { return false }
        let before = found.assessed?.cjs ?? Finding.CJS()
        findings[assessment.id]?.assessed = Assessed(
            cjs: before.overlaid(by: assessment.cjs),
            by: assessment.by,
            reason: assessment.reason,
            at: at
        )
        findings[assessment.id]?.steps += 1
        return true
    }

    /// What was measured later counts alone.
    mutating func measure(_ breadth: FindingBreadth, at: UInt64, epoch: UInt64) -> Bool {
        guard findings[breadth.id] != nil else { return false }
        findings[breadth.id]?.breadth = breadth
        findings[breadth.id]?.measuredAt = at
        findings[breadth.id]?.measuredEpoch = epoch
        findings[breadth.id]?.steps += 1
        return true
    }

    mutating func close(_ closing: FindingClosing, at: UInt64) -> Bool {
        guard let found = findings[closing.id], found.closed == nil else { return false }
        findings[closing.id]?.closed = Closed(outcome: closing.outcome, by: closing.by, reason: closing.reason, at: at)
        findings[closing.id]?.steps += 1
        return true
    }

    mutating func reopen(_ reopening: FindingReopening) -> Bool {
        guard findings[reopening.id]?.closed != nil else { return false }
        findings[reopening.id]?.closed = nil
        findings[reopening.id]?.steps += 1
        return true
    }

    mutating func change(_ change: FingerprintChange) {
        fingerprints[change.model] = change.to
    }

    /// What was decided on a run.
    package func certificate(of run: String) -> Certificate? {
        certificates.values.first { $0.certificate.run == run }?.certificate
    }

    /// What a run confirmed, or what those confirmed that belong to it; by id.
    package func findings(of run: String) -> [Finding] {
        findings.values.map(\.finding).filter { $0.run == run || $0.run.hasPrefix(run + ".") }.sorted { $0.id < $1.id }
    }

    /// The same with what people said of them.
    package func confirmed(by run: String) -> [Confirmed] { findings(of: run).compactMap { findings[$0.id] } }

    /// A model as it is configured now.
    package struct Candidate: Sendable, Hashable {
        package var name: String
        package var lineage: String
        /// Whom it is asked of, and by which name there.
        package var upstream: String

        package init(name: String, lineage: String, upstream: String) {
            self.name = name
            self.lineage = lineage
            self.upstream = upstream
        }

        /// What is called the same and is another model was never tried.
        func isSubject(of certificate: Certificate) -> Bool {
            certificate.lineage == lineage && (certificate.upstream.isEmpty || certificate.upstream == upstream)
        }
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
    package func standing(
        of model: Candidate,
        under policy: String,
        hash policyHash: String,
        now: UInt64
    ) -> Standing {
        guard let id = newest[model.name]?[policy], let issued = certificates[id],
            model.isSubject(of: issued.certificate)
        else { return .missing }
        let certificate = issued.certificate
        if issued.voidedAt != nil { return .void(id: id) }
        if certificate.outcome == .refused { return .refused(id: id) }
        if certificate.policyHash != policyHash { return .stale(id: id, .policy) }
        if now >= certificate.expiresAt { return .stale(id: id, .expired) }
        if let fingerprint = certificate.fingerprint, let now = fingerprints[model.name], now != fingerprint {
            return .stale(id: id, .fingerprint)
        }
        return .valid(id: id, until: certificate.expiresAt)
    }
}
