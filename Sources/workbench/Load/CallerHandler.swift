import NIOCore

/// One connection of the load tool, with at most one request under way.
final class CallerHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let run: LoadRun
    private var context: ChannelHandlerContext?
    private var framer = MessageFramer(.answers)
    private let dialect: LoadDialect
    private var scanner: FrameScanner
    private var started = NIODeadline.now()
    private var status = 0
    private var closesAfter = false
    private var isStream = false
    private var frames = 0
    private var streams = 0
    private(set) var isBusy = false

    init(run: LoadRun, dialect: LoadDialect) {
        self.run = run
        self.dialect = dialect
        scanner = FrameScanner(dialect)
    }

    /// - Parameter since: from when the request counts; now, unless it had to wait.
    func send(_ request: ByteBuffer, since: NIODeadline? = nil) {
        guard let context, !isBusy else { return }
        isBusy = true
        started = since ?? .now()
        status = 0
        frames = 0
        isStream = false
        scanner = FrameScanner(dialect)
        run.requestBegan()
        context.writeAndFlush(wrapOutboundOut(request), promise: nil)
    }

    func close() {
        context?.close(promise: nil)
    }

    func channelActive(context: ChannelHandlerContext) {
        self.context = context
        run.connected(self)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        framer.append(unwrapInboundIn(data))
        do {
            while let event = try framer.next() {
                switch event {
                case .head(let head):
                    status = head.status ?? 0
                    closesAfter = head.closes
                    isStream = head.isEventStream
                case .body(let part):
                    if isStream { scan(part) }
                case .end:
                    finish(context)
                }
            }
        } catch {
            context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.context = nil
        if isBusy, framer.endsWithConnection { complete() }
        run.lost(self, inFlight: isBusy, isTruncated: isBusy && isStream && !scanner.sawDone)
        isBusy = false
        context.fireChannelInactive()
    }

    /// The channel closes next, which is counted there.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func scan(_ part: ByteBuffer) {
        let now = NIODeadline.now().uptimeNanoseconds
        part.withUnsafeReadableBytes { bytes in
            scanner.scan(bytes) { frame in
                if frames == 0 {
                    run.firstFrame(after: now &- started.uptimeNanoseconds, isFirstOfConnection: streams == 0)
                }
                frames += 1
                // Clocks of one machine agree, but a stamp from elsewhere could lie ahead.
                run.frame(delay: frame.stamp.flatMap { $0 <= now ? now - $0 : nil })
            }
        }
    }

    private func finish(_ context: ChannelHandlerContext) {
        // An interim answer, such as 100, announces the real one.
        guard isBusy, !(100..<200).contains(status) else { return }
        if closesAfter { context.close(promise: nil) }
        complete()
    }

    private func complete() {
        isBusy = false
        streams += 1
        let latency = NIODeadline.now().uptimeNanoseconds &- started.uptimeNanoseconds
        run.completed(self, status: status, latency: latency, isTruncated: isStream && !scanner.sawDone)
    }
}
