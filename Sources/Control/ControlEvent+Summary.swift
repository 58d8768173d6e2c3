import Domain

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
        case .findingMeasured(let breadth):
            "\(breadth.id) is \(breadth.breadth.rawValue): \(breadth.categories.count { $0.hits > 0 }) of "
                + "\(breadth.categories.count) categories hit in \(breadth.trials) trials"
                + (breadth.proposal.map { "; a recall of \($0.words) would fit" } ?? "")
        case .fingerprintChanged(let change):
            "\(change.model.isEmpty ? change.lineage : change.model) declares \(change.from == nil ? "its first" : "another") fingerprint, \(change.to.prefix(12))"
        case .watchAlarmed(let alarm):
            "\(alarm.id): the watch of \(alarm.model.isEmpty ? alarm.lineage : alarm.model) under the policy \(alarm.policy) "
                + (alarm.level == .act ? "raised an alarm" : "warns") + ", \(alarm.kind.words) in \(alarm.stream)"
                + Self.because(alarm.reason)
        case .watchCleared(let clearing): "\(clearing.id) is over, said \(clearing.by)\(Self.because(clearing.reason))"
        case .watchPaused(let pausing):
            "the watch\(Self.of(pausing.model)) was paused by \(pausing.by)"
                + (pausing.until.map { " until \(ClockText.rfc3339(unixMilliseconds: $0))" } ?? "")
                + Self.because(pausing.reason)
        case .watchResumed(let resuming):
            "the watch\(Self.of(resuming.model)) was resumed by \(resuming.by)\(Self.because(resuming.reason))"
        case .incidentReported(let report):
            "\(report.by) recorded that \(report.id) was reported under \(report.regime)\(Self.because(report.reference))"
        case .journalSegment(let segment):
            "the journal's records \(segment.first) to \(segment.last) were closed into a segment"
        case .erasure(let erasure):
            "what entries (\(erasure.entries.count)) said of \(erasure.subject) was erased\(Self.because(erasure.reason))"
        case .operatorRevoked(let id, let reason): "token \(id) was revoked\(Self.because(reason))"
        }
    }

    private static func of(_ model: String?) -> String {
        model.map { $0.isEmpty ? " of one model" : " of \($0)" } ?? ""
    }

    private static func because(_ reason: String?) -> String {
        reason.map { $0.isEmpty ? "" : ": \($0)" } ?? ""
    }
}
