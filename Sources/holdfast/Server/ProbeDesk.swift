import Control
import Domain
import Logging
import Probing
import Relay
import Settings
import Synchronization

/// Runs of probes that the server makes: those that it was told to make, and those that keep certificates from running out.
///
/// They go through the gateway's own path, beside callers' requests and counted with none of them.
final class ProbeDesk: Sendable {
    enum Problem: Error, CustomStringConvertible {
        case busy
        case idle(String)
        case stopping

        var description: String {
            switch self {
            case .busy:
                "\(ProbeDesk.mostRuns) runs are being made, and there are never more. `holdfast probe --list` shows them; wait for one, or pause it."
            case .idle(let id): "The run \(id.prefix(64)) is not being made by this server."
            case .stopping: "The server is being stopped."
            }
        }
    }

    private struct Running {
        var progress: RunProgress
        var isPaused = false
        var task: Task<Void, Never>?
    }

    private struct State {
        var running: [String: Running] = [:]
        var isStopping = false
        var renewals = Renewals()
    }

    static let mostRuns = 4
    private static let paused = "a person paused it"
    private static let beat = Duration.seconds(2)
    /// How long the end of the process waits for what is under way.
    private static let lastTrials = Duration.seconds(5)
    /// Requests at once of a run that nobody waits for: callers come first.
    private static let quietConcurrency = 4
    /// A run that ended without its certificate is given up after so long.
    private static let day: UInt64 = 86_400_000

    private let control: ControlPlane
    private let relay: Relay
    private let store: ProbeStore
    private let desk: GateDesk
    private let logger: Logger
    private let state = Mutex(State())

    init(_ control: ControlPlane, _ relay: Relay, _ store: ProbeStore, _ desk: GateDesk, logger: Logger) {
        self.control = control
        self.relay = relay
        self.store = store
        self.desk = desk
        self.logger = logger
    }

    private var bench: ProbeBench {
        ProbeBench(settings: control.settings, relay: relay, store: store, desk: desk)
    }

    /// Goes on with what an earlier process left, and then renews certificates until the task is cancelled.
    func run() async {
        let now = WallClock.system.milliseconds()
        do {
            try await store.drop(endedBefore: now - min(now, ProbeBench.age))
            for id in try left(now) {
                do {
                    try begin(try await RunJob(resuming: id, on: bench, isAlone: true))
                } catch {
                    logger.warning(
                        "a run of probes was not gone on with",
                        metadata: ["run": "\(id)", "cause": "\(error)"]
                    )
                }
            }
        } catch {
            logger.warning("the runs of probes cannot be read", metadata: ["cause": "\(error)"])
        }
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.beat)
            if !Task.isCancelled { await renew() }
        }
    }

    /// Runs of ours that did not come to their end, and that nobody paused.
    private func left(_ now: UInt64) throws -> [String] {
        let runs = try store.runs(limit: 1000).filter(\.plan.isServers)
        let paused = Set(runs.filter { $0.note == Self.paused }.map(\.plan.id))
        let certified = Set(control.state.gate.certificates.values.map(\.certificate.run))
        var open: Set<String> = []
        for run in runs {
            let isUndecided =
                run.state == .finished && run.plan.purpose.certifying != nil && !certified.contains(run.plan.id)
                && now < (run.endedAt ?? 0) + Self.day
            guard run.state == .running || run.note == Runner.interrupted || isUndecided else { continue }
            var id = run.plan.id
            if case .part(let of) = run.plan.purpose { id = of }
            if !paused.contains(id) { open.insert(id) }
        }
        return open.sorted()
    }

    // MARK: For people

    func start(_ order: RunOrder, by actor: Actor) async throws -> String {
        try checkRoom()
        let job = try await RunJob(order, by: actor, on: bench, isServers: true)
        try begin(job)
        return job.made.plan.id
    }

    /// - Parameter ceilings: that take the place of its own.
    func resume(_ id: String, ceilings: (RunPlan.Ceilings) -> RunPlan.Ceilings) async throws {
        try checkRoom()
        let isOurs = try store.run(id).plan.isServers
        if isOurs, progress(of: id) != nil { throw ProbeStore.Fault.running(id) }
        try begin(try await RunJob(resuming: id, on: bench, isAlone: isOurs, ceilings: ceilings))
    }

    func pause(_ id: String) throws {
        let task = try state.withLock { state in
            guard state.running[id] != nil else { throw Problem.idle(id) }
            state.running[id]?.isPaused = true
            return state.running[id]?.task
        }
        task?.cancel()
    }

    /// nil: this server is not making it.
    func progress(of id: String) -> RunProgress? { state.withLock { $0.running[id]?.progress } }

    private func checkRoom() throws {
        try state.withLock { state in
            if state.isStopping { throw Problem.stopping }
            if state.running.count >= Self.mostRuns { throw Problem.busy }
        }
    }

    // MARK: Making

    private func begin(_ job: RunJob) throws {
        let id = job.made.plan.id
        try state.withLock { state in
            if state.isStopping { throw Problem.stopping }
            state.running[id] = Running(progress: RunProgress(total: job.made.plan.count))
            state.running[id]?.task = Task { [self] in await make(job) }
        }
    }

    private func make(_ job: RunJob) async {
        let id = job.made.plan.id
        var isWhole = false
        do {
            let end = try await job.run { [self] progress in
                state.withLock { $0.running[id]?.progress = progress }
            }
            isWhole = end.isWhole
            log(end, job.made.plan)
        } catch {
            logger.warning("a run of probes failed", metadata: ["run": "\(id)", "cause": "\(error)"])
            try? await store.end(id, .stopped, note: "\(error)", now: WallClock.system.milliseconds())
        }
        if state.withLock({ $0.running[id]?.isPaused == true }), !isWhole {
            try? await store.end(id, .stopped, note: Self.paused, now: WallClock.system.milliseconds())
        }
        state.withLock { _ = $0.running.removeValue(forKey: id) }
    }

    private func log(_ end: RunJob.End, _ plan: RunPlan) {
        var metadata: Logger.Metadata = ["run": "\(plan.id)", "target": "\(plan.target)"]
        switch end {
        case .finished: metadata["end"] = "finished"
        case .stopped(let reason): metadata["end"] = "stopped: \(reason)"
        case .decided(let certificate, let findings, _):
            metadata["end"] = "\(certificate.outcome.rawValue), \(certificate.id)"
            metadata["findings"] = "\(findings.count)"
        }
        logger.notice("a run of probes has ended", metadata: metadata)
    }

    /// Stops all runs; each is gone on with when a server starts again.
    func stop() {
        let tasks = state.withLock { state in
            state.isStopping = true
            return state.running.values.compactMap(\.task)
        }
        for task in tasks { task.cancel() }
    }

    /// Waits for what was under way when they were stopped, but not for ever.
    func finish() async {
        let patience = ContinuousClock.now + Self.lastTrials
        while .now < patience, state.withLock({ !$0.running.isEmpty }) {
            try? await Task.sleep(for: .milliseconds(10))
        }
    }

    // MARK: Renewing

    private func renew() async {
        let settings = control.settings
        let now = WallClock.system.milliseconds()
        for required in control.gate.required {
            guard let policy = settings.policies.first(where: { $0.name == required.policy }) else { continue }
            let isDue = state.withLock { state in
                guard !state.isStopping, state.running.count < Self.mostRuns else { return false }
                return state.renewals.take(required.model, policy, required.standing, now: now)
            }
            guard isDue else { continue }
            var order = RunOrder(
                .certify(required.model, policy: policy.name, recall: nil, findings: [], confirms: true)
            )
            order.ceilings.concurrency = Self.quietConcurrency
            do {
                try begin(try await RunJob(order, by: .server, on: bench, isServers: true))
                logger.notice(
                    "a certificate is renewed",
                    metadata: ["model": "\(required.model)", "policy": "\(policy.name)"]
                )
            } catch {
                logger.warning(
                    "a certificate cannot be renewed",
                    metadata: ["model": "\(required.model)", "policy": "\(policy.name)", "cause": "\(error)"]
                )
            }
        }
    }
}
