import Hummingbird
import JSON

/// An error of the operator API: status, code and what to do, as JSON.
struct ConsoleFailure: Error, ResponseGenerator {
    var status: HTTPResponse.Status
    var code: String
    var message: String

    static let missingToken = ConsoleFailure(
        status: .unauthorized,
        code: "missing_token",
        message:
            "Send an operator token in `Authorization: Bearer …`. `holdfast operator create` makes one; on this machine "
            + "the file `operator.token` in the state folder holds the running server's own."
    )
    static let invalidToken = ConsoleFailure(
        status: .unauthorized,
        code: "invalid_token",
        message: "The token is unknown, expired or revoked. `holdfast operator create` makes a new one."
    )
    static func forbidden(_ role: String) -> ConsoleFailure {
        ConsoleFailure(status: .forbidden, code: "role_too_low", message: "This needs the role \(role).")
    }
    static let unknownPath = ConsoleFailure(
        status: .notFound,
        code: "unknown_path",
        message:
            "Nothing is served at this path. These are: /livez, /readyz, /metrics, /api/v1/status, /api/v1/routes, "
            + "/api/v1/routes/NAME, /api/v1/exchanges, /api/v1/exchanges/ID, /api/v1/usage, /api/v1/keys, /api/v1/operators."
    )

    func response(from request: Request, context: some RequestContext) -> Response {
        var text = ByteBuffer()
        text.writeString(#"{"error":{"code":"\#(code)","message":"#)
        var escaped: [UInt8] = []
        JSONEscaping.append(message, to: &escaped)
        text.writeBytes(escaped)
        text.writeString("}}\n")
        return Response(
            status: status,
            headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .init(byteBuffer: text)
        )
    }
}
