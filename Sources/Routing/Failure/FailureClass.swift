/// What a failed attempt means, whatever provider and dialect it came from.
///
/// Closed: the raw values are the names in journal, metrics and documentation. What follows from each stands in
/// `FailureClass+Consequences.swift`; how a provider's answer becomes one in `FailureClass+Classify.swift`.
package enum FailureClass: String, CaseIterable, Sendable {
    /// The provider, or the way to it, failed for a reason that may be over in a moment.
    case transient
    /// The provider has no room for anybody now.
    case overloaded
    /// This credential asked too often or for too much per minute.
    case rateLimited = "rate_limited"
    /// This credential's money or allowance is spent; waiting seconds does not bring it back.
    case quota
    /// The provider refuses the credential itself.
    case credential
    /// The model does not exist there (any more), or not for us. The first one raises a signal.
    case modelGone = "model_gone"
    /// The provider does not serve the place that we call from.
    case region
    /// The request is longer than this model, or the door in front of it, takes.
    case contextTooLong = "context_too_long"
    /// The model or a filter beside it refuses the content; also a refusal inside a 200.
    case contentRefused = "content_refused"
    /// What came is not what the protocol promises: broken HTTP, framing or JSON, no terminator.
    case malformed
    /// The request is at fault. Only of the caller's chosen model: see `movesOn`.
    case callersFault = "callers_fault"
    /// Our configuration or our own code is at fault: a wrong address, a redirect, a model put where it cannot serve.
    case ours
}
