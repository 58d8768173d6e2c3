import ArgumentParser
import NIOCore
import NIOPosix

struct UpstreamCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upstream",
        abstract: "A fast mock model: canned Chat Completions answers and paced streams.",
        discussion: """
            POST …/chat/completions answers with 565 bytes of JSON or, with "stream":true, with server-sent events whose
            content carries the time they were written at. A request may set "metadata":{"bench_frames":"50",
            "bench_interval_us":"5000"} or "user":"bench-50-5000". Runs until it is killed.
            """
    )

    @Option(help: "Port on 127.0.0.1; 0 takes a free one, which is printed.")
    var port = 0

    @Option(help: "Event loops.")
    var loops = 1

    @Option(help: "Frames of a stream.")
    var frames = 50

    @Option(name: .customLong("interval-ms"), help: "Milliseconds between two frames.")
    var intervalMilliseconds = 5

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port must be 0 to 65535.") }
        guard (1...64).contains(loops) else { throw ValidationError("--loops must be 1 to 64.") }
        guard frames >= 0, (0...60_000).contains(intervalMilliseconds) else {
            throw ValidationError("--frames must not be negative, --interval-ms must be 0 to 60000.")
        }
    }

    func run() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: loops)
        let pace = StreamOrder.Pace(frames: frames, interval: .milliseconds(Int64(intervalMilliseconds)))
        let channel = try await Self.bootstrap(on: group, pace: pace).bind(host: "127.0.0.1", port: port).get()
        Report.line("listening http://127.0.0.1:\(channel.localAddress?.port ?? port)")
        try await channel.closeFuture.get()
    }

    static func bootstrap(on group: any EventLoopGroup, pace: StreamOrder.Pace) -> ServerBootstrap {
        ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 4096)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.maxMessagesPerRead, value: 4)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        UpstreamHandler(answers: CannedAnswers.shared, pace: pace)
                    )
                }
            }
    }
}
