import Domain
import Routing

extension Refusal {
    /// The error of ours with which an exchange ends that no model answered.
    ///
    /// - Parameter last: label of the last attempt's failure.
    /// - Parameter room: when there should be room at a model that had none.
    init(_ ending: Failover.Ending, last: String?, attempts: Int, room: Duration? = nil) {
        let tried = attempts == 1 ? "one attempt was made" : "\(attempts) attempts were made"
        let end = "\(tried). Last: \(last ?? ending.failure.label)."
        let soon = ending.retryAfter ?? Failover.Ending.usualWait
        switch ending.failure {
        case .connectTimeout, .headTimeout, .firstContentTimeout, .idleTimeout, .tooSlow, .attemptTimeout,
            .totalTimeout:
            self.init(.upstreamTimeout, "No answer came in time; \(end)", retryAfter: soon)
        case .modelBusy:
            self.init(
                .overloaded,
                "The route's models are at their limit of requests under way. Send the request again shortly.",
                retryAfter: room?.wholeSeconds ?? 1
            )
        case .recalled: self.init(by: nil)
        case .breakerOpen:
            self.init(
                .upstreamUnavailable,
                "The route's models failed lately and are left alone for a while. Send the request again later.",
                retryAfter: soon
            )
        case .untranslatable:
            self.init(
                .untranslatable,
                "The models of this route speak another dialect, which cannot carry the request."
            )
        case .malformed, .cut, .unterminated, .badFrame, .encoded:
            self.init(.upstreamMalformed, "No usable answer came; \(end)", retryAfter: soon)
        case .nameResolution, .connectRefused, .tls, .reset:
            self.init(.upstreamUnavailable, "No provider could be reached; \(end)", retryAfter: soon)
        case .noCredential, .status, .errorEvent, .refused: self.init(ofWords: ending, end)
        }
    }

    /// A provider said something that is not the caller's to see.
    private init(ofWords ending: Failover.Ending, _ end: String) {
        switch ending.failureClass {
        case .credential:
            self.init(
                .credentialUnavailable,
                "The provider refused Holdfast's own credential; \(end) The operator must replace it.",
                retryAfter: ending.retryAfter
            )
        case .quota:
            self.init(
                .upstreamUnavailable,
                "What the provider allows Holdfast's account is used up; \(end) The operator must raise it.",
                retryAfter: ending.retryAfter
            )
        case .modelGone:
            self.init(
                .upstreamUnavailable,
                "The provider does not serve the route's model any more; \(end) The operator must replace it.",
                retryAfter: ending.retryAfter
            )
        case .region:
            self.init(
                .upstreamUnavailable,
                "The provider does not serve the place that Holdfast runs in; \(end) The operator must use another one.",
                retryAfter: ending.retryAfter
            )
        case .ours:
            self.init(
                .upstreamUnavailable,
                "The provider's address in the settings leads to no API; \(end) The operator must correct it.",
                retryAfter: ending.retryAfter
            )
        case .callersFault, .contextTooLong:
            self.init(
                .upstreamUnavailable,
                "No model answered, and the last one did not take the request; \(end)",
                retryAfter: ending.retryAfter ?? Failover.Ending.usualWait
            )
        case .transient, .overloaded, .rateLimited, .contentRefused, .malformed:
            self.init(
                .upstreamMalformed,
                "No usable answer came; \(end)",
                retryAfter: ending.retryAfter ?? Failover.Ending.usualWait
            )
        }
    }
}

extension Failover.Ending {
    /// Seconds, where no provider named a time: a reset or a restart is over by then.
    static let usualWait = 5

    /// Whole seconds, at least one: what stands in `Retry-After`.
    var retryAfter: Int? {
        floor.map { floor in
            let (seconds, attoseconds) = floor.components
            return max(1, Int(seconds) + (attoseconds > 0 ? 1 : 0))
        }
    }
}
