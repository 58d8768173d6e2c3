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
        Self.refusal(refusal, vendor, ErrorMarks(requestID: requestID, upstreamRequestID: upstreamRequestID)).bytes
    }

    static func refusal(_ refusal: Refusal, _ vendor: Vendor, _ marks: ErrorMarks) -> JSONValue {
        switch vendor {
        case .openAI: .object(("error", openAI(refusal, marks.requestID, marks.upstreamRequestID)))
        case .anthropic: anthropic(refusal, marks.requestID, marks.upstreamRequestID)
        }
    }

    /// An error of ours inside a stream that has begun: one whole frame.
    package static func streamEvent(for refusal: Refusal, _ dialect: Dialect, _ marks: ErrorMarks) -> [UInt8] {
        let profile = dialect.profile
        return frame(profile.errorEventName, profile.errorEvent(for: refusal, marks))
    }

    /// A provider's own error inside a stream that has begun: one whole frame, in the caller's dialect.
    ///
    /// - Parameter refusal: gives what the provider left out.
    package static func streamEvent(
        for error: UpstreamError,
        _ refusal: Refusal,
        _ dialect: Dialect,
        _ marks: ErrorMarks
    ) -> [UInt8] {
        let profile = dialect.profile
        var error = error
        error.message = error.message ?? refusal.message
        return frame(profile.errorEventName, profile.errorEvent(for: error, refusal, marks))
    }

    private static func openAI(_ refusal: Refusal, _ requestID: String, _ upstream: String?) -> JSONValue {
        .object(
            ("message", .string(refusal.message)),
            ("type", .string(openAIType(refusal))),
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

    /// What a limit of a day is to OpenAI's clients: nothing that waiting a moment helps.
    private static func openAIType(_ refusal: Refusal) -> String {
        refusal.code == .dayLimitReached ? "insufficient_quota" : openAIType(refusal.status)
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

extension JSONValue {
    /// The error answer with what the provider's error did not say.
    func completingError(code: RefusalCode, _ upstreamRequestID: String?) -> JSONValue {
        replacing("error") { $0.completed(code: code, upstreamRequestID) }
    }

    fileprivate func replacing(_ key: String, _ change: (JSONValue) -> JSONValue) -> JSONValue {
        guard let members else { return self }
        return .object(members.map { $0.key == key ? Member(key, change($0.value)) : $0 })
    }

    fileprivate func completed(code: RefusalCode, _ upstreamRequestID: String?) -> JSONValue {
        guard var members else { return self }
        if self["code"]?.string == nil {
            members.removeAll { $0.key == "code" }
            members.append(Member("code", .string(code.rawValue)))
        }
        if let upstreamRequestID { members.append(Member("upstream_request_id", .string(upstreamRequestID))) }
        return .object(members)
    }
}
