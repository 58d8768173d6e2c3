import Dialects
import Domain
import HoldfastTesting
import JSON

/// An error as a provider words it, in the shape of the dialect that it was asked in.
struct Complaint: Sendable {
    var status: Int
    /// `type` in OpenAI's shape and in Anthropic's.
    var types: (openAI: String, anthropic: String)
    /// Only OpenAI's shape has one.
    var code: String?
    var message: String
    var fields: KeyValuePairs<String, String> = [:]

    func body(_ dialect: Dialect) -> String {
        let error: JSONValue =
            switch dialect {
            case .chatCompletions, .responses:
                .object(
                    (
                        "error",
                        .object(
                            ("message", .string(message)),
                            ("type", .string(types.openAI)),
                            ("param", .null),
                            ("code", code.map { .string($0) } ?? .null)
                        )
                    )
                )
            case .messages:
                .object(
                    ("type", .string("error")),
                    ("error", .object(("type", .string(types.anthropic)), ("message", .string(message)))),
                    ("request_id", .string("req_scripted"))
                )
            }
        return String(decoding: error.bytes, as: UTF8.self)
    }

    func steps(_ request: ProviderRequest) -> [Step] {
        [.answer(status, fields: fields, body: body(request.dialect ?? .chatCompletions))]
    }

    var always: Script { Script { steps($0) } }

    /// Once, and from then on well.
    func once(thenGood text: String) -> Script {
        Script { request in request.number == 1 ? steps(request) : Script.good(text).steps(for: request) }
    }

    // MARK: Those that scenarios play

    static let unavailable = Complaint(
        status: 503,
        types: ("server_error", "api_error"),
        message: "The service is temporarily unavailable."
    )

    static let oneError = Complaint(status: 500, types: ("server_error", "api_error"), message: "Internal error")

    static func rateLimited(retryAfter: String) -> Complaint {
        Complaint(
            status: 429,
            types: ("rate_limit_error", "rate_limit_error"),
            code: "rate_limit_exceeded",
            message: "Rate limit reached. Slow down.",
            fields: ["retry-after": retryAfter]
        )
    }

    /// What keys in use got from a provider that had withdrawn the model; a fresh key got a 404.
    static let retiredAsQuota = Complaint(
        status: 429,
        types: ("rate_limit_error", "rate_limit_error"),
        message: "Resource has been exhausted (e.g. check quota)."
    )

    /// The shape of a model that was withdrawn: a 4xx that looks like the caller's fault.
    static let modelGone = Complaint(
        status: 404,
        types: ("invalid_request_error", "not_found_error"),
        code: "model_not_found",
        message: "Example Model is not available. Please use Other Model. Learn more: https://vendor.example/models"
    )

    static let contextTooLong = Complaint(
        status: 400,
        types: ("invalid_request_error", "invalid_request_error"),
        code: "context_length_exceeded",
        message:
            "prompt is too long: 210001 tokens > 200000 maximum. This model's maximum context length is 200000 tokens."
    )

    static let contentFilter = Complaint(
        status: 400,
        types: ("invalid_request_error", "invalid_request_error"),
        code: "content_filter",
        message: "Output blocked by content filtering policy"
    )

    static let prefillRejected = Complaint(
        status: 400,
        types: ("invalid_request_error", "invalid_request_error"),
        message: "This model does not support assistant message prefill. The conversation must end with a user message."
    )
}
