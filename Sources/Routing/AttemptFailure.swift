/// What went wrong between us and a provider before or while it answered. Closed: a label of metrics and journal.
package enum AttemptFailure: Error, Sendable, Hashable {
    case nameResolution
    case connectRefused
    case connectTimeout
    case tls
    /// The connection ended before the first byte of an answer.
    case reset
    case headTimeout
    /// The head came in time and the first content did not.
    case firstContentTimeout
    /// No content came for longer than the route's `idle`.
    case idleTimeout
    /// Less came than the route's `floor`.
    case tooSlow
    /// The attempt's time was up.
    case attemptTimeout
    /// The exchange's time was up.
    case totalTimeout
    /// The answer's head or framing breaks HTTP.
    case malformed
    /// The answer ended before its framing said so.
    case cut
    /// A stream ended without its dialect's terminator.
    case unterminated
    /// A stream carried the dialect's error event.
    case errorEvent
    /// The model declined inside an answer that is otherwise good, and the route lets refusals move on.
    case refused
    /// A frame of a stream is no JSON, or larger than we accept.
    case badFrame
    /// The answer is compressed although we asked for none.
    case encoded
    /// The model is at its own limit of requests under way.
    case modelBusy
    /// The model's breaker lets nobody through.
    case breakerOpen
    /// A recall keeps the model from serving the request.
    case recalled
    /// The request holds something that the model's dialect cannot carry and that may not be left out.
    case untranslatable
    /// The credential's environment variable or file gives nothing.
    case noCredential
    /// The provider answered with this status instead of an answer.
    case status(Int)

    /// A clock ran out.
    package var isTime: Bool {
        switch self {
        case .connectTimeout, .headTimeout, .firstContentTimeout, .idleTimeout, .tooSlow, .attemptTimeout,
            .totalTimeout:
            true
        case .nameResolution, .connectRefused, .tls, .reset, .malformed, .cut, .unterminated, .errorEvent, .refused,
            .badFrame,
            .encoded, .modelBusy, .breakerOpen, .recalled, .untranslatable, .noCredential, .status:
            false
        }
    }

    /// The provider itself said so, in words or by a bare status.
    package var isTold: Bool {
        switch self {
        case .status, .errorEvent, .refused: true
        case .nameResolution, .connectRefused, .connectTimeout, .tls, .reset, .headTimeout, .firstContentTimeout,
            .idleTimeout, .tooSlow, .attemptTimeout, .totalTimeout, .malformed, .cut, .unterminated, .badFrame,
            .encoded, .modelBusy, .breakerOpen, .recalled, .untranslatable, .noCredential:
            false
        }
    }

    package var label: String {
        switch self {
        case .nameResolution: "name_resolution"
        case .connectRefused: "connect_refused"
        case .connectTimeout: "connect_timeout"
        case .tls: "tls"
        case .reset: "reset"
        case .headTimeout: "head_timeout"
        case .firstContentTimeout: "first_content_timeout"
        case .idleTimeout: "idle_timeout"
        case .tooSlow: "too_slow"
        case .attemptTimeout: "attempt_timeout"
        case .totalTimeout: "total_timeout"
        case .malformed: "malformed"
        case .cut: "cut"
        case .unterminated: "unterminated"
        case .errorEvent: "error_event"
        case .refused: "refused"
        case .badFrame: "bad_frame"
        case .encoded: "encoded"
        case .modelBusy: "model_busy"
        case .breakerOpen: "breaker_open"
        case .recalled: "recalled"
        case .untranslatable: "untranslatable"
        case .noCredential: "no_credential"
        case .status(let status): Self.statusLabels[status] ?? "status_\(status / 100)xx"
        }
    }

    /// Codes that operators look for by name; the rest is told by class, to keep the set of labels closed.
    private static let statusLabels = [
        400: "status_400", 401: "status_401", 403: "status_403", 404: "status_404", 408: "status_408",
        413: "status_413", 429: "status_429", 500: "status_500", 502: "status_502", 503: "status_503",
        504: "status_504", 529: "status_529",
    ]
}
