import Access
import Domain
import NIOCore
import Telemetry

/// One event loop's share of the data plane: its snapshot, its pools, its clocks, its numbers.
///
/// Everything here is touched on the loop only, so nothing is locked. What loops share is in `shared`.
final class RelayLoop {
    let eventLoop: any EventLoop
    let shared: RelayShared
    private(set) var snapshot: Snapshot
    /// The epoch this loop has taken over and thereby acknowledged.
    private(set) var epoch: UInt64
    let deadlines = Deadlines()
    let clock = LoopClock()
    let flushes: FlushQueue
    let metrics = LoopMetrics()
    var identifiers = IdentifierSource()
    var provedKeys = ProvedKeys()
    var connections: [ObjectIdentifier: ClientConnection] = [:]
    var exchangesUnderWay = 0
    private(set) var isDraining = false
    private var pools: [ObjectIdentifier: UpstreamPool] = [:]
    /// What every request that goes up has in common; the mark of earlier gateways follows, then the length. Its body was
    /// read as JSON, whatever the caller called it.
    let fixedFields: ByteBuffer
    private var served: [ServedKey: ServedCells] = [:]
    private var ticks: RepeatedTask?
    private var sleep = LoopSleep()
    private var dateSecond: Int64 = -1
    private var dateField = ByteBuffer()

    init(eventLoop: any EventLoop, shared: RelayShared, snapshot: Snapshot, epoch: UInt64) {
        self.eventLoop = eventLoop
        flushes = FlushQueue(eventLoop: eventLoop)
        self.shared = shared
        self.snapshot = snapshot
        self.epoch = epoch
        fixedFields = ByteBuffer(
            string: "content-type: application/json\r\nholdfast-loop: \(shared.instance)"
        )
    }

    func start() {
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        sleep.ticksBegin(now: .now())
        ticks = eventLoop.scheduleRepeatedTask(initialDelay: Deadlines.tick, delay: Deadlines.tick) { _ in
            bound.value.tick()
        }
    }

    private func tick() {
        clock.turn()
        let now = clock.now
        sleep.ticked(now: now, shared.lookout)
        deadlines.fire(now: now)
        for pool in pools.values { pool.expire(now: now) }
    }

    /// False for a moment after the loop slept: what was ordered meanwhile is not known yet.
    var knowsOrders: Bool { sleep.isOver(now: clock.now, shared.lookout) }

    /// Takes the next snapshot over; the caller counts this as the loop's acknowledgement.
    func adopt(_ snapshot: Snapshot?, epoch: UInt64) {
        self.epoch = max(self.epoch, epoch)
        guard let snapshot else { return }
        self.snapshot = snapshot
        served.removeAll(keepingCapacity: true)
        guard !snapshot.recalls.isEmpty else { return }
        clock.turn()
        for case let exchange as Exchange in deadlines.all { exchange.lookAtRecalls() }
    }

    func pool(_ origin: Origin) -> UpstreamPool {
        if let known = pools[ObjectIdentifier(origin)] { return known }
        let made = UpstreamPool(
            origin: origin,
            eventLoop: eventLoop,
            resolver: shared.resolver,
            clock: clock,
            flushes: flushes
        )
        pools[ObjectIdentifier(origin)] = made
        return made
    }

    // MARK: Metrics

    /// The cells of the common case, a first model that serves, found by identity instead of by five strings.
    struct ServedCells {
        let exchange: SeriesCell
        let attempt: CountCell
    }

    private struct ServedKey: Hashable {
        let plan: ObjectIdentifier
        let target: ObjectIdentifier
    }

    /// nil for a pass-through, whose plan and target are made anew for each request.
    func servedCells(_ plan: RoutePlan, _ target: Target) -> ServedCells? {
        guard !target.takesAskedName else { return nil }
        let key = ServedKey(plan: ObjectIdentifier(plan), target: ObjectIdentifier(target))
        if let known = served[key] { return known }
        // An exchange that began under the last snapshot holds plans that this one does not keep alive.
        guard snapshot.routes[plan.name] === plan else { return nil }
        func labels(_ outcome: String) -> SeriesLabels {
            SeriesLabels(
                route: plan.name,
                provider: target.providerName,
                model: target.label,
                outcome: outcome,
                errorType: ""
            )
        }
        let cells = ServedCells(
            exchange: metrics.cell(labels("completed")),
            attempt: metrics.attemptCell(labels("served"))
        )
        served[key] = cells
        return cells
    }

    // MARK: Shutting down

    /// No new requests; connections without one are closed, those with one after it.
    func drain() {
        clock.turn()
        isDraining = true
        for connection in connections.values { connection.drain() }
    }

    /// The drain's time is up: open answers end with an error that says why.
    func endEverything() {
        clock.turn()
        for connection in connections.values { connection.endForShutdown() }
        for case let exchange as Exchange in deadlines.all where exchange.own != nil { exchange.endForShutdown() }
    }

    func stop() {
        ticks?.cancel()
        for pool in pools.values { pool.closeIdle() }
        for connection in connections.values { connection.closeNow() }
    }

    // MARK: Time

    /// `date: …` and the line's end, made anew once a second.
    func writeDate(_ writer: inout TextWriter) {
        let second = Int64(shared.clock.milliseconds() / 1000)
        if second != dateSecond {
            dateSecond = second
            dateField.clear()
            dateField.writeField("date", ClockText.httpDate(unixSeconds: second))
        }
        dateField.withUnsafeReadableBytes { writer.write($0) }
    }
}
