import NIOCore
import NIOPosix
import NIOSSL

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A client that sends the bytes it is given, in the pieces it is given, and keeps the bytes that come back.
package final class RawClient: Sendable {
    package struct Received: Sendable, CustomStringConvertible {
        var reader = MessageReader(.answers)
        package var bytes: [UInt8] = []
        /// The other side will send no more.
        package var isEnded = false
        /// It ended with a reset, or on our side with an error.
        package var wasReset = false

        /// Interim ones (1xx) included.
        package var answers: [Message] { reader.messages }
        package var finals: [Message] { answers.filter { $0.status >= 200 } }

        package var description: String {
            "\(bytes.count) bytes, \(isEnded ? "ended" : "open")\(wasReset ? " by reset" : ""), \(answers)"
        }
    }

    private let channel: any Channel
    private let inbox: Watched<Received>

    private init(channel: any Channel, inbox: Watched<Received>) {
        self.channel = channel
        self.inbox = inbox
    }

    /// - Parameter tls: speak TLS and trust the test certificate only.
    /// - Parameter reads: false for a client that takes nothing off its socket until `startReading`.
    package static func connect(
        port: Int,
        host: String = "127.0.0.1",
        tls: Bool = false,
        reads: Bool = true
    ) async throws -> RawClient {
        let inbox = Watched(Received())
        let context = tls ? try TestCertificate.clientContext() : nil
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.seconds(10))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.allowRemoteHalfClosure, value: !tls)
            .channelOption(.autoRead, value: reads)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler(context: context, serverHostname: "localhost")
                        )
                    }
                    try channel.pipeline.syncOperations.addHandler(Inbox(inbox))
                }
            }
            .connect(host: host, port: port)
            .get()
        return RawClient(channel: channel, inbox: inbox)
    }

    // MARK: Sending

    package func send(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
    }

    package func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    /// Without waiting for the system to take them.
    package func post(_ bytes: [UInt8]) { channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil) }

    /// Ends our sending side; the other stays open.
    package func halfClose() async throws { try await channel.close(mode: .output).get() }

    package func close() async { try? await channel.close().get() }

    package func reset() async {
        if let options = channel as? any SocketOptionProvider {
            try? await options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        }
        await close()
    }

    package func startReading() async throws {
        try await channel.setOption(.autoRead, value: true).get()
        channel.read()
    }

    /// For a client that was connected with `reads: false`: takes a little off the socket, pauses, and so on, until the
    /// condition holds or the other side has ended.
    package func read(pausing pause: Duration, until condition: (Received) async throws -> Bool) async throws {
        while !inbox.value.isEnded {
            if try await condition(inbox.value) { return }
            channel.read()
            try await Task.sleep(for: pause)
        }
    }

    // MARK: Receiving

    package var received: Received { inbox.value }

    @discardableResult
    package func wait(
        for what: String,
        within limit: Duration = .seconds(30),
        until condition: @escaping @Sendable (Received) -> Bool
    ) async throws -> Received {
        try await inbox.wait(for: what, within: limit, until: condition)
    }

    /// The final answer of that number (from 1), whole or as far as it came before the connection ended.
    package func answer(_ number: Int = 1, within limit: Duration = .seconds(30)) async throws -> Message {
        let seen = try await wait(for: "answer \(number)", within: limit) { seen in
            seen.isEnded || seen.finals.count >= number && seen.finals[number - 1].isComplete
        }
        guard seen.finals.count >= number else { throw NoAnswer(seen: seen) }
        return seen.finals[number - 1]
    }

    @discardableResult
    package func ended() async throws -> Received { try await wait(for: "the connection's end") { $0.isEnded } }

    package struct NoAnswer: Error { package let seen: Received }

    private final class Inbox: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let inbox: Watched<Received>

        init(_ inbox: Watched<Received>) { self.inbox = inbox }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let buffer = unwrapInboundIn(data)
            inbox.change { seen in
                buffer.withUnsafeReadableBytes { bytes in
                    seen.bytes.append(contentsOf: bytes)
                    seen.reader.take(bytes)
                }
            }
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if case ChannelEvent.inputClosed = event { end(reset: false) }
            context.fireUserInboundEventTriggered(event)
        }

        func channelInactive(context: ChannelHandlerContext) {
            end(reset: false)
            context.fireChannelInactive()
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            end(reset: true)
            context.close(promise: nil)
        }

        private func end(reset: Bool) {
            inbox.change { seen in
                guard !seen.isEnded else { return }
                seen.isEnded = true
                seen.wasReset = reset
                if !reset { seen.reader.end() }
            }
        }
    }
}
