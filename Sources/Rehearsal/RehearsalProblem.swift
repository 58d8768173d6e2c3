import Dialects
package import Domain
import JSON

/// Why a rehearsal model refuses a request, told as the vendor of the request's dialect would tell it.
package struct RehearsalProblem: Error, Sendable, Equatable {
    package var status: Int
    package var message: String
    /// Where in the request, as a path of keys.
    package var parameter: String?

    package init(status: Int = 400, _ message: String, parameter: String? = nil) {
        self.status = status
        self.message = message
        self.parameter = parameter
    }

    package func body(_ vendor: Vendor, requestID: String) -> [UInt8] {
        switch vendor {
        case .openAI:
            JSONValue.object(
                (
                    "error",
                    .object(
                        ("message", .string(message)),
                        ("type", .string(openAIType)),
                        ("param", parameter.map { .string($0) } ?? .null),
                        ("code", openAICode.map { .string($0) } ?? .null)
                    )
                )
            ).bytes
        case .anthropic:
            JSONValue.object(
                ("type", .string("error")),
                ("error", .object(("type", .string(anthropicType)), ("message", .string(message)))),
                ("request_id", .string(requestID))
            ).bytes
        }
    }

    private var openAIType: String {
        switch status {
        case 429: "requests"
        case 400..<500: "invalid_request_error"
        default: "server_error"
        }
    }

    private var openAICode: String? {
        switch status {
        case 401: "invalid_api_key"
        case 429: "rate_limit_exceeded"
        default: nil
        }
    }

    private var anthropicType: String {
        switch status {
        case 401: "authentication_error"
        case 403: "permission_error"
        case 404: "not_found_error"
        case 413: "request_too_large"
        case 429: "rate_limit_error"
        case 400..<500: "invalid_request_error"
        case 504: "timeout_error"
        case 529: "overloaded_error"
        default: "api_error"
        }
    }
}
