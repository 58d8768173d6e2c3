/// What the owner of an `AdmissionQueue` has to do for one exchange. `start` and `refuse` are final: each id gets one of
/// them, once, unless it leaves first.
package enum AdmissionAction: Sendable, Equatable {
    case start(UInt64)
    /// - Parameter retryAfter: by then the queue should have drained; for `Retry-After`.
    case refuse(UInt64, AdmissionRefusal, retryAfter: Duration)
    case wait(UInt64)
}
