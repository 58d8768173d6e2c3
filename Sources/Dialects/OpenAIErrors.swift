import Domain
import JSON

/// OpenAI's shape of errors, which Chat Completions and Responses share: `{"error": {message, type, param, code}}`.
enum OpenAIErrors {
    /// Reads what servers that only resemble OpenAI's send, too: the error as a bare text, its members at the top,
    /// FastAPI's `detail`, all of it in an array.
    static func read(_ body: JSONValue) -> UpstreamError {
        let body = body.elements?.first ?? body
        if let error = body["error"], error.members != nil { return self.error(error) }
        var read = error(body)
        read.message = body["error"]?.string ?? read.message ?? body.string
        if let detail = body["detail"] { take(detail, &read) }
        return read
    }

    /// - Parameter object: holds the members themselves, as events of streams and failed responses do.
    private static func error(_ object: JSONValue) -> UpstreamError {
        UpstreamError(
            // `status` is Google's word for it.
            type: object["type"]?.string ?? object["status"]?.string,
            code: word(object["code"]),
            message: object["message"]?.string,
            parameter: object["param"]?.string
        )
    }

    /// Some servers put the status there, as a number.
    private static func word(_ value: JSONValue?) -> String? {
        switch value {
        case .string(let text)?, .number(let text)?: text
        case .object, .array, .bool, .null, nil: nil
        }
    }

    /// FastAPI: a text, or a list of what was wrong where.
    private static func take(_ detail: JSONValue, _ error: inout UpstreamError) {
        if let text = detail.string {
            error.message = error.message ?? text
            return
        }
        guard let first = detail.elements?.first ?? (detail.members == nil ? nil : detail) else { return }
        error.message = error.message ?? first["msg"]?.string ?? first["message"]?.string
        error.type = error.type ?? first["type"]?.string
        // `["body", "messages", 0, "role"]`: where the body begins is no part of the name.
        let place = (first["loc"]?.elements ?? []).compactMap(word).filter { $0 != "body" }
        if error.parameter == nil, !place.isEmpty { error.parameter = place.joined(separator: ".") }
    }

    /// - Parameter status: makes type and message where the provider gave none.
    /// - Parameter requestID: nil inside a stream.
    static func write(_ error: UpstreamError, status: Int, requestID: String?) -> JSONValue {
        .object(
            (
                "error",
                .object(
                    ("message", .string(error.message ?? "The provider answered with status \(status).")),
                    ("type", .string(error.type ?? ErrorShape.openAIType(status))),
                    ("param", error.parameter.map { .string($0) } ?? .null),
                    ("code", error.code.map { .string($0) } ?? .null),
                    ("request_id", requestID.map { .string($0) })
                )
            )
        )
    }
}
