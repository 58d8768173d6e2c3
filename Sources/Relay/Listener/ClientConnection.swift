import Dialects
import Domain
import NIOCore
import Settings
import Telemetry

/// A client's connection: reads one request at a time, hands it to an exchange, writes the answer.
///
/// Reading is asked for, never automatic: while an exchange runs nothing more is read, so a client that pipelines or
/// floods waits in its own kernel. Lives on one event loop.
final class ClientConnection: ChannelInboundHandler, Expiring {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum State {
        /// Between requests, or inside a head.
        case head
        case body(Exchange, BodyReader)
        case answering(Exchange)
        /// The answer is out and the connection will close; what still comes in is thrown away, for closing on unread
        /// bytes would reset the connection under the answer.
        case lingering
        case closed
    }

    /// Long enough for an answer to cross a slow line.
    private static let lingerLimit: TimeAmount = .seconds(2)
    /// Answers up to this size are copied behind their head: one buffer, one write.
    private static let copiedAnswer = 16 * 1024

    private let loop: RelayLoop
    private var context: ChannelHandlerContext?
    private var state = State.head
    private var input = ByteBuffer()
    private var scanned = 0
    private var body = ByteBuffer()
    private var isProcessing = false
    private var readPending = false
    private var isDraining = false
    // Of the request being answered.
    private var keepAlive = true
    private var isHTTP11 = true
    private var allowedOrigin: String?
    private var chunked = false
    /// Reused for every write that is small enough to be copied.
    private var output = ByteBuffer()

    var deadline: NIODeadline
    var deadlineSlot = 0

    init(loop: RelayLoop) {
        self.loop = loop
        deadline = .now() + loop.snapshot.receivePatience
    }

    private var limits: Limits { loop.snapshot.settings.limits }

    // MARK: Channel

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        loop.connections[ObjectIdentifier(self)] = self
        loop.deadlines.watch(self)
        if context.channel.isActive { read() }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        read()
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        if case .lingering = state { return }
        if input.readableBytes == 0 { input = buffer } else { input.writeBuffer(&buffer) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        readPending = false
        switch state {
        case .head, .body: process()
        case .lingering: read()
        case .answering, .closed: break
        }
        // One read stays asked for while an answer is made: it brings at most one buffer of the next request, and taking
        // the interest back and giving it again would cost two system calls a request.
        if case .answering = state, input.readableBytes == 0 { read() }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if case .answering(let exchange) = state, context.channel.isWritable { exchange.clientWritable() }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A reset, a failed handshake, a write to a peer that is gone: in each case this connection is over.
        closeNow()
    }

    private func leave() {
        loop.connections[ObjectIdentifier(self)] = nil
        loop.deadlines.forget(self)
        let before = state
        state = .closed
        switch before {
        case .body(let exchange, _), .answering(let exchange): exchange.clientGone()
        case .head, .lingering, .closed: break
        }
    }

    private func read() {
        guard !readPending, let context else { return }
        readPending = true
        context.read()
    }

    // MARK: Receiving

    /// Takes as much off the input as the state allows. Not re-entered: an exchange that ends within it only changes
    /// the state, and the loop goes on.
    private func process() {
        guard !isProcessing else { return }
        isProcessing = true
        defer { isProcessing = false }
        while true {
            switch state {
            case .head:
                guard readHead() else { return }
            case .body(let exchange, let reader):
                guard readBody(exchange, reader) else { return }
            case .answering, .lingering, .closed:
                return
            }
        }
    }

    /// - Returns: whether there is more to do at once.
    private func readHead() -> Bool {
        let head: RequestHead
        do throws(HeadFault) {
            guard let read = try RequestHead.read(from: &input, scanned: &scanned) else {
                if isDraining, input.readableBytes == 0 {
                    closeNow()
                    return false
                }
                waitForHead()
                return false
            }
            head = read
        } catch {
            refuse(
                Refusal(error == .tooLarge || error == .tooManyFields ? .headersTooLarge : .badRequest, error.message),
                .openAI
            )
            return false
        }
        keepAlive = head.keepAlive && !isDraining
        isHTTP11 = head.isHTTP11
        receive(head)
        return true
    }

    /// The clock of a head starts at its first byte and does not start again, however slowly the rest drips in.
    private func waitForHead() {
        if input.readableBytes == 0 {
            deadline = .now() + loop.snapshot.keepAlive
        } else if !headStarted {
            deadline = .now() + loop.snapshot.receivePatience
        }
        headStarted = input.readableBytes > 0
        read()
    }

    private var headStarted = false

    private func receive(_ head: RequestHead) {
        headStarted = false
        let form = head.bytes.withUnsafeReadableBytes { bytes in
            Reception.check(head, bytes, loop.snapshot)
        }
        allowedOrigin = form.allowedOrigin
        switch form.what {
        case .refused(let refusal): refuse(refusal, form.vendor, unread: head.framing != .none)
        case .preflight: answerPreflight()
        case .models(let name): answerModels(head, name, form.vendor)
        case .operation(let operation): begin(head, operation)
        }
    }

    private func begin(_ head: RequestHead, _ operation: Operation) {
        let exchange = Exchange(loop: loop, client: self, head: head, operation: operation)
        // From here on the exchange answers, refusals included.
        state = .answering(exchange)
        if isDraining {
            return exchange.refuse(Refusal(.shuttingDown, "Holdfast is being stopped.", retryAfter: 1))
        }
        do throws(Refusal) {
            try exchange.admit()
            try checkLength(head.framing)
        } catch {
            if head.framing != .none { keepAlive = false }
            return exchange.refuse(error)
        }
        if head.expectsContinue, head.framing != .none, input.readableBytes == 0 {
            write("HTTP/1.1 100 Continue\r\n\r\n")
        }
        body = ByteBuffer()
        state = .body(exchange, BodyReader(head.framing))
    }

    private func checkLength(_ framing: Framing) throws(Refusal) {
        if case .length(let length) = framing, length > limits.body { throw tooLarge() }
    }

    private func tooLarge() -> Refusal {
        Refusal(
            .bodyTooLarge,
            "The request body is larger than \(limits.body) bytes, the limit that `limits.body` sets."
        )
    }

    /// - Returns: whether there is more to do at once.
    private func readBody(_ exchange: Exchange, _ reader: BodyReader) -> Bool {
        var reader = reader
        do throws(HeadFault) {
            while let piece = try reader.next(from: &input) {
                guard body.readableBytes + piece.readableBytes <= limits.body else {
                    keepAlive = false
                    state = .answering(exchange)
                    exchange.refuse(tooLarge())
                    return true
                }
                guard exchange.budget.grow(by: piece.readableBytes) else {
                    keepAlive = false
                    state = .answering(exchange)
                    exchange.refuse(
                        Refusal(
                            .overloaded,
                            "Holdfast's memory for requests under way is used up. Send the request again shortly.",
                            retryAfter: 1
                        )
                    )
                    return true
                }
                if body.readableBytes == 0 { body = piece } else { body.writeImmutableBuffer(piece) }
            }
        } catch {
            keepAlive = false
            state = .answering(exchange)
            exchange.refuse(Refusal(.badRequest, error.message))
            return true
        }
        guard reader.isDone else {
            state = .body(exchange, reader)
            deadline = .now() + loop.snapshot.receivePatience
            read()
            return false
        }
        deadline = .distantFuture
        state = .answering(exchange)
        let whole = body
        body = ByteBuffer()
        exchange.begin(whole)
        return true
    }

    // MARK: Clocks and shutting down

    func deadlineReached(now: NIODeadline) {
        switch state {
        case .head where input.readableBytes > 0:
            refuse(Refusal(.requestTimeout, "The request's head did not arrive in time."), .openAI)
        case .head, .lingering: closeNow()
        case .body(let exchange, _):
            keepAlive = false
            state = .answering(exchange)
            exchange.refuse(Refusal(.requestTimeout, "The request's body did not arrive in time."))
        case .answering, .closed: break
        }
    }

    func drain() {
        isDraining = true
        keepAlive = false
        if case .head = state, input.readableBytes == 0 { closeNow() }
    }

    func endForShutdown() {
        switch state {
        case .body(let exchange, _), .answering(let exchange): exchange.endForShutdown()
        case .head, .lingering, .closed: closeNow()
        }
    }

    func closeNow() {
        context?.close(promise: nil)
    }

    // MARK: Answers without an exchange

    private func refuse(_ refusal: Refusal, _ vendor: Vendor, unread: Bool = true) {
        loop.metrics.refused(refusal.code)
        if unread { keepAlive = false }
        let id = loop.identifiers.makeIdentifier(milliseconds: loop.shared.clock.milliseconds())
        var fields = ByteBuffer()
        fields.writeStaticString("content-type: application/json\r\n")
        writeIDs(id, into: &fields)
        let body = ErrorShape.body(for: refusal, vendor, requestID: "req_\(id.text)", upstreamRequestID: nil)
        answer(AnswerHead(status: refusal.status, fields: fields), body: ByteBuffer(bytes: body))
    }

    private func writeIDs(_ id: Identifier, into fields: inout ByteBuffer) {
        fields.writeStaticString("x-request-id: ")
        fields.writeIdentifier(id)
        fields.writeStaticString("\r\nrequest-id: ")
        fields.writeIdentifier(id)
        fields.writeStaticString("\r\nholdfast-epoch: ")
        fields.writeDecimal(Int(loop.epoch))
        fields.writeStaticString("\r\n")
    }

    private func answerPreflight() {
        var fields = ByteBuffer()
        fields.writeStaticString("access-control-allow-methods: GET, POST\r\n")
        fields.writeStaticString("access-control-allow-headers: authorization, content-type, x-api-key, ")
        fields.writeStaticString("anthropic-version, anthropic-beta, ")
        fields.writeStaticString("openai-beta, traceparent, tracestate\r\n")
        fields.writeStaticString("access-control-max-age: 600\r\n")
        answer(AnswerHead(status: 204, fields: fields), body: ByteBuffer())
    }

    private func answerModels(_ head: RequestHead, _ name: String?, _ vendor: Vendor) {
        let probe = Exchange(
            loop: loop,
            client: self,
            head: head,
            operation: .conversation(vendor == .anthropic ? .messages : .chatCompletions)
        )
        state = .answering(probe)
        do throws(Refusal) {
            try probe.admit()
            let body = try ModelsAnswer.body(loop.snapshot, key: probe.key, name: name, vendor)
            probe.answerLocally(body)
        } catch {
            probe.refuse(error)
        }
    }

    private func write(_ text: StaticString) {
        output.clear()
        output.writeStaticString(text)
        context?.writeAndFlush(wrapOutboundOut(output), promise: nil)
    }
}

// MARK: Answers

extension ClientConnection: ExchangeClient {
    var isWritable: Bool { context?.channel.isWritable ?? false }

    func answer(_ head: AnswerHead, body: ByteBuffer) {
        output.clear()
        writeHead(head)
        if head.status != 204 {
            output.writeStaticString("content-length: ")
            output.writeDecimal(body.readableBytes)
            output.writeStaticString("\r\n")
        }
        output.writeStaticString("\r\n")
        if body.readableBytes <= Self.copiedAnswer {
            output.writeImmutableBuffer(body)
            context?.writeAndFlush(wrapOutboundOut(output), promise: nil)
        } else {
            context?.write(wrapOutboundOut(output), promise: nil)
            context?.writeAndFlush(wrapOutboundOut(body), promise: nil)
        }
        output.clear()
        answered()
    }

    func begin(_ head: AnswerHead, length: Int?) {
        output.clear()
        chunked = length == nil && isHTTP11
        if length == nil, !isHTTP11 { keepAlive = false }
        writeHead(head)
        if let length {
            output.writeStaticString("content-length: ")
            output.writeDecimal(length)
            output.writeStaticString("\r\n")
        } else if chunked {
            output.writeStaticString("transfer-encoding: chunked\r\n")
        }
        output.writeStaticString("\r\n")
    }

    func piece(_ bytes: ByteBuffer) {
        guard bytes.readableBytes > 0 else { return }
        if chunked {
            output.writeHexadecimal(bytes.readableBytes)
            output.writeStaticString("\r\n")
        }
        if bytes.readableBytes <= Self.copiedAnswer {
            output.writeImmutableBuffer(bytes)
        } else {
            context?.write(wrapOutboundOut(output), promise: nil)
            context?.write(wrapOutboundOut(bytes), promise: nil)
            output.clear()
        }
        if chunked { output.writeStaticString("\r\n") }
    }

    func flush() {
        if output.readableBytes > 0 {
            context?.write(wrapOutboundOut(output), promise: nil)
        }
        context?.flush()
        output.clear()
    }

    func end() {
        if chunked { output.writeStaticString("0\r\n\r\n") }
        chunked = false
        flush()
        answered()
    }

    func abort() {
        // Neither the last chunk nor the promised length has gone out: the close says that the answer is not whole.
        flush()
        keepAlive = false
        if !isClosed { state = .lingering }
        closeNow()
    }

    private func writeHead(_ head: AnswerHead) {
        output.writeStaticString("HTTP/1.1 ")
        output.writeDecimal(head.status)
        output.writeStaticString(StatusText.reason(head.status))
        output.writeImmutableBuffer(head.fields)
        loop.writeDate(into: &output)
        if let allowedOrigin {
            output.writeField("access-control-allow-origin", allowedOrigin)
            output.writeStaticString(
                "vary: origin\r\naccess-control-expose-headers: x-request-id, request-id, retry-after\r\n"
            )
        }
        if !keepAlive {
            output.writeStaticString("connection: close\r\n")
        } else if !isHTTP11 {
            output.writeStaticString("connection: keep-alive\r\n")
        }
    }

    /// The answer is out: on to the next request, or to a close that loses none of it.
    private func answered() {
        guard !isClosed else { return }
        guard keepAlive, !isDraining else { return linger() }
        state = .head
        deadline = .now() + loop.snapshot.keepAlive
        if isProcessing { return }
        process()
    }

    private var isClosed: Bool {
        if case .closed = state { true } else { false }
    }

    private func linger() {
        state = .lingering
        deadline = .now() + Self.lingerLimit
        input = ByteBuffer()
        context?.close(mode: .output, promise: nil)
        read()
    }
}
