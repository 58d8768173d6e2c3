import NIOCore
import NIOSSL
import Routing

/// What an attempt hears from its connection, in this order: head, pieces, end; or a failure at any time, last.
protocol UpstreamDelegate: AnyObject {
    func upstreamHead(_ head: ResponseHead)
    func upstreamBody(_ piece: ByteBuffer)
    /// All that one read brought has been handed over: the moment to flush.
    func upstreamReadComplete()
    func upstreamEnd()
    func upstreamFailed(_ failure: AttemptFailure)
    /// Whether the next read may be asked for; when false, the delegate calls `resumeReading` later.
    var wantsMore: Bool { get }
}

/// One connection to a provider: carries one request at a time, then goes back to its pool.
///
/// Lives on one event loop. Reading is asked for, never automatic, so that a slow client slows the provider down.
final class UpstreamConnection: ChannelInboundHandler, Flushing {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum State {
        /// In the pool. Bytes or an end that arrive now belong to no request: the connection is finished.
        case idle
        case awaitingHead
        case body(BodyReader, keepAlive: Bool)
        case closed
    }

    private var state = State.idle
    private var input = ByteBuffer()
    private var scanned = 0
    private var context: ChannelHandlerContext?
    /// Held only while a request is under way, so that the exchange and its connection do not keep each other alive.
    private var delegate: (any UpstreamDelegate)?
    private unowned let pool: UpstreamPool
    private var readPending = false
    private var sawAnswerByte = false
    /// Served a request before: only then may a reset be the idle close that crossed our request.
    private(set) var isReused = false
    /// When it went idle; for the pool's expiry.
    var idleSince = NIODeadline.uptimeNanoseconds(0)

    init(pool: UpstreamPool) {
        self.pool = pool
    }

    /// A request went up and was lost before any answer: on a reused connection that says nothing about the provider.
    var mayRetryUncounted: Bool { isReused && !sawAnswerByte }

    /// Whether it can carry a request, as far as it has heard: an end that has not been read yet shows in the attempt, which
    /// then goes up once more on a fresh connection.
    var isUsable: Bool {
        if case .idle = state { return context != nil }
        return false
    }

    // MARK: Requests

    func send(_ head: ByteBuffer, _ body: ByteBuffer?, to delegate: any UpstreamDelegate) {
        guard let context, case .idle = state else { return delegate.upstreamFailed(.reset) }
        self.delegate = delegate
        state = .awaitingHead
        sawAnswerByte = false
        context.write(wrapOutboundOut(head), promise: nil)
        if let body { context.write(wrapOutboundOut(body), promise: nil) }
        pool.flushes.add(self)
        read()
    }

    /// While nobody asks it for anything, its end is still to be heard.
    func watchWhileIdle() { read() }

    func flushNow() { context?.flush() }

    /// The delegate has room again.
    func resumeReading() {
        switch state {
        case .awaitingHead, .body: parse()
        case .idle, .closed: break
        }
    }

    /// Gives the request up. What is under way cannot be taken back in HTTP/1.1, so the connection goes with it.
    func cancel() {
        delegate = nil
        close()
    }

    // MARK: Channel

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        pool.clock.turn()
        readPending = false
        var buffer = unwrapInboundIn(data)
        if case .idle = state { return close() }
        sawAnswerByte = true
        if input.readableBytes == 0 { input = buffer } else { input.writeBuffer(&buffer) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        readPending = false
        switch state {
        case .idle: read()
        case .awaitingHead, .body: parse()
        case .closed: break
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        pool.clock.turn()
        finishAtClose()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        pool.clock.turn()
        // A close without the TLS goodbye after a body with a length is common and harmless; the framing decides. A body
        // that only the close ends could have been cut by anybody on the way.
        if case NIOSSLError.uncleanShutdown = error, case .body(let reader, _) = state, !reader.endsWithConnection {
            return
        }
        close(cleanly: false)
    }

    private func read() {
        guard !readPending, let context else { return }
        readPending = true
        context.read()
    }

    private func close(cleanly: Bool = true) {
        let before = state
        if case .closed = before { return }
        if case .idle = before { pool.forget(self) }
        state = .closed
        let delegate = delegate
        self.delegate = nil
        context?.close(promise: nil)
        if case .body = before, !cleanly { delegate?.upstreamFailed(.cut) } else { report(before, to: delegate) }
    }

    /// The peer is gone: that ends a body without length well, and anything else badly.
    private func finishAtClose() {
        // What is buffered may hold the end that the framing waits for; room or not, it is all there will be.
        switch state {
        case .awaitingHead, .body: parse(isLast: true)
        case .idle: pool.forget(self)
        case .closed: break
        }
        let before = state
        state = .closed
        let delegate = delegate
        self.delegate = nil
        report(before, to: delegate)
    }

    private func report(_ before: State, to delegate: (any UpstreamDelegate)?) {
        switch before {
        case .idle, .closed: break
        case .awaitingHead: delegate?.upstreamFailed(.reset)
        case .body(let reader, _) where reader.endsWithConnection: delegate?.upstreamEnd()
        case .body: delegate?.upstreamFailed(.cut)
        }
    }

    // MARK: Answers

    private func parse(isLast: Bool = false) {
        do throws(HeadFault) {
            try parseAnswer(isLast: isLast)
        } catch {
            let delegate = delegate
            self.delegate = nil
            close()
            delegate?.upstreamFailed(.malformed)
        }
    }

    private func parseAnswer(isLast: Bool) throws(HeadFault) {
        if case .awaitingHead = state {
            guard let head = try ResponseHead.read(from: &input, scanned: &scanned) else {
                if !isLast { read() }
                return
            }
            state = .body(BodyReader(head.framing), keepAlive: head.keepAlive)
            delegate?.upstreamHead(head)
        }
        guard case .body(var reader, let keepAlive) = state else { return }
        while isLast || delegate?.wantsMore ?? false {
            let piece = try reader.next(from: &input)
            // The delegate may cancel from within the call: nothing is touched after it but through `state`.
            guard case .body = state else { return }
            state = .body(reader, keepAlive: keepAlive)
            guard let piece else {
                if reader.isDone { return finish(keepAlive: keepAlive) }
                delegate?.upstreamReadComplete()
                if !isLast, case .body = state, delegate?.wantsMore ?? false { read() }
                return
            }
            delegate?.upstreamBody(piece)
            guard case .body = state else { return }
        }
        delegate?.upstreamReadComplete()
    }

    private func finish(keepAlive: Bool) {
        let delegate = delegate
        self.delegate = nil
        // Bytes behind the answer belong to nobody: a connection that talks out of turn is not trusted again.
        if keepAlive, input.readableBytes == 0, context?.channel.isActive ?? false {
            state = .idle
            isReused = true
            pool.release(self)
            // One read stays asked for, so that an idle connection's end is noticed before it is handed out again.
            read()
        } else {
            state = .closed
            context?.close(promise: nil)
        }
        delegate?.upstreamEnd()
    }
}
