import NIOCore
import NIOPosix

/// Says one thing to whoever connects, on a loopback port of its own, and then nothing: a port that is not what it is taken for.
package final class TalkingServer: Sendable {
    package let port: Int
    private let channel: any Channel

    private init(_ channel: any Channel) {
        self.channel = channel
        port = channel.localAddress?.port ?? 0
    }

    package static func start(_ words: String) async throws -> TalkingServer {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Talker(words))
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        return TalkingServer(channel)
    }

    package func stop() async { try? await channel.close() }

    private final class Talker: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let words: String

        init(_ words: String) { self.words = words }

        func channelActive(context: ChannelHandlerContext) {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: words)), promise: nil)
        }
    }
}
