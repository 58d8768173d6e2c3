extension ControlEvent {
    /// The event as a sentence for people who may see private fields; what was erased is left out.
    package var summary: String {
        switch self {
        case .serverStarted(let version): "the server started, version \(version)"
        case .serverStopped(let reason): "the server stopped\(Self.because(reason))"
        case .settingsApplied(let hash):
            hash.map { "settings \($0.prefix(12)) came into force" } ?? "settings without a file came into force"
        case .keyCreated(let grant):
            "key \(grant.id) was made" + (grant.tenant.isEmpty ? "" : " for tenant \(grant.tenant)")
        case .keyRevoked(let id, let reason): "key \(id) was revoked\(Self.because(reason))"
        case .operatorCreated(let grant):
            "token \(grant.id) was made" + (grant.name.isEmpty ? "" : " for \(grant.name)")
                + ", role \(grant.role.rawValue)"
        case .ledgerRenewed(let renewal):
            "the ledger \(renewal.origin) goes on under another name\(Self.because(renewal.reason))"
        case .operatorRevoked(let id, let reason): "token \(id) was revoked\(Self.because(reason))"
        }
    }

    private static func because(_ reason: String?) -> String {
        reason.map { $0.isEmpty ? "" : ": \($0)" } ?? ""
    }
}
