import NIOCore
import NIOPosix
import Testing

@testable import workbench

/// The load tool against the mock upstream, both in this process.
@Suite("Load run")
struct LoadRunTests {
    private func perform(
        _ pattern: LoadPlan.Pattern,
        stream: StreamOrder.Pace? = nil,
        connections: Int = 3,
        limit: Int,
        path: String = "/v1/chat/completions"
    ) async throws -> Tally {
        let group = MultiThreadedEventLoopGroup.singleton
        let pace = StreamOrder.Pace(frames: 1, interval: .milliseconds(1))
        let server = try await UpstreamCommand.bootstrap(on: group, pace: pace).bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(server.localAddress?.port)
        let plan = LoadPlan(
            target: try LoadTarget(url: "http://127.0.0.1:\(port)\(path)"),
            request: LoadRequest(stream: stream),
            pattern: pattern,
            connections: connections,
            duration: .seconds(30),
            requestLimit: limit
        )
        let tally = try await LoadRun.perform(plan, on: group.next())
        try await server.close()
        return tally
    }

    @Test("a closed loop sends what it was told and gets every answer")
    func closedLoop() async throws {
        let tally = try await perform(.closedLoop, limit: 50)
        #expect(tally.completed == 50)
        #expect(tally.latency.count == 50)
        #expect(tally.errors == 0 && tally.otherThan200 == 0 && tally.open == 0)
    }

    @Test("streams arrive whole, with all their frames and stamps")
    func streams() async throws {
        let pace = StreamOrder.Pace(frames: 9, interval: .microseconds(100))
        let tally = try await perform(.closedLoop, stream: pace, limit: 12)
        #expect(tally.completed == 12)
        #expect(tally.truncated == 0)
        // Nine stamped frames and the one with the finish reason.
        #expect(tally.frames == 12 * 10)
        #expect(tally.frameDelay.count == 12 * 9)
        #expect(tally.firstFrame.count == 12)
    }

    @Test("a fixed rate sends each request that was due")
    func paced() async throws {
        let tally = try await perform(.paced(every: .milliseconds(1)), connections: 1, limit: 20)
        #expect(tally.completed == 20)
    }

    @Test("answers other than 200 are counted")
    func otherThan200() async throws {
        let tally = try await perform(.closedLoop, limit: 5, path: "/v1/nothing")
        #expect(tally.otherThan200 == 5)
    }

    @Test(
        "a stream that ends without its terminator is counted, however it ends",
        arguments: [
            ("", "data: {}\n\n", 1), ("", "data: {}\n\ndata: [DONE]\n\n", 0),
            ("content-length: 500\r\n", "data: {}\n\n", 1),
            ("transfer-encoding: chunked\r\n", "a\r\ndata: {}\n\n\r\n", 1),
            ("transfer-encoding: chunked\r\n", "a\r\ndata: {}\n\n\r\n0\r\n\r\n", 1),
        ]
    )
    func truncated(field: String, content: String, expected: Int) async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let answer = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\(field)\r\n\(content)"
        let server = try await ServerBootstrap(group: group)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(OneAnswer(ByteBuffer(string: answer)))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let plan = LoadPlan(
            target: try LoadTarget(url: "http://127.0.0.1:\(server.localAddress?.port ?? 0)/"),
            request: LoadRequest(stream: .init(frames: 1, interval: .milliseconds(1))),
            pattern: .closedLoop,
            connections: 1,
            duration: .seconds(30),
            requestLimit: 1
        )
        let tally = try await LoadRun.perform(plan, on: group.next())
        try await server.close()
        #expect(tally.truncated == expected)
        #expect(tally.frames == 1)
        #expect(tally.open == 0)
    }
}

/// Answers the first bytes it sees with fixed bytes and closes.
private final class OneAnswer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var bytes: ByteBuffer?

    init(_ bytes: ByteBuffer) {
        self.bytes = bytes
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard let answer = bytes else { return }
        bytes = nil
        context.writeAndFlush(wrapOutboundOut(answer), promise: nil)
        context.close(promise: nil)
    }
}
