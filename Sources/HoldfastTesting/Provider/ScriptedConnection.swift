import NIOCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One connection of a scripted provider: reads requests, plays the steps of each, writes everything down.
final class ScriptedConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let accepted: Watched<ProviderLog>
    private let scripts: ScriptedProvider.Scripts
    private var number = 0
    private var reader = MessageReader(.requests)
    private var taken = 0
    private var context: ChannelHandlerContext?
    /// Place of the request being answered in the log; nil between requests.
    private var entry: Int?
    private var steps: [Step] = []
    private var isWaiting = false
    private var sentStreamHead = false
    /// A write may make the channel writable before it returns: the flood that writes goes on by itself then.
    private var isFlooding = false
    private var endedHere = false

    init(accepted: Watched<ProviderLog>, scripts: ScriptedProvider.Scripts) {
        self.accepted = accepted
        self.scripts = scripts
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        accepted.change { log in
            number = log.connections.count + 1
            log.connections.append(.init(number: number, openedAt: .now))
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        accepted.change { $0.connections[number - 1].bytesReceived += buffer.readableBytes }
        buffer.withUnsafeReadableBytes { reader.take($0) }
        takeNext()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable, !isFlooding, case .flood? = steps.first { play() }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        let byPeer = !endedHere
        accepted.change { log in
            log.connections[number - 1].closedAt = .now
            log.connections[number - 1].closedByPeer = byPeer
            if byPeer, let entry { log.requests[entry].peerLeftAt = .now }
        }
        self.context = nil
        if case .waitUntilGone? = steps.first {
            steps.removeFirst()
            play()
        }
        context.fireChannelInactive()
    }

    /// A reset by the other side ends the connection like any other end.
    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func takeNext() {
        guard entry == nil, reader.messages.count > taken, reader.messages[taken].isComplete else { return }
        let (request, chosen) = scripts.steps(number, reader.messages[taken])
        taken += 1
        accepted.change { log in
            entry = log.requests.count
            log.requests.append(.init(request: request, arrivedAt: .now))
        }
        steps = chosen
        sentStreamHead = false
        play()
    }

    // MARK: Steps

    private func play() {
        guard !isWaiting else { return }
        while let step = steps.first {
            guard perform(step) else { return }
            if !steps.isEmpty { steps.removeFirst() }
        }
        guard let done = entry else { return }
        entry = nil
        accepted.change { log in
            log.requests[done].isFinished = true
            log.requests[done].finishedAt = .now
        }
        takeNext()
    }

    /// - Returns: false when the step is not over.
    private func perform(_ step: Step) -> Bool {
        switch step {
        case .answer(let status, let fields, let body): answer(status, fields, body)
        case .streamHead(let fields): streamHead(fields)
        case .stream(let frames, let pause): return stream(frames, pause)
        case .endStream: write(Array("0\r\n\r\n".utf8))
        case .raw(let bytes): write(bytes)
        case .wait(let pause): return sleep(pause)
        case .gate(let gate): return wait(for: gate)
        case .flood(let frame, let times): return flood(frame, times)
        case .waitUntilGone: return context == nil
        case .hang: return false
        case .close:
            endedHere = true
            context?.close(promise: nil)
        case .reset: reset()
        }
        return true
    }

    private func answer(_ status: Int, _ fields: KeyValuePairs<String, String>, _ body: String) {
        var head = "HTTP/1.1 \(status) Scripted\r\n"
        for (name, value) in fields { head += "\(name): \(value)\r\n" }
        if !fields.contains(where: { $0.key.lowercased() == "content-type" }) {
            head += "content-type: application/json\r\n"
        }
        write(Array((head + "content-length: \(body.utf8.count)\r\n\r\n" + body).utf8))
    }

    private func streamHead(_ fields: KeyValuePairs<String, String>) {
        sentStreamHead = true
        var head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n"
        for (name, value) in fields { head += "\(name): \(value)\r\n" }
        write(Array((head + "\r\n").utf8))
    }

    private func stream(_ frames: [String], _ pause: Duration) -> Bool {
        if !sentStreamHead { streamHead([:]) }
        guard pause > .zero, let first = frames.first else {
            write(frames.flatMap { Self.chunk($0) })
            return true
        }
        write(Self.chunk(first))
        guard frames.count > 1 else { return true }
        steps[0] = .wait(pause)
        steps.insert(.stream(Array(frames.dropFirst()), every: pause), at: 1)
        return sleep(pause)
    }

    private func flood(_ frame: String, _ times: Int) -> Bool {
        if !sentStreamHead { streamHead([:]) }
        isFlooding = true
        defer { isFlooding = false }
        var left = times
        let bytes = Self.chunk(frame)
        while left > 0, let context, context.channel.isWritable {
            write(bytes)
            left -= 1
        }
        steps[0] = .flood(frame, times: left)
        return left == 0
    }

    private static func chunk(_ text: String) -> [UInt8] {
        Array("\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n".utf8)
    }

    private func wait(for gate: Gate) -> Bool {
        guard let context else { return false }
        isWaiting = true
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        let loop = context.eventLoop
        gate.whenOpen { loop.execute { bound.value.goOn() } }
        return false
    }

    private func goOn() {
        isWaiting = false
        if !steps.isEmpty { steps.removeFirst() }
        play()
    }

    private func sleep(_ pause: Duration) -> Bool {
        guard let context else { return false }
        isWaiting = true
        let (seconds, attoseconds) = pause.components
        let amount = TimeAmount.nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
        context.eventLoop.assumeIsolated().scheduleTask(in: amount) {
            self.goOn()
        }
        return false
    }

    private func reset() {
        endedHere = true
        guard let context else { return }
        // RST instead of FIN: the kernel sends it when a socket is closed with nothing to linger for.
        let channel = context.channel
        guard let options = channel as? any SocketOptionProvider else { return channel.close(promise: nil) }
        options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in channel.close(promise: nil) }
    }

    private func write(_ bytes: [UInt8]) {
        guard let context, let entry else { return }
        let accepted = accepted
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.whenSuccess { accepted.change { $0.requests[entry].bytesSent += bytes.count } }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: promise)
    }
}
