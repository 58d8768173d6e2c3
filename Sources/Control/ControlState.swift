/// Control state: the fold over all events, in order. There is no other way to change it.
///
/// Never traps: an event that contradicts the state (a revocation of a key that was never made) is counted and has no
/// other effect, for what was appended cannot be taken back.
///
/// Codable, so that a start need not fold from the first event: what is here must come out of an encoder with sorted keys
/// in one way only. Dictionaries by text do; sets, and dictionaries by anything else, do not.
package struct ControlState: Sendable, Equatable, Codable {
    /// Of the fold and of what it folds into. Every change of either's meaning or shape takes the next number; a projection
    /// of another number is passed over, and made anew from the events.
    package static let foldVersion = 7

    package struct Key: Sendable, Equatable, Codable {
        package var grant: KeyGrant
        package var createdAt: UInt64
        package var revokedAt: UInt64?
    }

    package struct Operator: Sendable, Equatable, Codable {
        package var grant: OperatorGrant
        package var createdAt: UInt64
        package var revokedAt: UInt64?
    }

    package struct Drill: Sendable, Equatable, Codable {
        package var id: String
        package var passed: Bool
        /// Unix milliseconds.
        package var at: UInt64
        /// Number of events of the ledger with this one.
        package var epoch: UInt64
    }

    /// Number of events applied.
    package private(set) var epoch: UInt64 = 0
    package private(set) var keys: [String: Key] = [:]
    package private(set) var operators: [String: Operator] = [:]
    package private(set) var settingsHash: String?
    /// All that there ever were, by id.
    package private(set) var recalls: [String: Recall] = [:]
    /// The newest finished drill of each route.
    package private(set) var drills: [String: Drill] = [:]
    package private(set) var gate = GateState()
    package private(set) var watch = WatchState()
    package private(set) var incidents = IncidentRegister()
    /// The position behind the last record of the journal that a segment commits to.
    package private(set) var journalEnd = 0
    package private(set) var contradictions = 0

    package init() {}

    /// - Returns: whether anything that a snapshot is made of has changed.
    @discardableResult
    package mutating func apply(_ event: ControlEvent, at recordedAt: UInt64, awareAt: UInt64? = nil) -> Bool {
        epoch += 1
        switch event {
        case .serverStarted, .serverStopped, .ledgerRenewed, .erasure:
            // What was erased is absent in the events before it, however early they are folded.
            return false
        case .settingsApplied(let hash, _):
            settingsHash = hash
            return false
        case .journalSegment(let segment):
            guard segment.count > 0, segment.first >= journalEnd else { return contradict() }
            journalEnd = segment.last + 1
            return false
        case .keyCreated(let grant):
            guard keys[grant.id] == nil else { return contradict() }
            keys[grant.id] = Key(grant: grant, createdAt: recordedAt)
        case .keyRevoked(let id, _):
            guard keys[id] != nil, keys[id]?.revokedAt == nil else { return contradict() }
            keys[id]?.revokedAt = recordedAt
        case .operatorCreated(let grant):
            guard operators[grant.id] == nil else { return contradict() }
            operators[grant.id] = Operator(grant: grant, createdAt: recordedAt)
        case .operatorRevoked(let id, _):
            guard operators[id] != nil, operators[id]?.revokedAt == nil else { return contradict() }
            operators[id]?.revokedAt = recordedAt
        case .recallOpened(let opening):
            guard recalls[opening.id] == nil else { return contradict() }
            recalls[opening.id] = Recall(
                id: opening.id,
                order: opening.order,
                first: opening.move,
                at: recordedAt,
                awareAt: awareAt,
                epoch: epoch
            )
        case .recallMoved(let moving):
            guard recalls[moving.id]?.apply(moving.move, at: recordedAt, epoch: epoch) == true else {
                return contradict()
            }
        case .drillFinished(let finish):
            guard recalls[finish.id]?.order.isDrill == true else { return contradict() }
            for route in finish.report.routes {
                drills[route] = Drill(id: finish.id, passed: finish.report.passed, at: recordedAt, epoch: epoch)
            }
            return false
        case .certificateIssued(let certificate):
            guard gate.issue(certificate, at: recordedAt, epoch: epoch) else { return contradict() }
        case .certificateVoided(let voiding):
            guard gate.void(voiding.id, at: recordedAt) else { return contradict() }
        case .findingConfirmed(let finding):
            guard gate.confirm(finding, at: recordedAt, epoch: epoch) else { return contradict() }
            return false
        case .findingAssessed(let assessment):
            guard gate.assess(assessment, at: recordedAt) else { return contradict() }
            return false
        case .findingClosed(let closing):
            guard gate.close(closing, at: recordedAt) else { return contradict() }
            return false
        case .findingReopened(let reopening):
            guard gate.reopen(reopening) else { return contradict() }
            return false
        case .findingMeasured(let breadth):
            guard gate.measure(breadth, at: recordedAt, epoch: epoch) else { return contradict() }
            return false
        case .fingerprintChanged(let change):
            gate.change(change)
        case .watchAlarmed(let alarm):
            guard watch.raise(alarm, at: recordedAt, epoch: epoch) else { return contradict() }
            return false
        case .watchCleared(let clearing):
            guard watch.clear(clearing, at: recordedAt) else { return contradict() }
            return false
        case .watchPaused(let pausing):
            guard watch.pause(pausing, at: recordedAt) else { return contradict() }
            return false
        case .watchResumed(let resuming):
            guard watch.resume(resuming) else { return contradict() }
            return false
        case .incidentReported(let report):
            guard let id = Recall.id(ofIncident: report.id), recalls[id]?.incidentStep != nil else {
                return contradict()
            }
            incidents.record(report, at: recordedAt, epoch: epoch)
            return false
        case .recallCheckFailed(let check):
            guard recalls[check.id]?.state == .executing else { return contradict() }
            recalls[check.id]?.noteFailedCheck(check.findings)
            return false
        }
        return true
    }

    private mutating func contradict() -> Bool {
        contradictions += 1
        return false
    }
}
