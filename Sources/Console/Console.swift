import Foundation
package import Hummingbird
import HummingbirdCore
import HummingbirdTLS
package import Logging
import NIOSSL
package import Settings

/// The operator's listener: health, metrics and the JSON API. Clarity before speed: nothing of a customer's request
/// passes through here.
package enum Console {
    /// - Parameter onBound: called once with the address that was bound.
    package static func makeApplication(
        _ listener: Listener,
        sources: ConsoleSources,
        logger: Logger,
        onBound: @escaping @Sendable (String) async -> Void
    ) throws -> some ApplicationProtocol {
        let router = Router(context: BasicRequestContext.self)
        router.middlewares.add(Errors())
        router.middlewares.add(
            OperatorDoor(hosts: listener.acceptedHosts, origins: Set(listener.origins), visitor: sources.visitor)
        )
        addHealth(router, sources)
        addAPI(router, sources)
        addCommands(router, sources)
        var quiet = logger
        // The framework's own lines repeat ours.
        quiet.logLevel = .warning
        return Application(
            router: router,
            server: try server(listener),
            configuration: .init(address: .hostname(listener.host, port: listener.port)),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? listener.port
                let host = listener.host.contains(":") ? "[\(listener.host)]" : listener.host
                await onBound("\(listener.tls == nil ? "http" : "https")://\(host):\(port)")
            },
            logger: quiet
        )
    }

    private static func server(_ listener: Listener) throws -> HTTPServerBuilder {
        guard let files = listener.tls else { return .http1(configuration: .init(idleTimeout: .seconds(75))) }
        let chain = try NIOSSLCertificate.fromPEMFile(files.certificate).map { NIOSSLCertificateSource.certificate($0) }
        let key = try NIOSSLPrivateKey(file: files.key, format: .pem)
        var tls = TLSConfiguration.makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key))
        tls.minimumTLSVersion = .tlsv12
        return try .tls(.http1(configuration: .init(idleTimeout: .seconds(75))), tlsConfiguration: tls)
    }

    private static func addHealth(_ router: Router<BasicRequestContext>, _ sources: ConsoleSources) {
        router.get("/livez") { _, _ in "alive\n" }
        router.get("/readyz") { _, _ in
            let ready = sources.isReady()
            return Response(
                status: ready ? .ok : .serviceUnavailable,
                headers: [.contentType: "text/plain; charset=utf-8"],
                body: .init(byteBuffer: ByteBuffer(string: ready ? "ready\n" : "stopping\n"))
            )
        }
        router.get("/metrics") { request, _ in
            let open = request.headers[.accept]?.contains("application/openmetrics-text") ?? false
            let type =
                open
                ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
                : "text/plain; version=0.0.4; charset=utf-8"
            return Response(
                status: .ok,
                headers: [.contentType: type],
                body: .init(byteBuffer: ByteBuffer(bytes: await sources.metrics(open)))
            )
        }
    }

    private static func addAPI(_ router: Router<BasicRequestContext>, _ sources: ConsoleSources) {
        let api = router.group("/api/v1")
        let listings: [(String, ConsoleSources.Document)] = [
            ("status", sources.status), ("routes", sources.routes), ("exchanges", sources.exchanges),
            ("usage", sources.usage), ("keys", sources.keys), ("operators", sources.operators),
            ("recalls", sources.recalls), ("blast", sources.blast), ("certificates", sources.certificates),
            ("findings", sources.findings), ("incidents", sources.incidents), ("runs", sources.runs),
            ("watch", sources.watch),
        ]
        for (path, document) in listings {
            api.get(RouterPath(path)) { request, _ in try await answer(document, query(request)) }
        }
        let singles: [(String, String, ConsoleSources.Document)] = [
            ("routes/:name", "route", sources.explain), ("exchanges/:name", "id", sources.exchange),
            ("recalls/:name", "id", sources.recall), ("drills/:name", "id", sources.drill),
            ("runs/:name", "id", sources.run),
        ]
        for (path, parameter, document) in singles {
            api.get(RouterPath(path)) { request, context in
                var query = query(request)
                // Routes may have a slash in their names, which can only come encoded.
                let name = try context.parameters.require("name")
                query[parameter] = name.removingPercentEncoding ?? name
                return try await answer(document, query)
            }
        }
    }

    private static func addCommands(_ router: Router<BasicRequestContext>, _ sources: ConsoleSources) {
        let api = router.group("/api/v1")
        let openings = [
            ("recalls", sources.openRecall), ("drills", sources.startDrill), ("runs", sources.startRun),
            ("watch/look", sources.lookClosely),
        ]
        for (path, command) in openings {
            api.post(RouterPath(path)) { request, _ in
                try await perform(command, [:], request, sources, atMost: largestDocument)
            }
        }
        let steps = [
            ("recalls/:name/steps", sources.moveRecall, largestDocument),
            ("drills/:name/requests", sources.replayDrill, largestBatch),
            ("drills/:name/finish", sources.finishDrill, largestDocument),
            ("drills/:name/abort", sources.abortDrill, largestDocument),
            ("runs/:name/pause", sources.pauseRun, largestDocument),
            ("runs/:name/resume", sources.resumeRun, largestDocument),
        ]
        for (path, command, limit) in steps {
            api.post(RouterPath(path)) { request, context in
                let id = try context.parameters.require("name")
                return try await perform(command, ["id": id], request, sources, atMost: limit)
            }
        }
    }

    /// Far above what any of our documents needs.
    private static let largestDocument = 64 << 10
    /// Several requests of callers together.
    private static let largestBatch = 16 << 20

    private static func perform(
        _ command: ConsoleSources.Command,
        _ query: ConsoleSources.Query,
        _ request: Request,
        _ sources: ConsoleSources,
        atMost limit: Int
    ) async throws -> Response {
        let visitor = try OperatorDoor<BasicRequestContext>.visitor(request, sources.visitor)
        guard visitor.role >= .operator else { throw ConsoleFailure.viewerActs }
        guard let body = try? await request.body.collect(upTo: limit) else {
            throw ConsoleFailure(
                status: .contentTooLarge,
                code: "body_too_large",
                message: "The body has more than \(limit) bytes."
            )
        }
        return try await answer({ query in try await command(query, Array(body.readableBytesView), visitor) }, query)
    }

    private static func query(_ request: Request) -> ConsoleSources.Query {
        var query: ConsoleSources.Query = [:]
        for (name, value) in request.uri.queryParameters { query[String(name)] = String(value) }
        return query
    }

    private static func answer(
        _ document: ConsoleSources.Document,
        _ query: ConsoleSources.Query
    ) async throws -> Response {
        do {
            return Response(
                status: .ok,
                headers: [.contentType: "application/json", .cacheControl: "no-store"],
                body: .init(byteBuffer: ByteBuffer(bytes: try await document(query)))
            )
        } catch let failure as ConsoleSources.Failure {
            switch failure {
            case .badQuery(let message):
                throw ConsoleFailure(status: .badRequest, code: "bad_query", message: message)
            case .notFound(let message):
                throw ConsoleFailure(status: .notFound, code: "not_found", message: message)
            case .refused(let message):
                throw ConsoleFailure(status: .conflict, code: "conflict", message: message)
            case .unavailable(let message):
                throw ConsoleFailure(status: .serviceUnavailable, code: "ledger_unavailable", message: message)
            }
        }
    }

    /// Gives every refusal, the framework's own 404 included, the API's shape.
    private struct Errors<Context: RequestContext>: RouterMiddleware {
        func handle(
            _ request: Request,
            context: Context,
            next: (Request, Context) async throws -> Response
        ) async throws -> Response {
            do {
                return try await next(request, context)
            } catch let failure as ConsoleFailure {
                return failure.response(from: request, context: context)
            } catch let error as HTTPError where error.status == .notFound {
                // The router tells no wrong method from a wrong path; all that there is is read.
                let failure = request.method == .get ? ConsoleFailure.unknownPath : .methodNotAllowed
                return failure.response(from: request, context: context)
            } catch let error as any HTTPResponseError {
                return ConsoleFailure(
                    status: error.status,
                    code: "refused",
                    message: "The request was refused (\(error.status.code))."
                ).response(from: request, context: context)
            } catch {
                context.logger.error("operator request failed", metadata: ["error": "\(error)"])
                return ConsoleFailure(
                    status: .internalServerError,
                    code: "internal_error",
                    message: "Something failed here; the log says what."
                ).response(from: request, context: context)
            }
        }
    }
}
