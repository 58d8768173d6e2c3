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
    static let viewerActs = ConsoleFailure(
        status: .forbidden,
        code: "role_too_low",
        message: "The token is a viewer's, who may look and not act. An operator's may."
    )
    static let methodNotAllowed = ConsoleFailure(
        status: .methodNotAllowed,
        code: "method_not_allowed",
        message:
            "This is read with GET. What is changed with POST are recalls and drills; all else with the `holdfast` commands."
    )
    static let unknownPath = ConsoleFailure(
        status: .notFound,
        code: "unknown_path",
        message:
            "Nothing is served at this path. These are: /livez, /readyz, /metrics, /api/v1/status, /api/v1/routes, "
            + "/api/v1/routes/NAME, /api/v1/exchanges, /api/v1/exchanges/ID, /api/v1/usage, /api/v1/keys, /api/v1/operators, "
            + "/api/v1/recalls, /api/v1/recalls/ID, /api/v1/recalls/ID/steps, /api/v1/blast, /api/v1/certificates, /api/v1/findings, /api/v1/incidents, "
            + "/api/v1/drills, /api/v1/drills/ID, /api/v1/drills/ID/requests, /api/v1/drills/ID/finish, /api/v1/drills/ID/abort."
    )

    func response(from request: Request, context: some RequestContext) -> Response {
        var text = ByteBuffer()
        text.writeString(#"{"error":{"code":"\#(code)","message":"#)
        var escaped: [UInt8] = []
        JSONEscaping.append(message, to: &escaped)
        text.writeBytes(escaped)
        text.writeString("}}\n")
        var headers: HTTPFields = [.contentType: "application/json", .cacheControl: "no-store"]
        // RFC 9110 §15.5.2 and §15.5.6 ask for these.
        if status == .unauthorized { headers[.wwwAuthenticate] = "Bearer" }
        if status == .methodNotAllowed { headers[.allow] = "GET" }
        return Response(
            status: status,
            headers: headers,
            body: .init(byteBuffer: text)
        )
    }
}
