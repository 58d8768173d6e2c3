import Control
import Dialects
import Domain
import Logging
import Recalls
import Relay
import Settings
import Storage
import Synchronization

/// Rehearses recalls: the same states on copies of traffic, measured on both sides. One drill at a time.
///
/// Callers' own requests are never touched: what a drill keeps back, it keeps back from requests of our own that name it.
final class DrillDesk: Sendable {
    struct Plan: Sendable {
        var order: RecallOrder
        /// nil: all.
        var routes: Set<String>?
        /// Percent of what the lineage answers, copied for so long; nil: requests are sent in.
        var mirror: (percent: Int, duration: Duration)?
        var mostFailures: Int
        var by: Actor
    }

    struct Progress: Sendable {
        var id: String
        var requests: Int
        var failures: Int
        var skipped: Int
        var dropped: Int
        /// nil: it goes on.
        var report: DrillReport?
    }

    enum Problem: Error, CustomStringConvertible {
        case busy(String)
        case unknown(String)
        case stopping

        var description: String {
            switch self {
            case .busy(let id):
                "The drill \(id) is under way. Wait for it, or end it with `holdfast drill --abort \(id)`."
            case .unknown(let id): "No drill `\(id.prefix(64))` is under way."
            case .stopping: "The server is being stopped."
            }
        }
    }

    private struct Running {
        var id: String
        var plan: Plan
        var tally = DrillTally()
        var effect: Int?
        var isContained = false
        /// Copies that were taken and not yet compared.
        var underWay = 0
        /// Without a word for so long it is broken off.
        var lease: ContinuousClock.Instant
        var ends: ContinuousClock.Instant?
        var report: DrillReport?
    }

    private static let leaseTime = Duration.seconds(60)
    /// Copies that wait; what finds no room is counted.
    private static let mostWaiting = 64
    private static let mostAtOnce = 4
    private static let longestCopy = 1 << 20
    /// How long the end of a drill waits for copies that are under way.
    private static let lastCopies = Duration.seconds(15)

    private let desk: RecallDesk
    private let control: ControlPlane
    private let relay: Relay
    private let tap: MirrorTap
    private let logger: Logger
    private let running = Mutex<Running?>(nil)
    private let copies: AsyncStream<(String, Mirrored)>
    private let inlet: AsyncStream<(String, Mirrored)>.Continuation

    init(desk: RecallDesk, control: ControlPlane, relay: Relay, tap: MirrorTap, logger: Logger) {
        self.desk = desk
        self.control = control
        self.relay = relay
        self.tap = tap
        self.logger = logger
        (copies, inlet) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.mostWaiting))
    }

    /// Runs until the task is cancelled.
    func run() async {
        // What an earlier process left behind touched nobody; it is over.
        for recall in control.state.recalls.values where recall.order.isDrill && !recall.state.isOver {
            dismiss(recall.id, reason: "the server was started again")
        }
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { [self] in await watch() }
            tasks.addTask { [self] in await repeatCopies() }
            await tasks.waitForAll()
        }
    }

    // MARK: Beginning and ending

    func start(_ plan: Plan) async throws -> Progress {
        if let other = running.withLock({ $0.flatMap { $0.report == nil ? $0.id : nil } }) { throw Problem.busy(other) }
        let recall = try desk.open(plan.order, RecallMove(to: .declared, by: plan.by))
        let now = ContinuousClock.now
        running.withLock {
            $0 = Running(
                id: recall.id,
                plan: plan,
                lease: now + Self.leaseTime,
                ends: plan.mirror.map { now + $0.duration }
            )
        }
        let epoch = recall.steps.last?.epoch ?? 0
        guard await control.waitForEffect(of: epoch), let moment = control.effectMoment(of: epoch) else {
            abort(recall.id, reason: "not every event loop took it over")
            throw Problem.stopping
        }
        let declared = recall.movedAt * 1000
        let effect = Int(clamping: moment - min(moment, declared))
        _ = try desk.move(
            recall.id,
            [RecallMove(to: .executing, by: .server, findings: .init(effectMicroseconds: effect))],
            under: nil
        )
        let settings = control.settings
        var random = SystemRandomNumberGenerator()
        let check = EffectivenessCheck(plan.order, settings, using: &random)
        var answers: [(EffectivenessCheck.Probe, EffectivenessCheck.Answer)] = []
        for probe in check.probes where probe.isClosed {
            answers.append((probe, await relay.answer(to: probe, settings, drill: recall.id)))
        }
        let result = check.judge(answers, leaks: nil)
        if result.fault == nil {
            _ = try desk.move(
                recall.id,
                [RecallMove(to: .contained, by: .server, findings: result.findings)],
                under: nil
            )
        }
        running.withLock {
            $0?.effect = effect
            $0?.isContained = result.fault == nil
        }
        if let mirror = plan.mirror { openTap(recall.id, plan, percent: mirror.percent) }
        return try progress(recall.id)
    }

    private func openTap(_ id: String, _ plan: Plan, percent: Int) {
        let settings = control.settings
        let models = settings.models.filter { settings.reach(of: plan.order.lineage, to: $0.lineage) != nil }.map(
            \.name
        )
        tap.open(
            MirrorTap.Wish(percent: percent, models: Set(models), routes: plan.routes) { [self] copy in
                running.withLock { $0?.underWay += 1 }
                if copy.body.count <= Self.longestCopy, case .enqueued = inlet.yield((id, copy)) { return }
                running.withLock { running in
                    running?.underWay -= 1
                    running?.tally.drop()
                }
            }
        )
    }

    func progress(_ id: String) throws -> Progress {
        try running.withLock { running in
            guard let now = running, now.id == id else { throw Problem.unknown(id) }
            running?.lease = .now + Self.leaseTime
            return Progress(
                id: id,
                requests: now.tally.requests,
                failures: now.tally.failures,
                skipped: now.tally.skipped,
                dropped: now.tally.dropped,
                report: now.report
            )
        }
    }

    func finish(_ id: String) async throws -> Progress {
        tap.close()
        let patience = ContinuousClock.now + Self.lastCopies
        while .now < patience, running.withLock({ $0?.id == id && $0?.underWay ?? 0 > 0 }) {
            try await Task.sleep(for: .milliseconds(20))
        }
        let ended = try running.withLock { running in
            guard var now = running, now.id == id, now.report == nil else { throw Problem.unknown(id) }
            // A substitute that has not answered by now has not stood in.
            now.tally.giveUp(now.underWay)
            now.underWay = 0
            running = now
            return now
        }
        let report = ended.tally.report(
            effectMicroseconds: ended.effect,
            isContained: ended.isContained,
            mostFailures: ended.plan.mostFailures,
            currency: control.settings.currency
        )
        try desk.finishDrill(id, report, isContained: ended.isContained)
        running.withLock { $0?.report = report }
        return try progress(id)
    }

    func abort(_ id: String, reason: String) {
        tap.close()
        running.withLock { if $0?.id == id { $0 = nil } }
        dismiss(id, reason: reason)
    }

    private func dismiss(_ id: String, reason: String) {
        do {
            _ = try desk.move(id, [RecallMove(to: .dismissed, by: .server, reason: reason)], under: nil)
        } catch {
            logger.warning("a drill could not be closed", metadata: ["drill": "\(id)", "cause": "\(error)"])
        }
    }

    private func watch() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(200))
            guard let now = running.withLock({ $0 }), now.report == nil else { continue }
            if let ends = now.ends {
                if .now >= ends { _ = try? await finish(now.id) }
            } else if .now >= now.lease {
                abort(now.id, reason: "whoever began it was not heard of any more")
            }
        }
    }

    // MARK: Asking

    /// Asks both sides each of the requests, a few at a time.
    func replay(_ lines: [ReplayLine], in id: String) async throws -> Progress {
        let plan = try running.withLock { running in
            guard let now = running, now.id == id, now.report == nil else { throw Problem.unknown(id) }
            return now.plan
        }
        await withTaskGroup(of: Void.self) { tasks in
            var next = lines.makeIterator()
            func add() -> Bool {
                guard let line = next.next() else { return false }
                tasks.addTask { [self] in await replay(line, plan, id) }
                return true
            }
            for _ in 0..<Self.mostAtOnce where !add() { break }
            while await tasks.next() != nil { _ = add() }
        }
        return try progress(id)
    }

    private func replay(_ line: ReplayLine, _ plan: Plan, _ id: String) async {
        guard plan.routes?.contains(line.route) ?? true else { return }
        let request = InternalRequest(
            route: line.route,
            operation: line.operation,
            body: line.body,
            tenant: line.tenant,
            tags: line.tags
        )
        let incumbent = await sample(request)
        await compare(incumbent, request, id)
    }

    private func repeatCopies() async {
        await withTaskGroup(of: Void.self) { tasks in
            var underWay = 0
            for await (id, copy) in copies {
                if underWay >= Self.mostAtOnce, await tasks.next() != nil { underWay -= 1 }
                underWay += 1
                tasks.addTask { [self] in await repeatCopy(copy, id) }
            }
        }
    }

    private func repeatCopy(_ copy: Mirrored, _ id: String) async {
        let prices = control.settings.models.first { $0.name == copy.model }?.prices
        let incumbent = DrillTally.Sample(
            route: copy.route,
            model: copy.model,
            status: copy.status,
            refusal: nil,
            firstTokenMicroseconds: copy.firstContentMicroseconds,
            totalMicroseconds: copy.totalMicroseconds,
            usage: copy.usage,
            cost: prices.flatMap { copy.usage.cost(at: $0) }
        )
        let request = InternalRequest(
            route: copy.route,
            operation: copy.operation,
            body: copy.body,
            tenant: copy.tenant,
            tags: copy.tags
        )
        await compare(incumbent, request, id)
        running.withLock { if $0?.id == id, $0?.report == nil { $0?.underWay -= 1 } }
    }

    private func compare(_ incumbent: DrillTally.Sample, _ request: InternalRequest, _ id: String) async {
        var request = request
        request.drill = id
        let substitute = await sample(request)
        running.withLock {
            if $0?.id == id, $0?.report == nil { $0?.tally.add(incumbent: incumbent, substitute: substitute) }
        }
    }

    private func sample(_ request: InternalRequest) async -> DrillTally.Sample {
        let answer = await relay.ask(request)
        return DrillTally.Sample(
            route: request.route,
            model: answer.model,
            status: answer.status,
            refusal: answer.refusal,
            firstTokenMicroseconds: answer.firstContentMicroseconds,
            totalMicroseconds: answer.totalMicroseconds,
            usage: answer.usage,
            cost: answer.cost
        )
    }
}
