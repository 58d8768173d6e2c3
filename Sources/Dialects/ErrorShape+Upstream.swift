package import Domain
import JSON

extension ErrorShape {
    /// A provider's own error inside a stream that has begun: one whole frame, in the caller's dialect.
    ///
    /// - Parameter refusal: gives what the provider left out.
    package static func streamEvent(
        for error: UpstreamError,
        _ refusal: Refusal,
        _ dialect: Dialect,
        requestID: String,
        upstreamRequestID: String?,
        sequenceNumber: Int
    ) -> [UInt8] {
        var error = error
        error.message = error.message ?? refusal.message
        switch dialect {
        case .chatCompletions, .messages:
            let whole = dialect.profile.writeError(error, status: error.impliedStatus, requestID: requestID)
            let told = whole.replacing("error") { $0.completed(code: refusal.code, upstreamRequestID) }
            return frame(dialect == .messages ? "error" : nil, told)
        case .responses:
            return frame(
                "error",
                .object(
                    ("type", .string("error")),
                    // The event has no place for a type of error: where there is no code it tells more than ours.
                    ("code", .string(error.code ?? error.type ?? refusal.code.rawValue)),
                    ("message", error.message.map { .string($0) }),
                    ("param", error.parameter.map { .string($0) } ?? .null),
                    ("sequence_number", .integer(sequenceNumber)),
                    ("request_id", .string(requestID)),
                    ("upstream_request_id", upstreamRequestID.map { .string($0) })
                )
            )
        }
    }
}

extension JSONValue {
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
