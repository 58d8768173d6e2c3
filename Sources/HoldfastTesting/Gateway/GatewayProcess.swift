import Foundation
package import JSON

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The built `holdfast` in a folder of its own, as an operator would run it.
package final class GatewayProcess: Sendable {
    package struct Outcome: Sendable {
        package var code: Int32
        package var output: String
        package var errors: String

        package init(code: Int32, output: String, errors: String) {
            self.code = code
            self.output = output
            self.errors = errors
        }

        package var json: JSONValue? { try? JSONValue(parsing: Array(output.utf8)) }
    }

    package struct Failed: Error, CustomStringConvertible {
        package let description: String

        package init(description: String) {
            self.description = description
        }
    }

    package let folder: TemporaryFolder
    package let process: RunningProcess
    package let servicePort: Int
    package let operatorPort: Int
    private let environment: [String: String]

    package var state: String { folder.path + "/state" }
    package var config: String { folder.path + "/holdfast.yaml" }

    private init(
        _ folder: TemporaryFolder,
        _ process: RunningProcess,
        _ environment: [String: String],
        _ addresses: JSONValue
    ) {
        self.folder = folder
        self.process = process
        self.environment = environment
        servicePort = Self.port(addresses["service"])
        operatorPort = Self.port(addresses["operator"])
    }

    private static func port(_ address: JSONValue?) -> Int {
        address?.string?.split(separator: ":").last.flatMap { Int($0) } ?? 0
    }

    // MARK: Starting and stopping

    /// Starts a server, lets `body` use it, and ends it whatever happens. A server that ends badly is an error too.
    ///
    /// - Parameter arguments: what stands before `serve`, when `binary` is a wrapper.
    package static func with<Value: Sendable>(
        _ settings: GatewaySettings,
        environment: [String: String] = [:],
        in folder: TemporaryFolder? = nil,
        binary: String? = nil,
        before arguments: [String] = [],
        _ body: (GatewayProcess) async throws -> Value
    ) async throws -> Value {
        let gateway = try await start(
            settings,
            environment: environment,
            in: folder,
            binary: binary,
            before: arguments
        )
        let value: Value
        do {
            value = try await body(gateway)
        } catch {
            gateway.process.signal(SIGKILL)
            _ = try? await gateway.process.ended()
            throw error
        }
        // A body may have ended it itself, and has then judged how.
        guard gateway.process.exit.value == nil else { return value }
        gateway.process.signal(SIGTERM)
        let code = try? await gateway.process.ended(within: .seconds(40))
        guard code == 0 else {
            if code == nil { gateway.process.signal(SIGKILL) }
            let how = code.map { "ended with \($0)" } ?? "did not end"
            throw Failed(description: "holdfast \(how): \(gateway.process.standardError.prefix(2000))")
        }
        return value
    }

    package static func start(
        _ settings: GatewaySettings,
        environment: [String: String] = [:],
        in folder: TemporaryFolder? = nil,
        binary: String? = nil,
        before arguments: [String] = []
    ) async throws -> GatewayProcess {
        let folder = try folder ?? TemporaryFolder()
        let config = try folder.write(settings.yaml(folder: folder.path), to: "holdfast.yaml")
        let known = folder.path + "/state/server.json"
        try? FileManager.default.removeItem(atPath: known)
        let process = try RunningProcess(
            try binary ?? Self.binary(),
            arguments + ["serve", "--config", config],
            environment: environment,
            output: folder.path + "/serve.log"
        )
        let addresses: JSONValue = try await eventually("the start of holdfast", within: .seconds(60)) {
            if let code = process.exit.value {
                throw Failed(description: "holdfast ended at start with \(code): \(process.standardError)")
            }
            return FileManager.default.contents(atPath: known).flatMap { try? JSONValue(parsing: Array($0)) }
        }
        return GatewayProcess(folder, process, environment, addresses)
    }

    /// A `serve` that is expected to give up by itself.
    package static func failing(
        _ settings: GatewaySettings,
        environment: [String: String] = [:],
        in folder: TemporaryFolder
    ) async throws -> Outcome {
        let config = try folder.write(settings.yaml(folder: folder.path), to: "failing.yaml")
        return try await command(["serve", "--config", config], environment, folder)
    }

    /// Named by `HOLDFAST_BINARY`, or beside the program that is running, or in the build folder.
    package static func binary() throws -> String {
        if let named = ProcessInfo.processInfo.environment["HOLDFAST_BINARY"] { return named }
        let own = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
        let candidates =
            [own.path]
            + [Bundle.main.bundlePath, Bundle.main.executableURL?.deletingLastPathComponent().path].compactMap { $0 }
            + [".build/debug", ".build/release"]
        for candidate in candidates {
            let file = candidate + "/holdfast"
            if FileManager.default.isExecutableFile(atPath: file) { return file }
        }
        throw Failed(description: "no built `holdfast`: build it first, or name one in HOLDFAST_BINARY")
    }

    // MARK: Commands

    /// Runs a command against this instance's settings and state.
    package func run(_ arguments: String...) async throws -> Outcome { try await run(arguments) }

    /// - Parameter extra: of its environment; counts before the instance's own.
    package func run(_ arguments: [String], environment extra: [String: String] = [:]) async throws -> Outcome {
        try await Self.command(arguments + ["--config", config], environment.merging(extra) { $1 }, folder)
    }

    /// Runs a command with an operator's token.
    package func run(as token: String, _ arguments: String...) async throws -> Outcome {
        try await run(arguments, environment: ["HOLDFAST_TOKEN": token])
    }

    /// - Returns: a token of an operator of that name.
    package func makeOperator(_ name: String, role: String = "operator") async throws -> String {
        let outcome = try await run("operator", "create", name, "--role", role, "--json")
        guard let secret = outcome.json?["secret"]?.string else {
            throw Failed(description: "no token was made (\(outcome.code)): \(outcome.errors)")
        }
        // The server learns of it a moment later.
        return try await eventually("the token of \(name) at work") {
            try await ask("/api/v1/status", token: secret).status == 200 ? secret : nil
        }
    }

    private static func command(
        _ arguments: [String],
        _ environment: [String: String],
        _ folder: TemporaryFolder
    ) async throws -> Outcome {
        let process = try RunningProcess(
            try binary(),
            arguments,
            environment: environment,
            output: folder.path + "/command-\(UUID().uuidString).log"
        )
        let code = try await process.ended()
        return Outcome(code: code, output: process.standardOutput, errors: process.standardError)
    }

    /// - Returns: id and secret.
    package func makeKey(_ arguments: String..., tenant: String = "acme") async throws -> (id: String, secret: String) {
        let all = ["key", "create", "--tenant", tenant, "--json"] + arguments + ["--config", config]
        let outcome = try await Self.command(all, environment, folder)
        guard let id = outcome.json?["id"]?.string, let secret = outcome.json?["secret"]?.string else {
            throw Failed(description: "no key was made (\(outcome.code)): \(outcome.errors)")
        }
        return (id, secret)
    }

    /// Newest first; waits until there are as many as expected, for records are written behind the answers.
    package func journal(atLeast count: Int) async throws -> [JSONValue] {
        try await eventually("record \(count) in the journal") {
            let records = try await journal()
            return records.count >= count ? records : nil
        }
    }

    package func journal() async throws -> [JSONValue] {
        let outcome = try await run("journal", "--json", "--limit", "100000")
        guard outcome.code == 0, let records = outcome.json?["exchanges"]?.elements else {
            throw Failed(description: "the journal cannot be read (\(outcome.code)): \(outcome.errors)")
        }
        return records
    }

    // MARK: Requests

    package func send(_ call: Call, tls: Bool = false) async throws -> Message {
        try await call.send(port: servicePort, tls: tls)
    }

    package func connect(tls: Bool = false, reads: Bool = true) async throws -> RawClient {
        try await RawClient.connect(port: servicePort, tls: tls, reads: reads)
    }

    /// The token that the server left for commands on this machine.
    package var localToken: String? {
        FileManager.default.contents(atPath: state + "/operator.token").map { String(decoding: $0, as: UTF8.self) }
    }

    package func ask(_ target: String, token: String? = nil, fields: KeyValuePairs<String, String> = [:]) async throws
        -> Message
    {
        var call = Call("GET", target, fields: fields)
        if let token { call = call.bearing(token) }
        return try await call.send(port: operatorPort)
    }

    package func status() async throws -> JSONValue {
        let answer = try await ask("/api/v1/status", token: localToken)
        guard answer.status == 200, let status = answer.json else {
            throw Failed(description: "the status cannot be read: \(answer)")
        }
        return status
    }

    /// Bytes that the process counts as buffered.
    package func bufferedBytes() async throws -> Int {
        guard let bytes = try await status()["buffered_bytes"]?.integer else {
            throw Failed(description: "the status does not tell the buffered bytes")
        }
        return bytes
    }

    package func exchangesUnderWay() async throws -> Int {
        guard let count = try await status()["exchanges_in_flight"]?.integer else {
            throw Failed(description: "the status does not tell the exchanges under way")
        }
        return count
    }

    /// Whatever the process has written, and all files of its folder but the settings.
    package func everythingWritten() -> [(name: String, bytes: [UInt8])] { folder.files() }
}
