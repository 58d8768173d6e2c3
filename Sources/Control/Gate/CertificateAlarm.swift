/// What no event tells of a certificate, for time or the settings bring it about: people hear of it once.
package struct CertificateAlarm: Sendable, Equatable {
    package enum Reason: String, Sendable {
        case expired, fingerprint, policy, expiring

        package init(_ reason: GateState.StaleReason) {
            self =
                switch reason {
                case .expired: .expired
                case .fingerprint: .fingerprint
                case .policy: .policy
                }
        }
    }

    package var certificate: String
    package var reason: Reason
    /// Unix milliseconds: since when, or, where nothing says that, when it was first seen.
    package var since: UInt64

    package init(certificate: String, reason: Reason, since: UInt64) {
        self.certificate = certificate
        self.reason = reason
        self.since = since
    }

    /// The same after every start; holds no space.
    package var id: String {
        reason == .expiring ? "\(certificate)/expiring" : "\(certificate)/stale/\(reason.rawValue)"
    }

    /// The part of an `id` that names the certificate.
    package static func certificate(in id: String) -> String { String(id.prefix { $0 != "/" }) }

    /// So long before its end, at most, people hear that a certificate ends: milliseconds.
    private static let longestNotice: UInt64 = 7 * 86_400_000

    /// When people hear that it ends: in the last tenth of its validity.
    static func notice(before end: UInt64, issuedAt: UInt64) -> UInt64 {
        end - min(end, min((max(end, issuedAt) - issuedAt) / 10, longestNotice))
    }
}

extension GateState {
    /// - Parameters:
    ///   - standing: of a model under a policy, at that moment.
    ///   - now: Unix milliseconds.
    package func alarm(_ standing: Standing, now: UInt64) -> CertificateAlarm? {
        switch standing {
        case .missing, .refused, .void: return nil
        case .stale(let id, let reason):
            let since = reason == .expired ? certificates[id]?.certificate.expiresAt : nil
            return CertificateAlarm(certificate: id, reason: .init(reason), since: since ?? now)
        case .valid(let id, let until):
            guard let issued = certificates[id] else { return nil }
            let notice = CertificateAlarm.notice(before: until, issuedAt: issued.at)
            return now < notice ? nil : CertificateAlarm(certificate: id, reason: .expiring, since: notice)
        }
    }

    /// Whether the certificate is what its model's standing goes by.
    package func isNewest(_ id: String) -> Bool {
        guard let certificate = certificates[id]?.certificate else { return false }
        return newest[certificate.model]?[certificate.policy] == id
    }

    /// Whether a certificate ended a refusal, or what was voided.
    package func isClearing(_ id: String) -> Bool {
        guard let issued = certificates[id], issued.certificate.outcome == .certified else { return false }
        let before = certificates.values.filter { other in
            other.certificate.model == issued.certificate.model && other.certificate.policy == issued.certificate.policy
                && other.certificate.outcome != .inconclusive
                && (other.at, other.certificate.id) < (issued.at, id)
        }.max { ($0.at, $0.certificate.id) < ($1.at, $1.certificate.id) }
        guard let before else { return false }
        return before.certificate.outcome == .refused || before.voidedAt.map { $0 <= issued.at } == true
    }
}
