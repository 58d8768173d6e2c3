import ArgumentParser
import Control
import Foundation
import JSON
import Recalls
import Settings
import Storage
import UnixSignals

struct DrillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drill",
        abstract: "Rehearse a recall on copies of traffic, and measure who would stand in.",
        discussion: """
            Walks a recall's states without touching a caller: copies of what the lineage answers, or requests of a file, are asked of the \
            route as if it were recalled, and compared: failures, times, tokens, cost, what no substitute can do. The report goes into the \
            ledger; `holdfast explain ROUTE` shows the last drill. Needs the running server; providers bill the copies.

            A file holds a request a line: {"dialect":"messages","body":{"model":"support",…}}

            Examples:
              holdfast drill openai/gpt-5 --replay requests.jsonl
              holdfast drill openai/gpt-5 --route support --mirror 5% --for 10m

            Exit code 0 when it passed, 1 when it failed or was broken off.
            """
    )

    @Argument(help: "vendor/family, vendor/family@version, vendor/*, or an alias of the settings.")
    var target: String?

    @Option(name: .customLong("route"), help: "Only requests of this route. May be repeated.")
    var routes: [String] = []

    @Option(help: "Copy this share of what the lineage answers, such as 5%.")
    var mirror: Percent?

    @Option(name: .customLong("for"), help: "How long to copy, such as 10m.")
    var time: TimeSpan?

    @Option(help: "Ask the requests of this file instead, a JSON object a line.")
    var replay: String?

    @Option(help: "With more failures of substitutes than this it has failed.")
    var mostFailures = 0

    @Option(name: .customLong("report"), help: "Also write the report to this file, as JSON.")
    var report: String?

    @Option(help: "Break off the drill of this id.")
    var abort: String?

    @Flag(help: "Say what would happen to every path, and do nothing.")
    var dryRun = false

    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    struct Percent: ExpressibleByArgument {
        let value: Int

        init?(argument: String) {
            let digits = argument.hasSuffix("%") ? argument.dropLast() : argument[...]
            guard let value = Int(digits), (1...100).contains(value) else { return nil }
            self.value = value
        }
    }

    func validate() throws {
        if abort != nil { return }
        guard target != nil else { throw ValidationError("Name a lineage.") }
        if dryRun { return }
        guard (mirror == nil) != (replay == nil) else {
            throw ValidationError("Say what to ask: --replay FILE, or --mirror 5% --for 10m.")
        }
        guard (mirror == nil) == (time == nil) else { throw ValidationError("--mirror and --for go together.") }
        guard (time?.milliseconds ?? 1000) >= 1000, (time?.milliseconds ?? 0) <= 86_400_000 else {
            throw ValidationError("--for lies between 1s and 24h.")
        }
        guard (0...1_000_000).contains(mostFailures) else {
            throw ValidationError("--most-failures lies between 0 and 1000000.")
        }
    }

    func run() async throws {
        try await reporting(output) {
            let settings = try source.load().settings
            if dryRun, let target {
                let order = RecallOrder(
                    try Recaller.pattern(target, settings),
                    slice: try SliceValues([.route: routes]).slice(settings)
                )
                let standing = (try? Desk.existingLedger(settings).refresh().recalls) ?? [:]
                let paths = RecallPaths(order, settings, standing: standing.values, Assembly.offlineSnapshot(settings))
                return show(output, json: RecallView.json(paths), table: RecallView.table(paths))
            }
            guard let client = OperatorClient(state: settings.state) else {
                throw Failure(
                    .failed,
                    "No server runs from \(settings.state), and a drill needs one. Start it with `holdfast serve`."
                )
            }
            let drill = DrillClient(client: client)
            if let abort {
                _ = try drill.post("drills/\(abort)/abort", [])
                return show(output, json: .object(("aborted", .string(abort))), table: "Broke off \(abort).")
            }
            let requests = try replay.map { try Self.lines($0) }
            let id = try drill.start(document)
            let finished = try await Self.breakingOff({ drill.abort(id) }) {
                if let requests { try drill.replay(requests, id) } else { try await drill.wait(id) }
            }
            guard let result = finished["report"] else { throw Failure(.failed, "The server gave no report of \(id).") }
            if let report { try FileOutput.write(result.indented.utf8.map { $0 }, to: report) }
            show(
                output,
                json: .object(("drill", .string(id)), ("report", result)),
                table: DrillView.table(id, result)
            )
            if result["passed"]?.bool != true { throw ExitCode(Failure.Code.failed.exitCode) }
        }
    }

    private var document: JSONValue {
        .object(
            ("lineage", .string(target ?? "")),
            ("routes", routes.isEmpty ? nil : .array(routes.map { .string($0) })),
            ("mirror_percent", mirror.map { .integer($0.value) }),
            ("seconds", time.map { .integer(Int($0.milliseconds / 1000)) }),
            ("most_failures", .integer(mostFailures))
        )
    }

    /// Every line is read before the first is asked.
    private static func lines(_ path: String) throws -> [[UInt8]] {
        let lines = try FileOutput.read(path).split(separator: 0x0A).map { Array($0) }
        for (number, line) in lines.enumerated() {
            do throws(ReplayLine.Fault) {
                _ = try ReplayLine(line)
            } catch {
                throw Failure(.failed, "\(path), line \(number + 1) \(error.description).")
            }
        }
        guard !lines.isEmpty else { throw Failure(.failed, "\(path) holds no request.") }
        return lines
    }

    /// Runs `work`; a person's interrupt ends the drill first, and then the command.
    private static func breakingOff<Value>(
        _ end: @escaping @Sendable () -> Void,
        _ work: () async throws -> Value
    ) async throws -> Value {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        let watch = Task {
            for await _ in signals {
                end()
                complain("broken off; nothing of it is left on traffic")
                Foundation.exit(1)
            }
        }
        defer { watch.cancel() }
        return try await work()
    }
}

/// A drill, as a command drives it.
struct DrillClient: Sendable {
    let client: OperatorClient

    private static let batch = 16
    private static let largestBatch = 4 << 20
    /// Models may think; a batch is answered when its last request is.
    private static let patienceSeconds = 1800

    func post(_ path: String, _ body: [UInt8]) throws -> JSONValue {
        guard let answer = client.post("/api/v1/\(path)", body, patienceSeconds: Self.patienceSeconds) else {
            throw Failure(.failed, "The server does not answer.")
        }
        guard answer.status == 200 else {
            throw Failure(.failed, answer.body["error"]?["message"]?.string ?? "The server refused (\(answer.status)).")
        }
        return answer.body
    }

    func start(_ document: JSONValue) throws -> String {
        guard let id = try post("drills", document.bytes)["drill"]?.string else {
            throw Failure(.failed, "The server began no drill.")
        }
        return id
    }

    func abort(_ id: String) { _ = try? post("drills/\(id)/abort", []) }

    /// Sends the requests a few at a time, and ends the drill.
    func replay(_ lines: [[UInt8]], _ id: String) throws -> JSONValue {
        var asked = 0
        var batch: [UInt8] = []
        var count = 0
        func flush() throws {
            guard count > 0 else { return }
            let progress = try post("drills/\(id)/requests", batch)
            asked += count
            tell("\(asked) of \(lines.count) requests, \(progress["failures"]?.integer ?? 0) failures")
            batch = []
            count = 0
        }
        for line in lines {
            if count == Self.batch || batch.count + line.count > Self.largestBatch { try flush() }
            batch += line + [0x0A]
            count += 1
        }
        try flush()
        return try post("drills/\(id)/finish", [])
    }

    /// Until the server ends it.
    func wait(_ id: String) async throws -> JSONValue {
        while true {
            guard let answer = client.get("/api/v1/drills/\(id)") else {
                throw Failure(.failed, "The server does not answer.")
            }
            guard answer.status == 200 else { throw Failure(.failed, "The drill \(id) was broken off.") }
            if answer.body["report"] != nil { return answer.body }
            tell(
                "\(answer.body["requests"]?.integer ?? 0) copies asked, \(answer.body["failures"]?.integer ?? 0) failures"
            )
            try await Task.sleep(for: .milliseconds(500))
        }
    }

    /// One line that is written over, where somebody looks.
    private func tell(_ text: String) {
        guard isatty(STDERR_FILENO) == 1 else { return }
        FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8))
    }
}
