import Dialects
import Domain
import NIOCore
import Settings
import Telemetry

/// A client's connection: reads one request at a time, hands it to an exchange, writes the answer.
///
/// Reading is asked for, never automatic: while an exchange runs nothing more is read, so a client that pipelines or
/// floods waits in its own kernel. Lives on one event loop.
final class ClientConnection: ChannelInboundHandler, Expiring, Flushing {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum State {
        /// Between requests, or inside a head.
        case head
        case body(Exchange, BodyReader)
        case answering(Exchange)
        /// The answer is with the channel and has not all left; nothing more is read until it has.
        case delivering(then: Next)
        /// The answer is out and the connection will close; what still comes in is thrown away, for closing on unread
        /// bytes would reset the connection under the answer.
        case lingering
        case closed
    }

    /// What follows an answer that has left.
    private enum Next {
        case head
        case linger
        /// The answer is not whole, and the close is what says so.
        case close
    }

    /// Long enough for the last of an answer to cross a slow line once the system has taken all of it.
    private static let lingerLimit: TimeAmount = .seconds(2)
    /// Each byte of a body buys so much time, up to the whole patience: a body may pause, but one that drips at less than
    /// a thousand bytes a second, slower than any line, runs out of time however steadily it drips.
    private static let patiencePerByte: TimeAmount = .milliseconds(1)
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
    /// Its answer has a length and no body, whatever the status (RFC 9110 §9.3.2).
    private var isHead = false
    private var allowedOrigin: String?
    private var chunked = false
    /// Reused for every write that is small enough to be copied.
    private var output = ByteBuffer()
    /// What an answer that is being delivered holds of the process's memory.
    private var undelivered: BudgetShare
    /// The last write of an answer was promised to say when it has left.
    private var awaitsDelivery = false
    /// Bytes that waited in the channel when the clock of a delivery was last looked at.
    private var waiting = Int.max

    var deadline: NIODeadline
    var deadlineSlot = 0

    init(loop: RelayLoop) {
        self.loop = loop
        loop.clock.turn()
        deadline = loop.clock.now + loop.snapshot.receivePatience
        undelivered = BudgetShare(loop.shared.budget)
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
        loop.clock.turn()
        var buffer = unwrapInboundIn(data)
        if case .lingering = state { return }
        if input.readableBytes == 0 { input = buffer } else { input.writeBuffer(&buffer) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        readPending = false
        switch state {
        case .head, .body: process()
        case .lingering: read()
        case .answering, .delivering, .closed: break
        }
        // One read stays asked for while an answer is made: it brings at most one buffer of the next request, and taking
        // the interest back and giving it again would cost two system calls a request.
        if case .answering = state, input.readableBytes == 0 { read() }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        loop.clock.turn()
        if case .answering(let exchange) = state, context.channel.isWritable { exchange.clientWritable() }
        if case .delivering = state, context.channel.isWritable, !awaitsDelivery { delivered() }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        loop.clock.turn()
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
        undelivered.releaseAll()
        switch before {
        case .body(let exchange, _), .answering(let exchange): exchange.clientGone()
        case .head, .delivering, .lingering, .closed: break
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
            case .answering, .delivering, .lingering, .closed:
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
            isHead = false
            refuse(
                Refusal(error == .tooLarge || error == .tooManyFields ? .headersTooLarge : .badRequest, error.message),
                .openAI
            )
            return false
        }
        keepAlive = head.keepAlive && !isDraining
        isHTTP11 = head.isHTTP11
        isHead = head.method == .head
        receive(head)
        return true
    }

    /// The clock of a head starts at its first byte and does not start again, however slowly the rest drips in.
    private func waitForHead() {
        if input.readableBytes == 0 {
            deadline = loop.clock.now + loop.snapshot.keepAlive
        } else if !headStarted {
            deadline = loop.clock.now + loop.snapshot.receivePatience
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
            try exchange.checkDayLimits()
            try checkLength(head.framing)
        } catch {
            if head.framing != .none { keepAlive = false }
            return exchange.refuse(error)
        }
        // A client of HTTP/1.0 cannot take an interim answer (RFC 9110 §10.1.1).
        if head.expectsContinue, isHTTP11, head.framing != .none, input.readableBytes == 0 {
            write("HTTP/1.1 100 Continue\r\n\r\n")
        }
        body = ByteBuffer()
        deadline = loop.clock.now + loop.snapshot.receivePatience
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
        let before = body.readableBytes
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
            let earned = Self.patiencePerByte * (body.readableBytes - before)
            deadline = min(loop.clock.now + loop.snapshot.receivePatience, deadline + earned)
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

    var due: NIODeadline { deadline }

    func deadlineReached(now: NIODeadline) {
        switch state {
        case .head where input.readableBytes > 0:
            refuse(Refusal(.requestTimeout, "The request's head did not arrive in time."), .openAI)
        case .head, .lingering: closeNow()
        case .body(let exchange, _):
            keepAlive = false
            state = .answering(exchange)
            exchange.refuse(Refusal(.requestTimeout, "The request's body did not arrive in time."))
        case .delivering: deliveryClock(now)
        case .answering, .closed: break
        }
    }

    /// A slow reader is waited for as long as it reads; one that took nothing since the last look is gone.
    private func deliveryClock(_ now: NIODeadline) {
        let left = (try? context?.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
        guard left < waiting else { return closeNow() }
        waiting = left
        deadline = now + loop.snapshot.receivePatience
    }

    func drain() {
        isDraining = true
        keepAlive = false
        switch state {
        case .head: if input.readableBytes == 0 { closeNow() }
        case .answering(let exchange): exchange.draining()
        case .body, .delivering, .lingering, .closed: break
        }
    }

    func endForShutdown() {
        switch state {
        case .body(let exchange, _), .answering(let exchange): exchange.endForShutdown()
        case .head: closeNow()
        case .delivering, .lingering, .closed: break
        }
    }

    func flushNow() { context?.flush() }

    func closeNow() {
        flushNow()
        context?.close(promise: nil)
    }

    // MARK: Answers without an exchange

    private func refuse(_ refusal: Refusal, _ vendor: Vendor, unread: Bool = true) {
        loop.metrics.refused(refusal.code)
        if unread { keepAlive = false }
        let id = loop.identifiers.makeIdentifier(milliseconds: loop.shared.clock.milliseconds())
        let head = AnswerHead(status: refusal.status, fields: 256) { writer in
            writer.write("content-type: application/json\r\n")
            writer.writeIDs(id, epoch: loop.epoch)
        }
        let body = ErrorShape.body(for: refusal, vendor, requestID: "req_\(id.text)", upstreamRequestID: nil)
        answer(head, body: ByteBuffer(bytes: body))
    }

    private func answerPreflight() {
        let head = AnswerHead(status: 204, fields: 256) { writer in
            writer.write("access-control-allow-methods: GET, POST\r\n")
            writer.write("access-control-allow-headers: authorization, content-type, x-api-key, ")
            writer.write("anthropic-version, anthropic-beta, ")
            writer.write("openai-beta, traceparent, tracestate\r\n")
            writer.write("access-control-max-age: 600\r\n")
        }
        answer(head, body: ByteBuffer())
    }

    private func answerModels(_ head: RequestHead, _ name: String?, _ vendor: Vendor) {
        let dialect = Dialect.allCases.first { $0.vendor == vendor } ?? .chatCompletions
        let probe = Exchange(loop: loop, client: self, head: head, operation: .conversation(dialect))
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
        output.write(text)
        context?.writeAndFlush(wrapOutboundOut(output), promise: nil)
    }
}

// MARK: Answers

extension ClientConnection: ExchangeClient {
    var isWritable: Bool { context?.channel.isWritable ?? false }

    func answer(_ head: consuming AnswerHead, body: ByteBuffer) {
        let length = head.status == 204 ? nil : body.readableBytes
        finishHead(head, length: length)
        if isHead || body.readableBytes <= Self.copiedAnswer {
            if !isHead { output.writeImmutableBuffer(body) }
            deliver(takeOutput(), bytes: 0)
        } else {
            context?.write(wrapOutboundOut(takeOutput()), promise: nil)
            deliver(body, bytes: body.readableBytes)
        }
    }

    func begin(_ head: consuming AnswerHead, length: Int?) {
        chunked = length == nil && isHTTP11
        if length == nil, !isHTTP11 { keepAlive = false }
        finishHead(head, length: length)
    }

    func piece(_ bytes: ByteBuffer) {
        guard bytes.readableBytes > 0 else { return }
        if chunked {
            output.writeHexadecimal(bytes.readableBytes)
            output.write("\r\n")
        }
        if bytes.readableBytes <= Self.copiedAnswer {
            output.writeImmutableBuffer(bytes)
        } else {
            let before = takeOutput()
            context?.write(wrapOutboundOut(before), promise: nil)
            context?.write(wrapOutboundOut(bytes), promise: nil)
        }
        if chunked { output.write("\r\n") }
    }

    func flush() {
        let before = takeOutput()
        if before.readableBytes > 0 {
            context?.write(wrapOutboundOut(before), promise: nil)
        }
        loop.flushes.add(self)
    }

    /// What was written so far. Taken out before it is handed over: a write or flush may make the channel writable, and
    /// with that more of the answer come in before it returns.
    private func takeOutput() -> ByteBuffer {
        let taken = output
        output = ByteBuffer()
        return taken
    }

    func end() {
        if chunked { output.write("0\r\n\r\n") }
        chunked = false
        let last = takeOutput()
        deliver(last, bytes: last.readableBytes)
    }

    func abort() {
        keepAlive = false
        // Neither the last chunk nor the promised length goes out: the close says that the answer is not whole.
        let last = takeOutput()
        deliver(last, bytes: last.readableBytes, then: .close)
    }

    /// What a page may read of an answer's head; without the list it sees none of it.
    private static let exposed: StaticString = """
        access-control-expose-headers: x-request-id, request-id, retry-after, x-should-retry, holdfast-route, \
        holdfast-model, holdfast-lineage, holdfast-served-by, holdfast-attempts, holdfast-reason, holdfast-lossy\r\n
        """

    /// Makes the head the beginning of what is written, and adds what is the connection's own.
    private func finishHead(_ head: consuming AnswerHead, length: Int?) {
        output = head.finish()
        let origin = allowedOrigin
        output.write(atMost: 576 + (origin?.utf8.count ?? 0)) { writer in
            loop.writeDate(&writer)
            if let origin {
                writer.writeField("access-control-allow-origin", origin)
                writer.write("vary: origin\r\n")
                writer.write(Self.exposed)
            }
            if !keepAlive {
                writer.write("connection: close\r\n")
            } else if !isHTTP11 {
                writer.write("connection: keep-alive\r\n")
            }
            if let length {
                writer.write("content-length: ")
                writer.write(length)
                writer.write("\r\n")
            } else if chunked {
                writer.write("transfer-encoding: chunked\r\n")
            }
            writer.write("\r\n")
        }
    }

    /// Writes the last of an answer and goes on once it has left: to the next request, or to a close that loses none of it.
    ///
    /// A small answer on a connection that stays open is not waited for while the channel has room: what it may leave
    /// behind is bounded by the channel's own mark.
    ///
    /// - Parameter bytes: that count as memory until they have left; 0 for a small answer.
    private func deliver(_ last: ByteBuffer, bytes: Int, then next: Next? = nil) {
        guard !isClosed, let context else { return }
        let next = next ?? (keepAlive && !isDraining ? .head : .linger)
        state = .delivering(then: next)
        waiting = .max
        deadline = loop.clock.now + loop.snapshot.receivePatience
        if bytes == 0, case .head = next {
            context.write(wrapOutboundOut(last), promise: nil)
            loop.flushes.add(self)
            if context.channel.isWritable { delivered() }
            return
        }
        undelivered.take(bytes)
        awaitsDelivery = true
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenComplete { _ in
            self.loop.clock.turn()
            self.undelivered.releaseAll()
            self.awaitsDelivery = false
            self.delivered()
        }
        context.writeAndFlush(wrapOutboundOut(last), promise: promise)
    }

    private func delivered() {
        guard case .delivering(let next) = state else { return }
        switch next {
        case .head where keepAlive && !isDraining:
            state = .head
            deadline = loop.clock.now + loop.snapshot.keepAlive
            if !isProcessing { process() }
        case .head, .linger: linger()
        case .close:
            state = .lingering
            closeNow()
        }
    }

    private var isClosed: Bool {
        if case .closed = state { true } else { false }
    }

    private func linger() {
        state = .lingering
        deadline = loop.clock.now + Self.lingerLimit
        input = ByteBuffer()
        context?.close(mode: .output, promise: nil)
        read()
    }
}
