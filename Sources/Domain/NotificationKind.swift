/// What operators may be notified of, as settings, messages and documents name it.
package enum NotificationKind: String, Sendable, CaseIterable {
    case recallOpened = "recall.opened"
    case recallMoved = "recall.moved"
    case recallCheckFailed = "recall.check_failed"
    case drillFinished = "drill.finished"
    /// No event: a reminder that nobody has decided yet.
    case recallStillHeld = "recall.still_held"
}
