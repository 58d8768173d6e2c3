import Dialects
import Domain
import NIOCore
import NIOHTTP1

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One connection: takes a request, lets the model answer it, performs the steps of its delivery.
final class RehearsalConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// Told to a connection whose server takes no more requests.
    struct Retirement: Sendable {}

    /// Twice the gateway's usual limit of a body.
    private static let maximumBody = 64 << 20
    /// How long a connection may stay that has not shown the secret: callers of ours show it at once.
    private static let patience = TimeAmount.seconds(10)

    private enum Phase {
        case idle
        /// The body is read; what is asked was told by the head.
        case receiving(RehearsalAsk)
        case answering
    }

    private let desk: RehearsalDesk
    private let secret: [UInt8]
    private var phase = Phase.idle
    private var body = ByteBuffer()
    private var isBodyTooLarge = false
    private var keepsAlive = true
    private var steps: ArraySlice<DeliveryStep> = []
    private var alarm: Scheduled<Void>?
    private var expiry: Scheduled<Void>?

    init(desk: RehearsalDesk, secret: String) {
        self.desk = desk
        self.secret = Array("Bearer \(secret)".utf8)
    }

    // MARK: Events

    func channelActive(context: ChannelHandlerContext) {
        expiry = context.eventLoop.assumeIsolated().scheduleTask(in: Self.patience) { context.close(promise: nil) }
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): begin(head)
        case .body(let part): append(part)
        case .end: answer(context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        alarm?.cancel()
        expiry?.cancel()
        steps = []
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is Retirement else {
            context.fireUserInboundEventTriggered(event)
            return
        }
        keepsAlive = false
        if case .idle = phase { context.close(promise: nil) }
    }

    /// A reset is how callers leave; there is nobody to tell.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    // MARK: Receiving

    private func begin(_ head: HTTPRequestHead) {
        let isKnown = Self.isEqual(Array((head.headers.first(name: "authorization") ?? "").utf8), secret)
        if isKnown {
            expiry?.cancel()
            expiry = nil
        }
        keepsAlive = keepsAlive && isKnown && head.isKeepAlive
        body.clear()
        isBodyTooLarge = false
        phase = .receiving(
            RehearsalAsk(
                isPost: head.method == .POST,
                target: head.uri,
                isForAnthropic: head.headers.contains(name: "anthropic-version"),
                isKnown: isKnown
            )
        )
    }

    /// In a time that does not tell how much of it is right.
    private static func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private func append(_ part: ByteBuffer) {
        guard case .receiving(.serve) = phase else { return }
        isBodyTooLarge = isBodyTooLarge || body.readableBytes + part.readableBytes > Self.maximumBody
        if isBodyTooLarge {
            body.clear()
        } else {
            body.writeImmutableBuffer(part)
        }
    }

    // MARK: Answering

    private func answer(_ context: ChannelHandlerContext) {
        guard case .receiving(let ask) = phase else { return }
        phase = .answering
        steps = Self.steps(ask, body, isTooLarge: isBodyTooLarge, desk)[...]
        body.clear()
        perform(context)
    }

    private static func steps(_ ask: RehearsalAsk, _ body: ByteBuffer, isTooLarge: Bool, _ desk: RehearsalDesk)
        -> [DeliveryStep]
    {
        switch ask {
        case .refuse(let problem, let vendor):
            let reply = RehearsalModel.refusal(problem, vendor, requestID: "req_refused")
            return Delivery.steps(reply, RehearsalBehaviour(), fault: nil)
        case .models(let vendor):
            let list = RehearsalReply.Content.plain(RehearsalModel.models(vendor), pieces: 0)
            let reply = RehearsalReply(status: 200, content: list, requestID: "req_models")
            return Delivery.steps(reply, RehearsalBehaviour(), fault: nil)
        case .serve(let operation) where isTooLarge:
            let problem = RehearsalProblem(status: 413, "The request body is larger than \(maximumBody) bytes.")
            let reply = RehearsalModel.refusal(problem, operation.dialect.vendor, requestID: "req_refused")
            return Delivery.steps(reply, RehearsalBehaviour(), fault: nil)
        case .serve(let operation):
            let turn = desk.takeTurn()
            let model = RehearsalModel(turn.behaviour)
            let reply = model.reply(
                to: operation,
                Array(body.readableBytesView),
                serial: turn.serial,
                now: turn.now,
                fault: turn.fault
            )
            return Delivery.steps(reply, turn.behaviour, fault: turn.fault)
        }
    }

    private func perform(_ context: ChannelHandlerContext) {
        while let step = steps.popFirst() {
            switch step {
            case .wait(let time):
                alarm = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(time)) {
                    self.perform(context)
                }
                return
            case .head(let head): write(head, context)
            case .bytes(let bytes):
                context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: bytes)))), promise: nil)
            case .end: finish(context)
            case .close: closeBehindWrites(context)
            case .reset: reset(context)
            case .silence: return
            }
        }
    }

    private func write(_ head: DeliveryStep.Head, _ context: ChannelHandlerContext) {
        var headers = HTTPHeaders(head.fields.map { ($0.name, $0.value) })
        if !keepsAlive { headers.add(name: "connection", value: "close") }
        let status = HTTPResponseStatus(statusCode: head.status)
        let part = HTTPServerResponsePart.head(.init(version: .http1_1, status: status, headers: headers))
        context.writeAndFlush(wrapOutboundOut(part), promise: nil)
    }

    private func finish(_ context: ChannelHandlerContext) {
        phase = .idle
        if keepsAlive {
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        } else {
            context.writeAndFlush(wrapOutboundOut(.end(nil))).assumeIsolated().whenComplete { _ in
                context.close(promise: nil)
            }
        }
    }

    /// What was written before is still to arrive: it is part of the fault that an answer begins well.
    private func closeBehindWrites(_ context: ChannelHandlerContext) {
        let nothing = HTTPServerResponsePart.body(.byteBuffer(ByteBuffer()))
        context.writeAndFlush(wrapOutboundOut(nothing)).assumeIsolated().whenComplete { _ in
            context.close(promise: nil)
        }
    }

    /// With no time to linger, the kernel sends RST instead of FIN.
    private func reset(_ context: ChannelHandlerContext) {
        guard let socket = context.channel as? any SocketOptionProvider else {
            context.close(promise: nil)
            return
        }
        socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).assumeIsolated().whenComplete { _ in
            context.close(promise: nil)
        }
    }
}

extension TimeAmount {
    fileprivate init(_ time: Duration) {
        let (seconds, attoseconds) = time.components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        self = overflow ? .nanoseconds(.max) : .nanoseconds(product + attoseconds / 1_000_000_000)
    }
}
