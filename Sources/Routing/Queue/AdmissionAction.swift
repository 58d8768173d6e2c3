/// What the owner of an `AdmissionQueue` has to do for one exchange. `start` and `refuse` are final: each id gets one of
/// them, once, unless it leaves first.
package enum AdmissionAction: Sendable, Equatable {
    case start(UInt64)
    /// - Parameter retryAfter: by then the queue should have drained; for `Retry-After`.
    case refuse(UInt64, AdmissionRefusal, retryAfter: Duration)
    case wait(UInt64)
}

/// Why an exchange was not taken on; closed, because it is a label of metrics and journal.
package enum AdmissionRefusal: String, Sendable, CaseIterable {
    case queueFull = "queue_full"
    /// Its time would have been up before its turn; told at once instead of then.
    case tooLate = "too_late"
    /// Its time was up while it waited.
    case expired
    /// A newer one took its place.
    case displaced
}
