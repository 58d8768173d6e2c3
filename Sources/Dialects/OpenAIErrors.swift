import Domain
import JSON

/// OpenAI's shape of errors, which Chat Completions and Responses share: `{"error": {message, type, param, code}}`.
enum OpenAIErrors {
    /// Reads what servers that only resemble OpenAI's send, too: the four members at the top, or a bare text.
    static func read(_ body: JSONValue) -> UpstreamError {
        switch body["error"] {
        case .object(let members)?: error(.object(members))
        case .string(let message)?: UpstreamError(message: message)
        case .array, .number, .bool, .null, nil: error(body)
        }
    }

    /// - Parameter object: holds the members themselves, as events of streams and failed responses do.
    static func error(_ object: JSONValue) -> UpstreamError {
        UpstreamError(
            type: object["type"]?.string,
            code: word(object["code"]),
            message: object["message"]?.string,
            parameter: object["param"]?.string
        )
    }

    static func write(_ error: UpstreamError, status: Int, requestID: String) -> JSONValue {
        .object(
            (
                "error",
                .object(
                    ("message", .string(error.message ?? "The provider answered with status \(status).")),
                    ("type", .string(error.type ?? ErrorShape.openAIType(status))),
                    ("param", error.parameter.map { .string($0) } ?? .null),
                    ("code", error.code.map { .string($0) } ?? .null),
                    ("request_id", .string(requestID))
                )
            )
        )
    }

    /// Some servers put the status there, as a number.
    private static func word(_ value: JSONValue?) -> String? {
        switch value {
        case .string(let text)?, .number(let text)?: text
        case .object, .array, .bool, .null, nil: nil
        }
    }
}
