package import NIOCore
import NIOHTTP1
import NIOPosix

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A rehearsal model behind a loopback port, that callers reach as they reach a vendor.
///
/// Whoever knows `secret` is served and nobody else: every program of the machine can reach the port.
package final class RehearsalServer: Sendable {
    package let port: Int
    /// Goes as `authorization: Bearer …`. New with every start, never written anywhere.
    package let secret: String
    private let listener: any Channel
    private let desk: RehearsalDesk

    private init(port: Int, secret: String, listener: any Channel, desk: RehearsalDesk) {
        self.port = port
        self.secret = secret
        self.listener = listener
        self.desk = desk
    }

    package static func start(
        _ behaviour: RehearsalBehaviour,
        on group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
        now: @escaping @Sendable () -> Int = { time(nil) }
    ) async throws -> RehearsalServer {
        let secret = Self.makeSecret()
        let desk = RehearsalDesk(behaviour, now: now)
        let listener = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard desk.enter(channel) else { throw ChannelError.ioOnClosedChannel }
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.configureHTTPServerPipeline(withErrorHandling: true)
                    try pipeline.addHandler(RehearsalConnection(desk: desk, secret: secret))
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        guard let port = listener.localAddress?.port else { throw ChannelError.unknownLocalAddress }
        return RehearsalServer(port: port, secret: secret, listener: listener, desk: desk)
    }

    /// May be changed at any time; answers under way go on as they began. A new behaviour counts its requests from one.
    package var behaviour: RehearsalBehaviour {
        get { desk.behaviour }
        set { desk.behaviour = newValue }
    }

    /// Requests for an operation that were taken, failed ones included.
    package var requestCount: Int { desk.requestCount }

    package var connectionCount: Int { desk.connections.count }

    /// Takes no new connection and lets answers under way finish. An answer that a fault holds up keeps its connection
    /// until the caller's clocks end it.
    package func retire() async {
        try? await listener.close().get()
        for channel in desk.connections {
            channel.pipeline.fireUserInboundEventTriggered(RehearsalConnection.Retirement())
        }
    }

    /// Closes everything at once.
    package func close() async {
        try? await listener.close().get()
        for channel in desk.connections { try? await channel.close().get() }
    }

    /// 256 bits of the system's randomness in hexadecimal.
    private static func makeSecret() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<4).map { _ in
            let digits = String(generator.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
