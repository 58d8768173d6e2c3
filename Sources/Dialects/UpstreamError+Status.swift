extension UpstreamError {
    /// The status that goes with the error, for one that came inside an answer with a good status.
    package var impliedStatus: Int {
        for word in [code, type] {
            guard let word = word?.lowercased() else { continue }
            if let status = Int(word), (400...599).contains(status) { return status }
            if let status = Self.statuses[word] { return status }
        }
        return isAboutRequest ? 400 : 500
    }

    /// OpenAI has a code of this form for each fault of an image.
    private var isAboutRequest: Bool {
        guard let code else { return false }
        return code.hasPrefix("invalid_") || code.hasPrefix("image_") || code.hasSuffix("_policy")
    }

    /// Of OpenAI, Anthropic and Google.
    private static let statuses: [String: Int] = [
        "invalid_request_error": 400, "invalid_prompt": 400, "context_length_exceeded": 400, "invalid_argument": 400,
        "unsupported_image_media_type": 400, "empty_image_file": 400, "failed_to_download_image": 400,
        "bad_request": 400, "badrequesterror": 400, "content_filter": 400, "string_above_max_length": 400,
        "authentication_error": 401, "invalid_api_key": 401, "unauthenticated": 401,
        "billing_error": 402, "permission_error": 403, "permission_denied": 403,
        "not_found_error": 404, "not_found": 404, "model_not_found": 404, "conflict_error": 409,
        "request_too_large": 413,
        "rate_limit_error": 429, "rate_limit_exceeded": 429, "tokens": 429, "requests": 429, "insufficient_quota": 429,
        "resource_exhausted": 429, "too_many_requests": 429,
        "server_overloaded": 503, "overloaded": 503, "engine_overloaded": 503, "service_unavailable": 503,
        "service_unavailable_error": 503, "unavailable": 503, "slow_down": 503,
        "timeout": 504, "timeout_error": 504, "deadline_exceeded": 504, "vector_store_timeout": 504,
        "overloaded_error": 529,
    ]
}
