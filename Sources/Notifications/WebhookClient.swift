import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOTLS
import Settings

/// Posts a message over a connection of its own. Messages are few: what keeps connections and follows redirects would be more
/// to trust than to gain.
package final class WebhookClient: Sendable {
    /// Connecting, sending and the head of the answer together. A receiver that needs longer should take the message first
    /// and work on it afterwards.
    private static let usualPatience = Duration.seconds(10)

    /// A thread of its own, so that nothing here can hold up an exchange.
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let patience: TimeAmount

    package convenience init() { self.init(patience: Self.usualPatience) }

    init(patience: Duration) {
        self.patience = .milliseconds(Int64(patience / .milliseconds(1)))
    }

    package func stop() async { try? await group.shutdownGracefully() }

    /// - Parameter fields: beside those that frame the message.
    /// - Returns: the status by which the receiver has said that it has the message.
    func post(
        _ body: [UInt8],
        fields: [(String, String)],
        to address: WebhookAddress,
        authority: String?
    ) async throws(WebhookFailure) -> Int {
        let tls = try Self.tls(address, authority)
        let loop = group.next()
        let answer = loop.makePromise(of: Outcome.self)
        let clock = loop.scheduleTask(in: patience) { answer.succeed(.failure(.timeout)) }
        let request = Self.request(body, fields, address)
        ClientBootstrap(group: loop)
            .connectTimeout(patience)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls { try pipeline.addHandler(tls.handler(address)) }
                    try pipeline.addHandler(HeadLimit())
                    try pipeline.addHTTPClientHandlers()
                    try pipeline.addHandler(Conversation(request, answer, isTLS: tls != nil))
                }
            }
            .connect(host: address.host, port: address.port)
            .whenComplete { result in
                switch result {
                case .success(let channel): answer.futureResult.whenComplete { _ in channel.close(promise: nil) }
                case .failure(let error): answer.succeed(.failure(Self.failure(error)))
                }
            }
        let outcome = await withTaskCancellationHandler {
            try? await answer.futureResult.get()
        } onCancel: {
            answer.succeed(.failure(.cancelled))
        }
        clock.cancel()
        switch outcome ?? .failure(.closed) {
        case .failure(let failure): throw failure
        case .success(let status) where (200..<300).contains(status): return status
        case .success(let status) where (300..<400).contains(status): throw .redirected(status)
        case .success(let status): throw .status(status)
        }
    }

    /// The status of an answer, whatever it is.
    fileprivate typealias Outcome = Result<Int, WebhookFailure>

    fileprivate struct Request: Sendable {
        var head: HTTPRequestHead
        var body: ByteBuffer
    }

    private static func request(_ body: [UInt8], _ fields: [(String, String)], _ address: WebhookAddress) -> Request {
        var head = HTTPRequestHead(version: .http1_1, method: .POST, uri: address.target)
        head.headers.add(name: "host", value: address.authority)
        head.headers.add(name: "content-length", value: "\(body.count)")
        head.headers.add(name: "connection", value: "close")
        for (name, value) in fields { head.headers.add(name: name, value: value) }
        return Request(head: head, body: ByteBuffer(bytes: body))
    }

    // MARK: TLS

    private struct TLS: Sendable {
        var context: NIOSSLContext

        func handler(_ address: WebhookAddress) throws -> NIOSSLClientHandler {
            // No name may be sent for an address literal (RFC 6066 §3); the certificate is then checked against the address.
            let isLiteral = (try? SocketAddress(ipAddress: address.host, port: address.port)) != nil
            return try NIOSSLClientHandler(context: context, serverHostname: isLiteral ? nil : address.host)
        }
    }

    private static func tls(_ address: WebhookAddress, _ authority: String?) throws(WebhookFailure) -> TLS? {
        guard address.isTLS else { return nil }
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.applicationProtocols = ["http/1.1"]
        configuration.minimumTLSVersion = .tlsv12
        if let authority { configuration.trustRoots = .file(authority) }
        do { return TLS(context: try NIOSSLContext(configuration: configuration)) } catch { throw .authority }
    }

    fileprivate static func failure(_ error: any Error) -> WebhookFailure {
        switch error {
        case let failure as WebhookFailure: failure
        case ChannelError.connectTimeout: .timeout
        case let error as NIOConnectionError: error.connectionErrors.isEmpty ? .unresolved : .refused
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError: .tls
        case HTTPParserError.invalidEOFState: .closed
        case is HTTPParserError: .malformed
        default: .closed
        }
    }
}

/// Sends the request and hears the status; what follows is not waited for.
private final class Conversation: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let request: WebhookClient.Request
    private let answer: EventLoopPromise<WebhookClient.Outcome>
    private var isShakingHands: Bool

    init(_ request: WebhookClient.Request, _ answer: EventLoopPromise<WebhookClient.Outcome>, isTLS: Bool) {
        self.request = request
        self.answer = answer
        isShakingHands = isTLS
    }

    func channelActive(context: ChannelHandlerContext) {
        context.write(wrapOutboundOut(.head(request.head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(request.body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.fireChannelActive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted = event { isShakingHands = false }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(let head) = unwrapInboundIn(data) else { return }
        answer.succeed(.success(Int(head.status.code)))
    }

    func channelInactive(context: ChannelHandlerContext) {
        answer.succeed(.failure(isShakingHands ? .tls : .closed))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        answer.succeed(.failure(isShakingHands ? .tls : WebhookClient.failure(error)))
        context.close(promise: nil)
    }
}

/// Ends a connection whose answer has a head without end.
private final class HeadLimit: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// Eight times what common servers allow themselves.
    private static let most = 64 << 10

    private var seen = 0

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        seen += unwrapInboundIn(data).readableBytes
        if seen > Self.most { return context.fireErrorCaught(WebhookFailure.malformed) }
        context.fireChannelRead(data)
    }
}
