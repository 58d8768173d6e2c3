import Control
import Domain

/// The one place that says which events people are told of.
extension ControlEvent {
    var notificationKind: NotificationKind? {
        switch self {
        case .recallOpened: .recallOpened
        case .recallMoved: .recallMoved
        case .recallCheckFailed: .recallCheckFailed
        case .drillFinished: .drillFinished
        case .serverStarted, .serverStopped, .settingsApplied, .keyCreated, .keyRevoked, .operatorCreated,
            .operatorRevoked, .ledgerRenewed, .certificateIssued, .certificateVoided, .findingConfirmed,
            .fingerprintChanged, .journalSegment, .erasure:
            nil
        }
    }

    /// The recall that the event speaks of, as the event left it; nil where it contradicted the state and so did nothing.
    func toldRecall(in state: ControlState, epoch: UInt64) -> Recall? {
        switch self {
        case .recallOpened(let opening): Self.stepped(state.recalls[opening.id], epoch)
        case .recallMoved(let moving): Self.stepped(state.recalls[moving.id], epoch)
        case .recallCheckFailed(let check): state.recalls[check.id]?.asOf(epoch: epoch)
        case .drillFinished(let finish): state.recalls[finish.id]?.asOf(epoch: epoch)
        case .serverStarted, .serverStopped, .settingsApplied, .keyCreated, .keyRevoked, .operatorCreated,
            .operatorRevoked, .ledgerRenewed, .certificateIssued, .certificateVoided, .findingConfirmed,
            .fingerprintChanged, .journalSegment, .erasure:
            nil
        }
    }

    private static func stepped(_ recall: Recall?, _ epoch: UInt64) -> Recall? {
        guard let past = recall?.asOf(epoch: epoch), past.steps.last?.epoch == epoch else { return nil }
        return past
    }

    /// The summary as it reads for whoever sees public fields only.
    var publicSummary: String {
        let bare = (try? ControlEvent(kind: kind, publicFields: publicFields, privateFields: [:])) ?? self
        guard case .recallOpened(let opening) = self else { return bare.summary }
        // The slice itself is private; that there is one is not.
        return bare.summary + (opening.order.slice.isWhole ? "" : ", for a part of its use")
            + (opening.order.notice.map { ": \($0)" } ?? "")
    }
}
