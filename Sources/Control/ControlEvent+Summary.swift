extension ControlEvent {
    /// The event as a sentence for people who may see private fields; what was erased is left out.
    package var summary: String {
        switch self {
        case .serverStarted(let version): "the server started, version \(version)"
        case .serverStopped(let reason): "the server stopped\(Self.because(reason))"
        case .settingsApplied(let hash, _):
            hash.map { "settings \($0.prefix(12)) came into force" } ?? "settings without a file came into force"
        case .keyCreated(let grant):
            "key \(grant.id) was made" + (grant.tenant.isEmpty ? "" : " for tenant \(grant.tenant)")
        case .keyRevoked(let id, let reason): "key \(id) was revoked\(Self.because(reason))"
        case .operatorCreated(let grant):
            "token \(grant.id) was made" + (grant.name.isEmpty ? "" : " for \(grant.name)")
                + ", role \(grant.role.rawValue)"
        case .ledgerRenewed(let renewal):
            "the ledger \(renewal.origin) goes on under another name\(Self.because(renewal.reason))"
        case .recallOpened(let opening):
            "\(opening.id) was \(opening.move.to.rawValue) by \(opening.move.by): class \(opening.order.recallClass.rawValue) "
                + "\(opening.order.kind.rawValue) of \(opening.order.lineage), depth \(opening.order.depth.rawValue)"
                + (opening.order.slice.isWhole ? "" : ", only \(opening.order.slice.words)")
                + Self.because(opening.move.reason)
        case .recallMoved(let moving):
            "\(moving.id) became \(moving.move.to.rawValue)"
                + (moving.move.share.map { " at \($0) percent" } ?? "") + " by \(moving.move.by)"
                + Self.because(moving.move.reason)
        case .drillFinished(let finish):
            "the drill \(finish.id) \(finish.report.passed ? "passed" : "failed"): \(finish.report.substitute.requests) requests, "
                + "\(finish.report.substitute.failures) failures"
        case .recallCheckFailed(let check): "a check of \(check.id) failed\(Self.because(check.cause))"
        case .certificateIssued(let certificate):
            "\(certificate.id): \(certificate.model.isEmpty ? certificate.lineage : certificate.model) was "
                + (certificate.outcome == .inconclusive ? "tried without a result" : certificate.outcome.rawValue)
                + " under the policy \(certificate.policy)"
        case .certificateVoided(let voiding): "\(voiding.id) was voided by \(voiding.by)\(Self.because(voiding.reason))"
        case .findingConfirmed(let finding):
            "\(finding.id): \(finding.hits) of \(finding.rate.count) trials of \(finding.pack) hit "
                + "\(finding.model.isEmpty ? finding.lineage : finding.model), severity \(finding.severity)"
        case .findingAssessed(let assessment):
            "\(assessment.id) was assessed by \(assessment.by): \(assessment.cjs.words)\(Self.because(assessment.reason))"
        case .findingClosed(let closing):
            "\(closing.id) was closed as \(closing.outcome.rawValue) by \(closing.by)\(Self.because(closing.reason))"
        case .findingReopened(let reopening):
            "\(reopening.id) was opened again by \(reopening.by)\(Self.because(reopening.reason))"
        case .fingerprintChanged(let change):
            "\(change.model.isEmpty ? change.lineage : change.model) declares \(change.from == nil ? "its first" : "another") fingerprint, \(change.to.prefix(12))"
        case .journalSegment(let segment):
            "the journal's records \(segment.first) to \(segment.last) were closed into a segment"
        case .erasure(let erasure):
            "what entries (\(erasure.entries.count)) said of \(erasure.subject) was erased\(Self.because(erasure.reason))"
        case .operatorRevoked(let id, let reason): "token \(id) was revoked\(Self.because(reason))"
        }
    }

    private static func because(_ reason: String?) -> String {
        reason.map { $0.isEmpty ? "" : ": \($0)" } ?? ""
    }
}
