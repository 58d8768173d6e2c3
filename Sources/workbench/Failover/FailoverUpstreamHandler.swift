import NIOCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One connection to a model of a failover lane: the substitute when `firstModel` is nil.
final class FailoverUpstreamHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let firstModel: FirstModel?
    private let memo: FaultMemo
    private let answers = FailoverAnswers.shared
    private var framer = MessageFramer(.requests)
    private var body = ByteBuffer()

    init(_ firstModel: FirstModel?, memo: FaultMemo) {
        self.firstModel = firstModel
        self.memo = memo
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        framer.append(unwrapInboundIn(data))
        do {
            while let event = try framer.next() {
                switch event {
                case .head: body.clear()
                case .body(let part): body.writeImmutableBuffer(part)
                case .end: answer(context)
                }
            }
        } catch {
            context.close(promise: nil)
        }
    }

    /// A reset is how a gateway may leave; there is nobody to tell.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func answer(_ context: ChannelHandlerContext) {
        let isStream = StreamOrder(body: body, usual: .init(frames: 1, interval: .zero)).stream != nil
        switch firstModel {
        case .unavailable, .open: fail(context, with: answers.unavailable)
        case .rateLimited: fail(context, with: answers.rateLimited)
        case .reset: reset(context)
        case .cut:
            context.write(wrapOutboundOut(isStream ? answers.emptyStream : answers.halfAnswer), promise: nil)
            context.flush()
            memo.note(.now())
            context.close(promise: nil)
        case .healthy, .refused, nil:
            let answer = answers.whole(isStream: isStream, faultAt: memo.take())
            context.writeAndFlush(wrapOutboundOut(answer), promise: nil)
        }
    }

    private func fail(_ context: ChannelHandlerContext, with answer: ByteBuffer) {
        memo.note(.now())
        context.writeAndFlush(wrapOutboundOut(answer), promise: nil)
    }

    /// With no time to linger, the kernel sends RST instead of FIN.
    private func reset(_ context: ChannelHandlerContext) {
        guard let socket = context.channel as? any SocketOptionProvider else { return context.close(promise: nil) }
        socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).assumeIsolated().whenComplete { _ in
            self.memo.note(.now())
            context.close(promise: nil)
        }
    }
}
