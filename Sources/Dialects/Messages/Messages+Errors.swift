import Domain
import JSON

extension Messages {
    func readError(_ body: JSONValue) -> UpstreamError {
        let error = body["error"] ?? body
        return UpstreamError(
            type: error["type"]?.string,
            code: error["code"]?.string,
            message: error.string ?? error["message"]?.string,
            parameter: error["param"]?.string
        )
    }

    func writeError(_ error: UpstreamError, status: Int, requestID: String) -> JSONValue {
        Self.error(error, type: Self.errorType(error, status: status), requestID: requestID)
    }

    /// An error inside a stream, which has no status of its own.
    static func streamError(_ error: UpstreamError) -> JSONValue {
        Self.error(error, type: errorType(error, status: status(of: error)), requestID: nil)
    }

    private static func error(_ error: UpstreamError, type: String, requestID: String?) -> JSONValue {
        // A type of another vendor's is more telling than nothing where there is no code.
        let code = error.code ?? (error.type == type ? nil : error.type)
        return .object(
            ("type", .string("error")),
            (
                "error",
                .object(
                    ("type", .string(type)),
                    ("message", .string(error.message ?? "The provider gave no reason.")),
                    ("code", code.map { .string($0) }),
                    ("param", error.parameter.map { .string($0) })
                )
            ),
            ("request_id", requestID.map { .string($0) })
        )
    }

    private static let errorTypes: Set<String> = [
        "invalid_request_error", "authentication_error", "billing_error", "permission_error", "not_found_error",
        "request_too_large", "rate_limit_error", "timeout_error", "api_error", "overloaded_error", "conflict_error",
    ]

    private static func errorType(_ error: UpstreamError, status: Int) -> String {
        if let type = error.type, errorTypes.contains(type) { return type }
        return switch status {
        case 401: "authentication_error"
        case 402: "billing_error"
        case 403: "permission_error"
        case 404: "not_found_error"
        case 409: "conflict_error"
        case 413: "request_too_large"
        case 429: "rate_limit_error"
        case 400..<500: "invalid_request_error"
        case 503, 529: "overloaded_error"
        case 504: "timeout_error"
        default: "api_error"
        }
    }

    /// What OpenAI's words for errors in streams would have had as status.
    private static func status(of error: UpstreamError) -> Int {
        switch error.code ?? error.type {
        case "rate_limit_exceeded", "tokens", "requests", "insufficient_quota": 429
        case "server_overloaded", "overloaded", "engine_overloaded": 503
        case "timeout": 504
        case "invalid_prompt", "context_length_exceeded": 400
        default: 500
        }
    }
}
