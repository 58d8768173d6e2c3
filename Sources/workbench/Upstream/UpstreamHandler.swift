import NIOCore

/// One connection of the mock upstream: answers requests one after the other.
final class UpstreamHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum Kind {
        case conversation
        case models
        case unknown
    }

    private let answers: CannedAnswers
    private let pace: StreamOrder.Pace
    private var framer = MessageFramer(.requests)
    private var kind = Kind.unknown
    private var closes = false
    private var body = ByteBuffer()
    private var stream: FrameClock?

    init(answers: CannedAnswers, pace: StreamOrder.Pace) {
        self.answers = answers
        self.pace = pace
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        framer.append(unwrapInboundIn(data))
        readRequests(context)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.flush()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { sendFrames(context) }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        stream?.wake?.cancel()
        stream = nil
        context.fireChannelInactive()
    }

    /// A reset is how load tools leave; there is nobody to tell.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func readRequests(_ context: ChannelHandlerContext) {
        do {
            // A request behind a running stream waits in the framer until the stream has ended.
            while stream == nil, let event = try framer.next() {
                switch event {
                case .head(let head): begin(head)
                case .body(let part): append(part)
                case .end: answer(context)
                }
            }
        } catch {
            context.close(promise: nil)
        }
    }

    private func begin(_ head: MessageHead) {
        let target = head.startLine.split(separator: " ").dropFirst().first ?? ""
        let path = target.prefix { $0 != "?" }
        switch (head.startLine.hasPrefix("POST "), path) {
        case (true, let path) where path.hasSuffix("/chat/completions"): kind = .conversation
        case (false, let path) where path.hasSuffix("/models"): kind = .models
        default: kind = .unknown
        }
        closes = head.closes
        body.clear()
    }

    private func append(_ part: ByteBuffer) {
        if body.readableBytes == 0 {
            body = part
        } else {
            body.writeImmutableBuffer(part)
        }
    }

    private func answer(_ context: ChannelHandlerContext) {
        switch kind {
        case .unknown: finish(context, with: answers.notFound)
        case .models: finish(context, with: answers.healthy)
        case .conversation:
            guard let pace = StreamOrder(body: body, usual: pace).stream else {
                finish(context, with: answers.plain)
                return
            }
            stream = FrameClock(pace: pace, start: .now())
            context.write(wrapOutboundOut(answers.streamHead), promise: nil)
            sendFrames(context)
        }
    }

    private func finish(_ context: ChannelHandlerContext, with bytes: ByteBuffer) {
        context.write(wrapOutboundOut(bytes), promise: nil)
        guard closes else { return }
        context.flush()
        context.close(promise: nil)
    }

    /// Writes every frame that is due, then sleeps until the next. Stops while the peer does not read.
    private func sendFrames(_ context: ChannelHandlerContext) {
        guard var clock = stream else { return }
        clock.wake?.cancel()
        clock.wake = nil
        let now = NIODeadline.now()
        while clock.isDue(now), context.channel.isWritable {
            var frame = answers.frame
            FrameStamp.write(NIODeadline.now().uptimeNanoseconds, to: &frame, at: answers.stampOffset)
            clock.sent += 1
            context.write(wrapOutboundOut(frame), promise: nil)
        }
        guard clock.isOver else {
            if context.channel.isWritable {
                clock.wake = context.eventLoop.assumeIsolated().scheduleTask(deadline: clock.next) {
                    self.sendFrames(context)
                }
            }
            stream = clock
            context.flush()
            return
        }
        stream = nil
        finish(context, with: answers.streamEnd)
        context.flush()
        readRequests(context)
        context.flush()
    }
}

/// When the frames of one stream are due: at fixed distances from its start, so that a late one delays no other.
private struct FrameClock {
    var pace: StreamOrder.Pace
    var start: NIODeadline
    var sent = 0
    var wake: Scheduled<Void>?

    init(pace: StreamOrder.Pace, start: NIODeadline) {
        self.pace = pace
        self.start = start
    }

    var isOver: Bool { sent >= pace.frames }
    var next: NIODeadline { start + pace.interval * sent }

    func isDue(_ now: NIODeadline) -> Bool {
        !isOver && next <= now
    }
}
