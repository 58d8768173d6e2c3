package import Control
import Domain
import JSON

/// One message to one endpoint: what its body says of an event, and the id by which a receiver knows it again.
package struct WebhookMessage: Sendable, Equatable {
    /// The event's own, so that a message which is sent twice is known for the same.
    package var id: String
    /// Canonical JSON.
    package var body: [UInt8]

    private init(id: String, kind: String, recordedAt: UInt64, text: String, _ more: [String: CanonicalValue]) {
        var members = more
        members["id"] = .string(id)
        members["kind"] = .string(kind)
        members["recorded_at"] = .string(ClockText.rfc3339(unixMilliseconds: recordedAt))
        members["text"] = .string(Self.line(text))
        self.id = id
        body = CanonicalValue.object(members).bytes
    }

    // MARK: Events

    /// nil: nobody is told of such an event, or it had no effect.
    ///
    /// - Parameters:
    ///   - index: the event's place in the ledger, from 0.
    ///   - state: with the event applied, or later.
    ///   - isPrivate: whether the sentence may hold private fields.
    package init?(
        _ event: ControlEvent,
        id: String,
        index: Int,
        recordedAt: UInt64,
        in state: ControlState,
        isPrivate: Bool
    ) {
        let epoch = index + 1
        guard let kind = event.notificationKind,
            let told = event.told(in: state, epoch: UInt64(epoch), recordedAt: recordedAt)
        else { return nil }
        self.init(
            id: id,
            kind: kind.rawValue,
            recordedAt: recordedAt,
            text: isPrivate ? event.summary : event.publicSummary,
            ["index": .integer(index), "epoch": .integer(epoch), told.member: told.value]
        )
    }

    /// nil: there is no such certificate any more.
    package init?(_ alarm: CertificateAlarm, in state: ControlState, isPrivate: Bool) {
        guard let certificate = state.gate.certificates[alarm.certificate]?.certificate else { return nil }
        let subject = isPrivate && !certificate.model.isEmpty ? certificate.model : certificate.lineage
        self.init(
            id: alarm.id,
            kind: alarm.kind.rawValue,
            recordedAt: alarm.since,
            text: "\(certificate.id) of \(subject) under the policy \(certificate.policy) "
                + alarm.words(until: certificate.expiresAt),
            ["certificate": certificate.told, "reason": .string(alarm.reason.rawValue)]
        )
    }

    /// nil: the recall is in another state since.
    package init?(_ reminder: DeliveryPlan.Reminder, in state: ControlState) {
        guard let recall = state.recalls[reminder.recall], recall.state == .held || recall.state == .signal else {
            return nil
        }
        let epoch = Int(clamping: recall.steps.last?.epoch ?? 0)
        let since = ClockText.rfc3339(unixMilliseconds: recall.movedAt)
        let order = recall.order
        self.init(
            id: reminder.id,
            kind: NotificationKind.recallStillHeld.rawValue,
            recordedAt: recall.movedAt,
            text:
                "\(recall.id) \(recall.state == .held ? "is still held" : "still waits for a decision") since \(since): "
                + "class \(order.recallClass.rawValue) \(order.kind.rawValue) of \(order.lineage)",
            ["index": .integer(epoch - 1), "epoch": .integer(epoch), "recall": recall.told]
        )
    }

    /// What `holdfast notify test` sends.
    package init(test name: String, id: String, at: UInt64) {
        self.init(
            id: id,
            kind: "notify.test",
            recordedAt: at,
            text: "This is a test of the endpoint \(name); nothing has happened",
            [:]
        )
    }

    /// What somebody wrote must not look like another line.
    private static func line(_ text: String) -> String {
        String(text.map { $0.isNewline || ($0.asciiValue ?? 32) < 32 || $0 == "\u{7F}" ? "\u{FFFD}" : $0 })
    }
}
