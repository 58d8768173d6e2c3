import Domain
import JSON

extension ChatCompletions {
    /// Reads OpenAI's error and the shapes of the servers that imitate it: the error as a bare string, its members at
    /// the top, FastAPI's `detail`, all of it in an array.
    func readError(_ body: JSONValue) -> UpstreamError {
        let body = body.elements?.first ?? body
        if let error = body["error"], error.members != nil { return Self.read(error) }
        var read = Self.read(body)
        read.message = body["error"]?.string ?? read.message ?? body.string
        if let detail = body["detail"] { Self.take(detail, &read) }
        return read
    }

    private static func read(_ error: JSONValue) -> UpstreamError {
        UpstreamError(
            // `status` is Google's word for it.
            type: error["type"]?.string ?? error["status"]?.string,
            code: word(error["code"]),
            message: error["message"]?.string,
            parameter: error["param"]?.string
        )
    }

    private static func word(_ value: JSONValue?) -> String? {
        if case .number(let text) = value { text } else { value?.string }
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

    func writeError(_ error: UpstreamError, status: Int, requestID: String) -> JSONValue {
        Self.write(error, type: ErrorShape.openAIType(status), requestID: requestID)
    }

    /// - Parameter type: where the provider named none.
    static func write(_ error: UpstreamError, type: String, requestID: String?) -> JSONValue {
        .object(
            (
                "error",
                .object(
                    ("message", .string(error.message ?? "The provider gave no reason.")),
                    ("type", .string(error.type ?? type)),
                    ("param", error.parameter.map { .string($0) } ?? .null),
                    ("code", error.code.map { .string($0) } ?? .null),
                    ("request_id", requestID.map { .string($0) })
                )
            )
        )
    }
}
