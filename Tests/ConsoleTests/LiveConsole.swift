import Console
import Hummingbird
import JSON
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Settings

/// The operator's listener on a free port, spoken to byte by byte: a client library would mend what is sent.
struct LiveConsole {
    struct Answer {
        var status: Int
        var head: String
        var body: String

        var json: JSONValue? { try? JSONValue(parsing: Array(body.utf8)) }
        var code: String? { json?["error"]?["code"]?.string }
        var message: String { json?["error"]?["message"]?.string ?? "" }
    }

    let port: Int

    /// Runs the console for as long as `body` takes.
    static func run(
        isReady: Bool = true,
        origins: [String] = [],
        hosts: [String] = [],
        body: sending (LiveConsole) async throws -> Void
    ) async throws {
        let listener = Listener(host: "127.0.0.1", port: 0, hosts: hosts, origins: origins, plaintextAllowed: false)
        let (bound, continuation) = AsyncStream.makeStream(of: String.self)
        let application = try Console.makeApplication(
            listener,
            sources: sources(isReady: isReady),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            onBound: { continuation.yield($0) }
        )
        let server = Task { try await application.run() }
        var addresses = bound.makeAsyncIterator()
        let address = await addresses.next() ?? ""
        defer { server.cancel() }
        try await body(LiveConsole(port: Int(address.split(separator: ":").last ?? "") ?? 0))
    }

    /// Sends one request and reads to the end of the connection.
    func ask(
        _ path: String,
        method: String = "GET",
        host: String? = "127.0.0.1",
        token: String? = "viewer-token",
        fields: [String] = [],
        body: String? = nil
    ) async throws -> Answer {
        var lines = ["\(method) \(path) HTTP/1.1", "connection: close"]
        if let host { lines.append("host: \(host)") }
        if let token { lines.append("authorization: Bearer \(token)") }
        if let body { lines.append("content-length: \(body.utf8.count)") }
        let text = (lines + fields + ["", body ?? ""]).joined(separator: "\r\n")
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        let answer = try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: text))
            var all = ByteBuffer()
            for try await piece in inbound { all.writeImmutableBuffer(piece) }
            return String(buffer: all)
        }
        let parts = answer.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        return Answer(
            status: Int(answer.dropFirst("HTTP/1.1 ".count).prefix(3)) ?? 0,
            head: parts.first.map { $0.lowercased() } ?? "",
            body: parts.count > 1 ? String(parts[1]) : ""
        )
    }

    private struct Broken: Error {}

    private static func sources(isReady: Bool) -> ConsoleSources {
        let echo: @Sendable (String) -> ConsoleSources.Document = { name in
            { query in
                if let text = query["bad"] { throw ConsoleSources.Failure.badQuery("`bad` is \(text).") }
                if query["missing"] != nil { throw ConsoleSources.Failure.notFound("Nothing of that name.") }
                if query["break"] != nil { throw Broken() }
                let members = query.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, .string($0.value)) }
                return JSONValue.object(("document", .string(name)), ("query", .object(members))).bytes
            }
        }
        let command: @Sendable (String) -> ConsoleSources.Command = { name in
            { query, body, visitor in
                if body.isEmpty { throw ConsoleSources.Failure.refused("Nothing is asked for.") }
                return JSONValue.object(
                    ("command", .string(name)),
                    ("id", query["id"].map { .string($0) }),
                    ("by", .string(visitor.name)),
                    ("bytes", .integer(body.count))
                ).bytes
            }
        }
        return ConsoleSources(
            isReady: { isReady },
            visitor: { token in
                let roles: [String: ConsoleSources.Role] = [
                    "viewer-token": .viewer, "operator-token": .operator, "admin-token": .admin,
                ]
                return roles[token].map { .init(role: $0, name: "op_\(token)") }
            },
            metrics: { Array("metrics \($0)\n".utf8) },
            status: echo("status"),
            routes: echo("routes"),
            explain: echo("explain"),
            exchanges: echo("exchanges"),
            exchange: echo("exchange"),
            usage: echo("usage"),
            keys: echo("keys"),
            operators: echo("operators"),
            recalls: echo("recalls"),
            recall: echo("recall"),
            blast: echo("blast"),
            certificates: echo("certificates"),
            findings: echo("findings"),
            incidents: echo("incidents"),
            runs: echo("runs"),
            run: echo("run"),
            startRun: command("startRun"),
            pauseRun: command("pauseRun"),
            resumeRun: command("resumeRun"),
            watch: echo("watch"),
            lookClosely: command("lookClosely"),
            openRecall: command("open"),
            moveRecall: command("move"),
            drill: echo("drill"),
            startDrill: command("start"),
            replayDrill: command("replay"),
            finishDrill: command("finish"),
            abortDrill: command("abort")
        )
    }
}
