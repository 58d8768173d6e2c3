/// What operators may be notified of, as settings, messages and documents name it.
package enum NotificationKind: String, Sendable, CaseIterable {
    case recallOpened = "recall.opened"
    case recallMoved = "recall.moved"
    case recallCheckFailed = "recall.check_failed"
    case drillFinished = "drill.finished"
    case findingConfirmed = "finding.confirmed"
    /// It is known how far it reaches.
    case findingMeasured = "finding.measured"
    case certificateRefused = "certificate.refused"
    /// The all-clear: certified again after a refusal or a voided certificate.
    case certificateCleared = "certificate.cleared"
    case certificateVoided = "certificate.voided"
    case fingerprintChanged = "fingerprint.changed"
    case watchAlarmed = "watch.alarmed"
    case watchCleared = "watch.cleared"
    /// Nobody looks for a while.
    case watchPaused = "watch.paused"
    case watchResumed = "watch.resumed"
    /// No event: time, the settings or another fingerprint took its validity.
    case certificateStale = "certificate.stale"
    /// No event: it ends soon, and nobody has renewed it.
    case certificateExpiring = "certificate.expiring"
    /// No event: a reminder that nobody has decided yet.
    case recallStillHeld = "recall.still_held"
}
