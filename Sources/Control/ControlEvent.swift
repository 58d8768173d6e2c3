package import Domain
package import JSON

/// What may happen to control state. Each kind says which of its fields the public may see; all others are committed to.
package enum ControlEvent: Sendable, Equatable {
    case serverStarted(version: String)
    case serverStopped(reason: String)
    /// - Parameter hash: SHA-256 of the settings file's bytes, hexadecimal; nil when there was no file.
    /// - Parameter document: SHA-256 of the redacted document that is stored beside; nil when there is none.
    case settingsApplied(hash: String?, document: String? = nil)
    case keyCreated(KeyGrant)
    case keyRevoked(id: String, reason: String?)
    case operatorCreated(OperatorGrant)
    case operatorRevoked(id: String, reason: String?)
    case ledgerRenewed(LedgerRenewal)
    case recallOpened(RecallOpening)
    case recallMoved(RecallMoving)
    case recallCheckFailed(RecallCheck)
    case drillFinished(DrillFinish)
    case certificateIssued(Certificate)
    case certificateVoided(CertificateVoiding)
    case findingConfirmed(Finding)
    case findingAssessed(FindingAssessment)
    case findingClosed(FindingClosing)
    case findingReopened(FindingReopening)
    case findingMeasured(FindingBreadth)
    case fingerprintChanged(FingerprintChange)
    case watchAlarmed(WatchAlarm)
    case watchCleared(WatchClearing)
    case watchPaused(WatchPausing)
    case watchResumed(WatchResuming)
    case incidentReported(IncidentReport)
    case journalSegment(JournalSegment)
    case erasure(Erasure)

    package struct DecodingFault: Error, Sendable, Equatable, CustomStringConvertible {
        package var kind: String
        package var description: String {
            "The ledger holds an event of kind `\(kind)` that this version does not understand. Run the version that wrote it."
        }
    }

    package var kind: String {
        switch self {
        case .serverStarted: "server.started"
        case .serverStopped: "server.stopped"
        case .settingsApplied: "settings.applied"
        case .keyCreated: "key.created"
        case .keyRevoked: "key.revoked"
        case .operatorCreated: "operator.created"
        case .operatorRevoked: "operator.revoked"
        case .ledgerRenewed: "ledger.renewed"
        case .recallOpened: "recall.opened"
        case .recallMoved: "recall.moved"
        case .recallCheckFailed: "recall.check_failed"
        case .drillFinished: "drill.finished"
        case .certificateIssued: "certificate.issued"
        case .certificateVoided: "certificate.voided"
        case .findingConfirmed: "finding.confirmed"
        case .findingAssessed: "finding.assessed"
        case .findingClosed: "finding.closed"
        case .findingReopened: "finding.reopened"
        case .findingMeasured: "finding.measured"
        case .fingerprintChanged: "fingerprint.changed"
        case .watchAlarmed: "watch.alarmed"
        case .watchCleared: "watch.cleared"
        case .watchPaused: "watch.paused"
        case .watchResumed: "watch.resumed"
        case .incidentReported: "incident.reported"
        case .journalSegment: "journal.segment"
        case .erasure: "erasure"
        }
    }

    /// Whom the private fields speak of; their salts derive from this subject's key.
    package var subject: String {
        switch self {
        case .serverStarted, .serverStopped, .settingsApplied, .ledgerRenewed, .journalSegment, .erasure: "server"
        case .keyCreated(let grant): "tenant:\(grant.tenant)"
        case .keyRevoked(let id, _): "key:\(id)"
        case .operatorCreated(let grant): "operator:\(grant.id)"
        case .operatorRevoked(let id, _): "operator:\(id)"
        case .recallOpened(let opening): "recall:\(opening.id)"
        case .recallMoved(let moving): "recall:\(moving.id)"
        case .recallCheckFailed(let check): "recall:\(check.id)"
        case .drillFinished(let finish): "recall:\(finish.id)"
        case .certificateIssued(let certificate): "model:\(certificate.model)"
        case .certificateVoided(let voiding): "certificate:\(voiding.id)"
        case .findingConfirmed(let finding): "model:\(finding.model)"
        case .findingAssessed(let assessment): "finding:\(assessment.id)"
        case .findingClosed(let closing): "finding:\(closing.id)"
        case .findingReopened(let reopening): "finding:\(reopening.id)"
        case .findingMeasured(let breadth): "finding:\(breadth.id)"
        case .fingerprintChanged(let change): "model:\(change.model)"
        case .watchAlarmed(let alarm): "model:\(alarm.model)"
        case .watchCleared(let clearing): "alarm:\(clearing.id)"
        case .watchPaused(let pausing): WatchScope.subject(pausing.model)
        case .watchResumed(let resuming): WatchScope.subject(resuming.model)
        // Who has a recall erased means what was told of it as well.
        case .incidentReported(let report): "recall:\(Recall.id(ofIncident: report.id) ?? report.id)"
        }
    }

    /// Of the document that belongs to the event and is stored beside it: SHA-256, hexadecimal.
    package var document: String? {
        if case .settingsApplied(_, let document) = self { document } else { nil }
    }

    package var publicFields: [String: CanonicalValue] {
        switch self {
        case .serverStarted(let version): ["version": .string(version)]
        case .serverStopped: [:]
        case .settingsApplied(let hash, let document):
            ["hash": hash, "document": document].compactMapValues { $0.map { .string($0) } }
        case .keyCreated(let grant): ["id": .string(grant.id)]
        case .keyRevoked(let id, _): ["id": .string(id)]
        case .operatorCreated(let grant): ["id": .string(grant.id), "role": .string(grant.role.rawValue)]
        case .operatorRevoked(let id, _): ["id": .string(id)]
        case .ledgerRenewed(let renewal): renewal.publicFields
        case .recallOpened(let opening): opening.publicFields
        case .recallMoved(let moving): moving.publicFields
        case .recallCheckFailed(let check): check.publicFields
        case .drillFinished(let finish): finish.publicFields
        case .certificateIssued(let certificate): certificate.publicFields
        case .certificateVoided(let voiding): voiding.publicFields
        case .findingConfirmed(let finding): finding.publicFields
        case .findingAssessed(let assessment): assessment.publicFields
        case .findingClosed(let closing): closing.publicFields
        case .findingReopened(let reopening): reopening.publicFields
        case .findingMeasured(let breadth): breadth.publicFields
        case .fingerprintChanged(let change): change.publicFields
        case .watchAlarmed(let alarm): alarm.publicFields
        case .watchCleared(let clearing): clearing.publicFields
        case .watchPaused(let pausing): pausing.publicFields
        case .watchResumed(let resuming): resuming.publicFields
        case .incidentReported(let report): report.publicFields
        case .journalSegment(let segment): segment.publicFields
        case .erasure(let erasure): erasure.publicFields
        }
    }

    package var privateFields: [String: CanonicalValue] {
        switch self {
        case .serverStarted, .settingsApplied, .journalSegment: [:]
        case .serverStopped(let reason): ["reason": .string(reason)]
        case .keyCreated(let grant): grant.privateFields
        case .operatorCreated(let grant): grant.privateFields
        case .keyRevoked(_, let reason), .operatorRevoked(_, let reason):
            reason.map { ["reason": .string($0)] } ?? [:]
        case .ledgerRenewed(let renewal): ["reason": .string(renewal.reason)]
        case .recallOpened(let opening): opening.privateFields
        case .recallMoved(let moving): moving.move.privateFields
        case .recallCheckFailed(let check): ["cause": .string(check.cause)]
        case .drillFinished(let finish): finish.privateFields
        case .certificateIssued(let certificate): certificate.privateFields
        case .certificateVoided(let voiding): voiding.privateFields
        case .findingConfirmed(let finding): finding.privateFields
        case .findingAssessed(let assessment): ["reason": .string(assessment.reason)]
        case .findingClosed(let closing): ["reason": .string(closing.reason)]
        case .findingReopened(let reopening): ["reason": .string(reopening.reason)]
        case .findingMeasured(let breadth): breadth.privateFields
        case .fingerprintChanged(let change): change.privateFields
        case .watchAlarmed(let alarm): alarm.privateFields
        case .watchCleared(let clearing): ["reason": .string(clearing.reason)]
        case .watchPaused(let pausing): pausing.privateFields
        case .watchResumed(let resuming): resuming.privateFields
        case .incidentReported(let report): report.privateFields
        case .erasure(let erasure): erasure.privateFields
        }
    }

    /// - Parameter closed: private values that are at hand; what was erased is absent.
    /// - Throws: for a kind that is not known; a start must not go on past it.
    package init(
        kind: String,
        publicFields open: [String: CanonicalValue],
        privateFields closed: [String: CanonicalValue]
    ) throws(DecodingFault) {
        switch kind {
        case "server.started": self = .serverStarted(version: open["version"]?.string ?? "")
        case "server.stopped": self = .serverStopped(reason: closed["reason"]?.string ?? "")
        case "settings.applied":
            self = .settingsApplied(hash: open["hash"]?.string, document: open["document"]?.string)
        case "key.created": self = .keyCreated(KeyGrant(open, closed))
        case "key.revoked": self = .keyRevoked(id: open["id"]?.string ?? "", reason: closed["reason"]?.string)
        case "operator.created": self = .operatorCreated(OperatorGrant(open, closed))
        case "operator.revoked": self = .operatorRevoked(id: open["id"]?.string ?? "", reason: closed["reason"]?.string)
        case "ledger.renewed": self = .ledgerRenewed(LedgerRenewal(open, closed))
        case "recall.opened": self = .recallOpened(RecallOpening(open, closed))
        case "recall.moved": self = .recallMoved(RecallMoving(open, closed))
        case "recall.check_failed": self = .recallCheckFailed(RecallCheck(open, closed))
        case "drill.finished": self = .drillFinished(DrillFinish(open, closed))
        case "certificate.issued": self = .certificateIssued(Certificate(open, closed))
        case "certificate.voided": self = .certificateVoided(CertificateVoiding(open, closed))
        case "finding.confirmed": self = .findingConfirmed(Finding(open, closed))
        case "finding.assessed": self = .findingAssessed(FindingAssessment(open, closed))
        case "finding.closed": self = .findingClosed(FindingClosing(open, closed))
        case "finding.reopened": self = .findingReopened(FindingReopening(open, closed))
        case "finding.measured": self = .findingMeasured(FindingBreadth(open, closed))
        case "fingerprint.changed": self = .fingerprintChanged(FingerprintChange(open, closed))
        case "watch.alarmed": self = .watchAlarmed(WatchAlarm(open, closed))
        case "watch.cleared": self = .watchCleared(WatchClearing(open, closed))
        case "watch.paused": self = .watchPaused(WatchPausing(open, closed))
        case "watch.resumed": self = .watchResumed(WatchResuming(open, closed))
        case "incident.reported": self = .incidentReported(IncidentReport(open, closed))
        case "journal.segment": self = .journalSegment(JournalSegment(open))
        case "erasure": self = .erasure(Erasure(closed))
        default: throw DecodingFault(kind: kind)
        }
    }
}

/// A log that ended, and goes on under another name and key: what it had, and why.
package struct LedgerRenewal: Sendable, Equatable {
    /// The log's name until then.
    package var origin: String
    /// What was last signed under it, as far as is known: how many events, and the root in hexadecimal.
    package var signed: (size: Int, root: String)?
    package var reason: String

    package init(origin: String, signed: (size: Int, root: String)?, reason: String) {
        self.origin = origin
        self.signed = signed
        self.reason = reason
    }

    package static func == (one: LedgerRenewal, other: LedgerRenewal) -> Bool {
        one.publicFields == other.publicFields && one.reason == other.reason
    }

    fileprivate var publicFields: [String: CanonicalValue] {
        var fields: [String: CanonicalValue] = ["previous_origin": .string(origin)]
        fields["previous_size"] = signed.map { .integer($0.size) }
        fields["previous_root"] = signed.map { .string($0.root) }
        return fields
    }

    fileprivate init(_ open: [String: CanonicalValue], _ closed: [String: CanonicalValue]) {
        origin = open["previous_origin"]?.string ?? ""
        if let size = open["previous_size"]?.integer, let root = open["previous_root"]?.string { signed = (size, root) }
        reason = closed["reason"]?.string ?? ""
    }
}

/// A key as it was made; its secret is known only to whoever was shown it.
package struct KeyGrant: Sendable, Equatable, Codable {
    package var id: String
    /// The part of the key by which it is found; empty once erased, and then nothing finds it.
    package var prefix: String
    /// HMAC-SHA-256 of the secret under the pepper, hexadecimal.
    package var hash: String
    package var tenant: String
    /// nil: all routes of the tenant.
    package var routes: [String]?
    package var requestsPerMinute: Int?
    /// Of a day, for this key alone.
    package var limits: DayLimits
    /// Unix milliseconds.
    package var expiresAt: UInt64?
    package var label: String?

    package init(
        id: String,
        prefix: String,
        hash: String,
        tenant: String,
        routes: [String]? = nil,
        requestsPerMinute: Int? = nil,
        limits: DayLimits = DayLimits(),
        expiresAt: UInt64? = nil,
        label: String? = nil
    ) {
        self.id = id
        self.prefix = prefix
        self.hash = hash
        self.tenant = tenant
        self.routes = routes
        self.requestsPerMinute = requestsPerMinute
        self.limits = limits
        self.expiresAt = expiresAt
        self.label = label
    }

    fileprivate var privateFields: [String: CanonicalValue] {
        var fields: [String: CanonicalValue] = [
            "prefix": .string(prefix), "hash": .string(hash), "tenant": .string(tenant),
        ]
        fields["routes"] = routes.map { .array($0.map { .string($0) }) }
        fields["requests_per_minute"] = requestsPerMinute.map { .integer($0) }
        fields["tokens_per_day"] = limits.tokens.map { .integer($0) }
        fields["money_per_day"] = limits.money.map { .string($0.decimal) }
        fields["expires_at"] = expiresAt.map { .integer(Int(clamping: $0)) }
        fields["label"] = label.map { .string($0) }
        return fields
    }

    fileprivate init(_ open: [String: CanonicalValue], _ closed: [String: CanonicalValue]) {
        id = open["id"]?.string ?? ""
        prefix = closed["prefix"]?.string ?? ""
        hash = closed["hash"]?.string ?? ""
        tenant = closed["tenant"]?.string ?? ""
        routes = closed["routes"]?.elements?.compactMap(\.string)
        requestsPerMinute = closed["requests_per_minute"]?.integer
        limits = DayLimits(
            tokens: closed["tokens_per_day"]?.integer,
            money: closed["money_per_day"]?.string.flatMap { Money(decimal: $0) }
        )
        expiresAt = closed["expires_at"]?.integer.map { UInt64(max(0, $0)) }
        label = closed["label"]?.string
    }
}

/// An operator token as it was made, named after a person.
package struct OperatorGrant: Sendable, Equatable, Codable {
    package enum Role: String, Sendable, CaseIterable, Codable { case viewer, `operator`, admin }

    package var id: String
    package var name: String
    package var role: Role
    package var prefix: String
    package var hash: String
    package var expiresAt: UInt64?

    package init(id: String, name: String, role: Role, prefix: String, hash: String, expiresAt: UInt64? = nil) {
        self.id = id
        self.name = name
        self.role = role
        self.prefix = prefix
        self.hash = hash
        self.expiresAt = expiresAt
    }

    fileprivate var privateFields: [String: CanonicalValue] {
        var fields: [String: CanonicalValue] = [
            "name": .string(name), "prefix": .string(prefix), "hash": .string(hash),
        ]
        fields["expires_at"] = expiresAt.map { .integer(Int(clamping: $0)) }
        return fields
    }

    fileprivate init(_ open: [String: CanonicalValue], _ closed: [String: CanonicalValue]) {
        id = open["id"]?.string ?? ""
        // A role that is not known may do the least.
        role = open["role"]?.string.flatMap(Role.init(rawValue:)) ?? .viewer
        name = closed["name"]?.string ?? ""
        prefix = closed["prefix"]?.string ?? ""
        hash = closed["hash"]?.string ?? ""
        expiresAt = closed["expires_at"]?.integer.map { UInt64(max(0, $0)) }
    }
}
