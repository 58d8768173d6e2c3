import Hummingbird

/// Keeps strangers out: an unknown `Host`, an unconfigured `Origin`, a request without an operator's token.
///
/// Host and origin are checked on every path, the token on all but those that tell nothing beyond being alive.
struct OperatorDoor<Context: RequestContext>: RouterMiddleware {
    let hosts: Set<String>
    let origins: Set<String>
    let visitor: @Sendable (String) -> ConsoleSources.Visitor?

    private static var open: Set<String> { ["/livez", "/readyz"] }

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard let host = request.head.authority, hosts.contains(Self.name(host)) else {
            throw ConsoleFailure(
                status: .misdirectedRequest,
                code: "host_refused",
                message: "This `Host` is not served here. Add it to `listeners.operator.hosts` if it should be."
            )
        }
        if let origin = request.headers[.origin], !origins.contains(origin) {
            throw ConsoleFailure(
                status: .forbidden,
                code: "origin_refused",
                message: "Requests from this `Origin` are not allowed; see `listeners.operator.origins`."
            )
        }
        if Self.open.contains(request.uri.path) { return try await next(request, context) }
        _ = try Self.visitor(request, visitor)
        return try await next(request, context)
    }

    /// Whose token the request carries.
    static func visitor(
        _ request: Request,
        _ known: (String) -> ConsoleSources.Visitor?
    ) throws(ConsoleFailure) -> ConsoleSources.Visitor {
        guard let value = request.headers[.authorization], value.lowercased().hasPrefix("bearer ") else {
            throw ConsoleFailure.missingToken
        }
        guard let visitor = known(String(value.dropFirst("bearer ".count))) else { throw ConsoleFailure.invalidToken }
        return visitor
    }

    /// Without port, in lower case; address literals of version 6 keep their brackets.
    private static func name(_ host: String) -> String {
        let text = host.lowercased()
        if text.hasPrefix("[") { return text.firstIndex(of: "]").map { String(text[...$0]) } ?? text }
        return text.firstIndex(of: ":").map { String(text[..<$0]) } ?? text
    }
}
