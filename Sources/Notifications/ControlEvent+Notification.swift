import Control
import Domain
import JSON

/// The one place that says which events people are told of.
extension ControlEvent {
    var notificationKind: NotificationKind? {
        switch self {
        case .recallOpened: .recallOpened
        case .recallMoved: .recallMoved
        case .recallCheckFailed: .recallCheckFailed
        case .drillFinished: .drillFinished
        case .findingConfirmed: .findingConfirmed
        case .findingMeasured: .findingMeasured
        case .certificateIssued(let certificate):
            switch certificate.outcome {
            case .refused: .certificateRefused
            case .certified: .certificateCleared
            case .inconclusive: nil
            }
        case .certificateVoided: .certificateVoided
        // The first that is known is no change.
        case .fingerprintChanged(let change): change.from == nil ? nil : .fingerprintChanged
        case .watchAlarmed: .watchAlarmed
        case .watchCleared: .watchCleared
        case .watchPaused: .watchPaused
        case .watchResumed: .watchResumed
        case .serverStarted, .serverStopped, .settingsApplied, .keyCreated, .keyRevoked, .operatorCreated,
            .operatorRevoked, .ledgerRenewed, .findingAssessed, .findingClosed, .findingReopened, .incidentReported,
            .journalSegment, .erasure:
            nil
        }
    }

    /// What a message says beside the sentence, by the member that holds it; nil where the event had no effect.
    ///
    /// - Parameter recordedAt: of the event, Unix milliseconds.
    func told(in state: ControlState, epoch: UInt64, recordedAt: UInt64) -> (member: String, value: CanonicalValue)? {
        switch self {
        case .findingConfirmed(let finding):
            guard state.gate.findings[finding.id]?.at == recordedAt else { return nil }
            return ("finding", finding.told)
        case .findingMeasured(let breadth):
            guard let found = state.gate.findings[breadth.id] else { return nil }
            return ("finding", found.finding.told(breadth))
        case .certificateIssued(let certificate):
            guard state.gate.certificates[certificate.id]?.at == recordedAt,
                certificate.outcome != .certified || state.gate.isClearing(certificate.id)
            else { return nil }
            return ("certificate", certificate.told)
        case .certificateVoided(let voiding):
            guard let issued = state.gate.certificates[voiding.id], issued.voidedAt == recordedAt else { return nil }
            return ("certificate", issued.certificate.told)
        case .fingerprintChanged(let change): return ("fingerprint", change.told)
        case .watchAlarmed(let alarm):
            // One that is no longer kept had an effect in its time.
            if let raised = state.watch.alarms[alarm.id], raised.at != recordedAt { return nil }
            return ("alarm", alarm.told)
        case .watchCleared(let clearing):
            guard let raised = state.watch.alarms[clearing.id], raised.cleared?.at == recordedAt else { return nil }
            return ("alarm", raised.alarm.told)
        case .watchPaused(let pausing): return pausing.model == "" ? nil : ("watch", pausing.told)
        case .watchResumed(let resuming): return resuming.model == "" ? nil : ("watch", resuming.told)
        default: return toldRecall(in: state, epoch: epoch).map { ("recall", $0.told) }
        }
    }

    /// The recall that the event speaks of, as the event left it; nil where it contradicted the state and so did nothing.
    private func toldRecall(in state: ControlState, epoch: UInt64) -> Recall? {
        switch self {
        case .recallOpened(let opening): Self.stepped(state.recalls[opening.id], epoch)
        case .recallMoved(let moving): Self.stepped(state.recalls[moving.id], epoch)
        case .recallCheckFailed(let check): state.recalls[check.id]?.asOf(epoch: epoch)
        case .drillFinished(let finish): state.recalls[finish.id]?.asOf(epoch: epoch)
        case .serverStarted, .serverStopped, .settingsApplied, .keyCreated, .keyRevoked, .operatorCreated,
            .operatorRevoked, .ledgerRenewed, .certificateIssued, .certificateVoided, .findingConfirmed,
            .findingAssessed, .findingClosed, .findingReopened, .findingMeasured, .fingerprintChanged, .watchAlarmed,
            .watchCleared, .watchPaused, .watchResumed, .incidentReported, .journalSegment, .erasure:
            nil
        }
    }

    private static func stepped(_ recall: Recall?, _ epoch: UInt64) -> Recall? {
        guard let past = recall?.asOf(epoch: epoch), past.steps.last?.epoch == epoch else { return nil }
        return past
    }

    private var notice: String? {
        if case .recallOpened(let opening) = self { opening.order.notice } else { nil }
    }

    /// The summary as it reads for whoever sees public fields only.
    var publicSummary: String {
        let bare = (try? ControlEvent(kind: kind, publicFields: publicFields, privateFields: [:])) ?? self
        // The slice itself is private; that there is one is not.
        let isSliced = publicFields["sliced"]?.bool ?? publicFields["proposal"]?["sliced"]?.bool ?? false
        return bare.summary + (isSliced ? ", for a part of its use" : "") + (notice.map { ": \($0)" } ?? "")
    }
}
