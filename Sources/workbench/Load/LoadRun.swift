import NIOCore
import NIOPosix

/// One run of load: opens connections, says when each of them sends, and keeps the tally. Lives on one event loop.
final class LoadRun {
    private enum Phase {
        case sending
        case draining
        case over
    }

    private let plan: LoadPlan
    private let loop: any EventLoop
    private let bytes: ByteBuffer
    private let result: EventLoopPromise<Tally>
    private let allOpen: @Sendable () -> Void
    private var phase = Phase.sending
    private var callers: [ObjectIdentifier: CallerHandler] = [:]
    private var connecting = 0
    private var opened = 0
    private var begun = 0
    private var started = NIODeadline.now()
    /// When the queued requests of a paced run were due, oldest first.
    private var due: [NIODeadline] = []
    private(set) var tally = Tally()

    /// More at once would overflow the accept queue of a server with the usual backlog of 128.
    private static let connectingLimit = 32
    private static let reconnectDelay = TimeAmount.milliseconds(50)

    /// - Parameter allOpen: called once when every connection is open and, for streams, has received a first frame.
    static func perform(
        _ plan: LoadPlan,
        on loop: any EventLoop,
        allOpen: @escaping @Sendable () -> Void = {}
    ) async throws -> Tally {
        let result = loop.makePromise(of: Tally.self)
        loop.execute {
            LoadRun(plan, loop: loop, result: result, allOpen: allOpen).start()
        }
        return try await result.futureResult.get()
    }

    private init(
        _ plan: LoadPlan,
        loop: any EventLoop,
        result: EventLoopPromise<Tally>,
        allOpen: @escaping @Sendable () -> Void
    ) {
        self.plan = plan
        self.loop = loop
        self.result = result
        self.allOpen = allOpen
        bytes = plan.request.bytes(for: plan.target)
    }

    private func start() {
        started = .now()
        connectMore()
        if case .paced(let interval) = plan.pattern { tick(at: started + interval, every: interval) }
        loop.assumeIsolated().scheduleTask(in: plan.duration) { self.drain() }
    }

    private func connectMore() {
        while phase == .sending, connecting < Self.connectingLimit, callers.count + connecting < plan.connections {
            connect()
        }
    }

    private func connect() {
        connecting += 1
        let run = NIOLoopBound(self, eventLoop: loop)
        let dialect = plan.request.dialect
        ClientBootstrap(group: loop)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .connectTimeout(.seconds(5))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(CallerHandler(run: run.value, dialect: dialect))
                }
            }
            .connect(host: plan.target.host, port: plan.target.port)
            .assumeIsolated()
            .whenFailure { _ in
                self.connecting -= 1
                self.tally.errors += 1
                self.reconnectLater()
            }
    }

    private func reconnectLater() {
        guard phase == .sending else { return }
        loop.assumeIsolated().scheduleTask(in: Self.reconnectDelay) { self.connectMore() }
    }

    // MARK: What callers tell

    func connected(_ caller: CallerHandler) {
        connecting -= 1
        callers[ObjectIdentifier(caller)] = caller
        guard phase == .sending else { return caller.close() }
        let position = callers.count - 1
        connectMore()
        switch plan.pattern {
        case .silent:
            noteOpen()
        case .closedLoop, .once:
            let wait = plan.stagger * position
            guard wait.nanoseconds > 0 else { return caller.send(bytes) }
            loop.assumeIsolated().scheduleTask(in: wait) {
                if self.phase == .sending { caller.send(self.bytes) }
            }
        case .paced:
            sendDue(on: caller)
        }
    }

    func requestBegan() {
        tally.began()
        begun += 1
        if begun == plan.requestLimit { drain() }
    }

    func firstFrame(after nanoseconds: UInt64, isFirstOfConnection: Bool) {
        tally.firstFrame.record(nanoseconds)
        if isFirstOfConnection { noteOpen() }
    }

    func frame(delay: UInt64?) {
        tally.frames += 1
        if let delay { tally.frameDelay.record(delay) }
    }

    func completed(_ caller: CallerHandler, status: Int, latency: UInt64, isTruncated: Bool) {
        tally.ended()
        tally.completed += 1
        if status != 200 { tally.otherThan200 += 1 }
        if isTruncated { tally.truncated += 1 }
        tally.latency.record(latency)
        guard phase == .sending else { return finishIfQuiet() }
        switch plan.pattern {
        case .closedLoop: caller.send(bytes)
        case .paced: sendDue(on: caller)
        case .once, .silent: break
        }
    }

    func lost(_ caller: CallerHandler, inFlight: Bool, isTruncated: Bool) {
        guard callers.removeValue(forKey: ObjectIdentifier(caller)) != nil else { return }
        if inFlight {
            tally.ended()
            tally.errors += phase == .over ? 0 : 1
            if isTruncated, phase != .over { tally.truncated += 1 }
        } else if phase == .sending, plan.pattern == .silent {
            tally.errors += 1
        }
        switch phase {
        case .sending: reconnectLater()
        case .draining: finishIfQuiet()
        case .over: break
        }
    }

    // MARK: Fixed rate

    private func tick(at time: NIODeadline, every interval: TimeAmount) {
        loop.assumeIsolated().scheduleTask(deadline: time) {
            guard self.phase == .sending else { return }
            if let caller = self.callers.values.first, !caller.isBusy {
                caller.send(self.bytes)
            } else {
                self.due.append(time)
            }
            self.tick(at: time + interval, every: interval)
        }
    }

    /// A request that had to wait for the connection counts from when it was due: waiting is what its caller would see.
    private func sendDue(on caller: CallerHandler) {
        guard !due.isEmpty, !caller.isBusy else { return }
        caller.send(bytes, since: due.removeFirst())
    }

    // MARK: The end

    private func noteOpen() {
        opened += 1
        if opened == plan.connections { allOpen() }
    }

    private func drain() {
        guard phase == .sending else { return }
        phase = .draining
        finishIfQuiet()
        loop.assumeIsolated().scheduleTask(in: plan.grace) { self.finish() }
    }

    private func finishIfQuiet() {
        if tally.open == 0 { finish() }
    }

    private func finish() {
        guard phase != .over else { return }
        phase = .over
        tally.elapsed = NIODeadline.now() - started
        let final = tally
        for caller in callers.values { caller.close() }
        result.succeed(final)
    }
}
