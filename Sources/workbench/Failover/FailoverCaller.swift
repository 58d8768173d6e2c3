import NIOCore

/// The connection of a failover run, with at most one request under way.
final class FailoverCaller: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Times in nanoseconds of the machine's monotonic clock.
    struct Answer {
        var status = 0
        var sentAt: UInt64
        /// 0 until a byte has come.
        var firstByteAt: UInt64 = 0
        /// As the substitute tells it: 0 for no fault, nil without a stamp.
        var faultAt: UInt64?
        var sawDone = false
    }

    private let run: FailoverRun
    private var framer = MessageFramer(.answers)
    private var underWay: FirstModel?
    private var answer = Answer(sentAt: 0)
    private var body = ByteBuffer()

    init(run: FailoverRun) {
        self.run = run
    }

    func channelActive(context: ChannelHandlerContext) {
        sendNext(context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if answer.firstByteAt == 0 { answer.firstByteAt = NIODeadline.now().uptimeNanoseconds }
        framer.append(unwrapInboundIn(data))
        do {
            while let event = try framer.next() {
                switch event {
                case .head(let head): answer.status = head.status ?? 0
                case .body(let part): body.writeImmutableBuffer(part)
                case .end: finish(context)
                }
            }
        } catch {
            context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        run.lost(underWay)
        context.fireChannelInactive()
    }

    /// The channel closes next, which is told there.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func sendNext(_ context: ChannelHandlerContext) {
        guard let (model, bytes) = run.next() else { return context.close(promise: nil) }
        underWay = model
        body.clear()
        answer = Answer(sentAt: NIODeadline.now().uptimeNanoseconds)
        context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
    }

    private func finish(_ context: ChannelHandlerContext) {
        // An interim answer, such as 100, announces the real one.
        guard let model = underWay, !(100..<200).contains(answer.status) else { return }
        underWay = nil
        body.withUnsafeReadableBytes { bytes in
            answer.faultAt = FrameStamp.first(in: bytes)
            var scanner = FrameScanner()
            scanner.scan(bytes) { _ in }
            answer.sawDone = scanner.sawDone
        }
        run.answered(model, answer)
        sendNext(context)
    }
}
