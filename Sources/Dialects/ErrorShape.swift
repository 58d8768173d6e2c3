package import Domain
import JSON

/// Errors of ours in the caller's own manners, so that its SDK raises the right exception with a readable message.
package enum ErrorShape {
    /// A whole error answer.
    package static func body(
        for refusal: Refusal,
        _ vendor: Vendor,
        requestID: String,
        upstreamRequestID: String?
    ) -> [UInt8] {
        switch vendor {
        case .openAI:
            JSONValue.object(
                ("error", openAI(refusal, requestID, upstreamRequestID))
            ).bytes
        case .anthropic:
            anthropic(refusal, requestID, upstreamRequestID).bytes
        }
    }

    /// An error inside a stream that has begun: one whole frame.
    ///
    /// - Parameter sequenceNumber: of the event, for Responses numbers its events.
    package static func streamEvent(
        for refusal: Refusal,
        _ dialect: Dialect,
        requestID: String,
        upstreamRequestID: String? = nil,
        sequenceNumber: Int = 0
    ) -> [UInt8] {
        switch dialect {
        case .chatCompletions:
            return frame(nil, .object(("error", openAI(refusal, requestID, upstreamRequestID))))
        case .messages:
            return frame("error", anthropic(refusal, requestID, upstreamRequestID))
        case .responses:
            return frame(
                "error",
                .object(
                    ("type", .string("error")),
                    ("code", .string(refusal.code.rawValue)),
                    ("message", .string(refusal.message)),
                    ("param", .null),
                    ("sequence_number", .integer(sequenceNumber)),
                    ("request_id", .string(requestID)),
                    ("upstream_request_id", upstreamRequestID.map { .string($0) })
                )
            )
        }
    }

    private static func openAI(_ refusal: Refusal, _ requestID: String, _ upstream: String?) -> JSONValue {
        .object(
            ("message", .string(refusal.message)),
            ("type", .string(openAIType(refusal.status))),
            ("param", refusal.parameter.map { .string($0) } ?? .null),
            ("code", .string(refusal.code.rawValue)),
            ("request_id", .string(requestID)),
            ("upstream_request_id", upstream.map { .string($0) })
        )
    }

    /// A request's member by which Anthropic keeps a conversation.
    static let threadParameter = "thread"

    /// The words by which Anthropic's SDK, whose tool runner asks for a thread unless told not to, goes on without.
    private static func details(_ refusal: Refusal) -> JSONValue? {
        guard refusal.code == .untranslatable, refusal.parameter == threadParameter else { return nil }
        return .object(
            ("error_code", .string("thread_unsupported_request")),
            ("unsupported", .array([.string(threadParameter)]))
        )
    }

    private static func anthropic(_ refusal: Refusal, _ requestID: String, _ upstream: String?) -> JSONValue {
        .object(
            ("type", .string("error")),
            (
                "error",
                .object(
                    ("type", .string(anthropicType(refusal.status))),
                    ("message", .string(refusal.message)),
                    ("code", .string(refusal.code.rawValue)),
                    ("param", refusal.parameter.map { .string($0) }),
                    ("details", details(refusal)),
                    ("upstream_request_id", upstream.map { .string($0) })
                )
            ),
            ("request_id", .string(requestID))
        )
    }

    /// The type that goes with a status where nobody named one.
    static func openAIType(_ status: Int) -> String {
        switch status {
        case 401: "authentication_error"
        case 403: "permission_error"
        case 404: "not_found_error"
        case 429: "rate_limit_error"
        case 400..<500: "invalid_request_error"
        default: "server_error"
        }
    }

    private static func anthropicType(_ status: Int) -> String {
        switch status {
        case 401: "authentication_error"
        case 403: "permission_error"
        case 404: "not_found_error"
        case 413: "request_too_large"
        case 429: "rate_limit_error"
        case 400..<500: "invalid_request_error"
        case 503, 529: "overloaded_error"
        case 504: "timeout_error"
        default: "api_error"
        }
    }

    static func frame(_ event: String?, _ data: JSONValue) -> [UInt8] {
        var bytes: [UInt8] = []
        if let event { bytes.append(contentsOf: "event: \(event)\n".utf8) }
        bytes.append(contentsOf: "data: ".utf8)
        data.write(to: &bytes)
        bytes.append(contentsOf: "\n\n".utf8)
        return bytes
    }
}
