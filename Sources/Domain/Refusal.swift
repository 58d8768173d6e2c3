/// Why Holdfast itself answers a request with an error. A closed set: the code is a metric label, an API field and
/// an anchor in `docs/errors.md`.
package enum RefusalCode: String, CaseIterable, Sendable {
    // The caller's fault.
    case badRequest = "bad_request"
    case invalidJSON = "invalid_json"
    case missingModel = "missing_model"
    case unknownRoute = "unknown_route"
    case unknownPath = "unknown_path"
    case methodNotAllowed = "method_not_allowed"
    case bodyTooLarge = "body_too_large"
    case unsupportedEncoding = "unsupported_encoding"
    case headersTooLarge = "headers_too_large"
    case requestTimeout = "request_timeout"
    case hostRefused = "host_refused"
    case originRefused = "origin_refused"
    case loopDetected = "loop_detected"
    case missingKey = "missing_key"
    case invalidKey = "invalid_key"
    case expiredKey = "expired_key"
    case revokedKey = "revoked_key"
    case routeNotAllowed = "route_not_allowed"
    case rateLimited = "rate_limited"
    case dayLimitReached = "day_limit_reached"
    case expectationFailed = "expectation_failed"
    // The route cannot serve this.
    case dialectNotServed = "dialect_not_served"
    case boundModelUnavailable = "bound_model_unavailable"
    case capabilityMissing = "capability_missing"
    case untranslatable
    case modelRecalled = "model_recalled"
    case modelNotCertified = "model_not_certified"
    // The providers' fault.
    case upstreamUnavailable = "upstream_unavailable"
    case upstreamTimeout = "upstream_timeout"
    case upstreamMalformed = "upstream_malformed"
    case streamInterrupted = "stream_interrupted"
    // Ours.
    case overloaded = "overloaded"
    case shuttingDown = "shutting_down"
    case credentialUnavailable = "credential_unavailable"
    case internalError = "internal_error"

    /// The HTTP status that goes with the code.
    package var status: Int {
        switch self {
        case .badRequest, .invalidJSON, .missingModel, .capabilityMissing, .untranslatable: 400
        case .missingKey, .invalidKey, .expiredKey, .revokedKey: 401
        case .routeNotAllowed, .originRefused: 403
        case .unknownRoute, .unknownPath, .dialectNotServed, .boundModelUnavailable: 404
        case .methodNotAllowed: 405
        case .requestTimeout: 408
        case .bodyTooLarge: 413
        case .unsupportedEncoding: 415
        case .expectationFailed: 417
        case .hostRefused: 421
        case .rateLimited, .dayLimitReached: 429
        case .headersTooLarge: 431
        case .internalError, .credentialUnavailable: 500
        case .upstreamMalformed: 502
        case .upstreamUnavailable, .overloaded, .shuttingDown, .modelRecalled, .modelNotCertified: 503
        case .upstreamTimeout, .streamInterrupted: 504
        case .loopDetected: 508
        }
    }
}

/// An error of ours on its way to a caller: what happened, where, and what to do next.
package struct Refusal: Error, Sendable, Equatable {
    package var code: RefusalCode
    /// One or two sentences for a person. Never holds content of a prompt or an answer, nor a key.
    package var message: String
    /// The field of the request that is at fault, if there is one.
    package var parameter: String?
    /// Seconds after which the same request may succeed; becomes `Retry-After`.
    package var retryAfter: Int?
    /// Overrides the code's status; only for an upstream's own status passed on.
    package var status: Int

    package init(_ code: RefusalCode, _ message: String, parameter: String? = nil, retryAfter: Int? = nil) {
        self.code = code
        self.message = message
        self.parameter = parameter
        self.retryAfter = retryAfter
        self.status = code.status
    }
}
