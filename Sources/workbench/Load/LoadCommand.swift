import ArgumentParser
import NIOCore
import NIOPosix

struct LoadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Sends requests over keep-alive connections and reports latency.",
        discussion: """
            Without --rate each connection sends its next request when the last is answered (closed loop). With --rate
            requests are due at fixed times on one connection, and one that has to wait counts from when it was due.
            """
    )

    @OptionGroup var destination: Destination

    @Option(help: "Connections, each with one request under way.")
    var connections = 1

    @Option(help: "How long requests are started.")
    var seconds = 3.0

    @Option(help: "What is sent and what a stream's end looks like: chat-completions or messages.")
    var dialect = LoadDialect.chatCompletions

    @Option(help: "Length of the JSON body.")
    var bodyBytes = 1300

    @Flag(help: "Ask for streams; measures frames instead of answers.")
    var stream = false

    @Option(help: "Frames of a stream.")
    var frames = 50

    @Option(name: .customLong("interval-ms"), help: "Milliseconds between the frames of a stream.")
    var intervalMilliseconds = 5.0

    @Option(help: "Requests a second on one connection.")
    var rate: Double?

    @Option(help: "Stop after this many requests, if --seconds is not over before.")
    var requests: Int?

    @Flag(help: "Print one JSON object.")
    var json = false

    func validate() throws {
        guard (1...20_000).contains(connections) else { throw ValidationError("--connections must be 1 to 20000.") }
        guard seconds > 0, seconds <= 86_400 else { throw ValidationError("--seconds must be more than 0.") }
        guard (0...67_108_864).contains(bodyBytes) else { throw ValidationError("--body-bytes is out of range.") }
        guard frames > 0, intervalMilliseconds >= 0 else {
            throw ValidationError("--frames must be more than 0 and --interval-ms not negative.")
        }
        if let requests, requests < 1 { throw ValidationError("--requests must be more than 0.") }
        if let rate {
            guard rate > 0, rate <= 100_000 else { throw ValidationError("--rate must be more than 0.") }
            guard connections == 1, !stream else {
                throw ValidationError("--rate works on one connection and without --stream.")
            }
        }
    }

    func run() async throws {
        var request = destination.request
        request.bodyLength = bodyBytes
        request.dialect = dialect
        if stream {
            request.stream = .init(frames: frames, interval: .microseconds(Int64(intervalMilliseconds * 1000)))
        }
        let plan = LoadPlan(
            target: try LoadTarget(url: destination.url),
            request: request,
            pattern: rate.map { .paced(every: .nanoseconds(Int64(1_000_000_000 / $0))) } ?? .closedLoop,
            connections: connections,
            duration: .nanoseconds(Int64(seconds * 1_000_000_000)),
            requestLimit: requests
        )
        let tally = try await LoadRun.perform(plan, on: MultiThreadedEventLoopGroup.singleton.next())
        let summary = LoadSummary(tally: tally, isStream: stream)
        Report.line(json ? summary.json : summary.text)
        if tally.completed == 0 { throw ExitCode(1) }
    }
}

/// Where load goes, for each command that sends requests.
struct Destination: ParsableArguments {
    @Option(help: "For example http://127.0.0.1:8787/v1/chat/completions.")
    var url: String

    @Option(help: "Bearer key.")
    var key: String?

    @Option(help: "Value of `model`: the route.")
    var model = "bench"

    var request: LoadRequest { LoadRequest(model: model, key: key) }
}
