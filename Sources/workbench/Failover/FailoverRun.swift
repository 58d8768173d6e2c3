import NIOCore
import NIOPosix

/// Sends the requests of a plan one after the other over one connection. Lives on one event loop.
final class FailoverRun {
    private let plan: FailoverPlan
    private let loop: any EventLoop
    private let result: EventLoopPromise<[FirstModel: FailoverTally]>
    private var waiting: [FirstModel]
    private var tallies: [FirstModel: FailoverTally]

    static func perform(_ plan: FailoverPlan, on loop: any EventLoop) async throws -> [FirstModel: FailoverTally] {
        let result = loop.makePromise(of: [FirstModel: FailoverTally].self)
        loop.execute { FailoverRun(plan, loop: loop, result: result).connect() }
        return try await result.futureResult.get()
    }

    private init(_ plan: FailoverPlan, loop: any EventLoop, result: EventLoopPromise<[FirstModel: FailoverTally]>) {
        self.plan = plan
        self.loop = loop
        self.result = result
        waiting = plan.draws.reversed()
        tallies = plan.orders.mapValues { _ in FailoverTally() }
    }

    private func connect() {
        guard !waiting.isEmpty else { return result.succeed(tallies) }
        let run = NIOLoopBound(self, eventLoop: loop)
        ClientBootstrap(group: loop)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .connectTimeout(.seconds(5))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(FailoverCaller(run: run.value))
                }
            }
            .connect(host: plan.target.host, port: plan.target.port)
            .assumeIsolated()
            .whenFailure { self.result.fail($0) }
    }

    // MARK: What the caller tells

    /// nil: that was all.
    func next() -> (FirstModel, ByteBuffer)? {
        guard let model = waiting.popLast(), let bytes = plan.orders[model] else { return nil }
        return (model, bytes)
    }

    func answered(_ model: FirstModel, _ answer: FailoverCaller.Answer) {
        let isWhole = answer.status == 200 && (!plan.isStream || answer.sawDone)
        guard isWhole, let faultAt = answer.faultAt, (faultAt > 0) == model.tellsItsFaults else {
            tallies[model]?.faults += 1
            return
        }
        tallies[model]?.sinceRequest.append(answer.firstByteAt &- answer.sentAt)
        if faultAt > 0 { tallies[model]?.sinceFault.append(answer.firstByteAt &- faultAt) }
    }

    /// - Parameter model: of the request that was under way, if one was.
    func lost(_ model: FirstModel?) {
        if let model { tallies[model]?.faults += 1 }
        connect()
    }
}
