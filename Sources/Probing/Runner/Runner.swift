import Domain
import Synchronization

/// Makes the trials of a run that were not made yet: as many at once as the target takes, no more than the ceilings let, and
/// every outcome in the store before it counts.
///
/// Cancelling its task stops it after the requests under way, which the target is to end soon then; `resume` of the store goes
/// on where it stopped.
package struct Runner: Sendable {
    package enum Ending: Sendable, Equatable {
        case finished
        /// A ceiling, a person, or a target that does not answer.
        case stopped(String)
    }

    private let plan: RunPlan
    /// By place in the plan.
    private let probes: [Probe]
    private let trialRunner: TrialRunner
    private let store: ProbeStore
    private let tell: @Sendable (RunProgress) -> Void
    private let now: @Sendable () -> UInt64
    private let beat: Duration

    /// Why a run stopped whose task was cancelled.
    package static let interrupted = "it was interrupted"
    /// So many in a row that came to nothing, and it is the target.
    private static let mostErrorsInARow = 30
    /// A trial whose target asks for patience is made again so often; nothing of it was answered.
    private static let mostPatience = 6

    /// - Parameters:
    ///   - probes: all that the plan names, by place.
    ///   - now: Unix milliseconds.
    ///   - beat: how often others are told that the run is being made.
    ///   - tell: hears of each batch.
    package init(
        _ plan: RunPlan,
        probes: [Probe],
        target: ProbeTarget,
        maker: ScriptMaker,
        store: ProbeStore,
        now: @escaping @Sendable () -> UInt64,
        beat: Duration = ProbeStore.usualBeat,
        tell: @escaping @Sendable (RunProgress) -> Void
    ) {
        self.plan = plan
        self.probes = probes
        trialRunner = TrialRunner(target: target, maker: maker, parameters: plan.parameters, now: now)
        self.store = store
        self.now = now
        self.beat = beat
        self.tell = tell
    }

    private struct Ended: Sendable {
        var trial: Trial
        var outcome: Trial.Outcome
        var retryAfter: Duration?
        var startedAt: UInt64
    }

    /// What the loop waits for.
    private enum Event: Sendable {
        case ended(Ended)
        case beat
        case pauseOver
    }

    /// How many trials have ended, taken up by the loop or not.
    private final class Finished: Sendable {
        private let number = Mutex(0)

        var count: Int { number.withLock { $0 } }
        func add() { number.withLock { $0 += 1 } }
    }

    /// What only the loop touches.
    private struct Work {
        var waiting: [Int]
        var next = 0
        var again: [Trial] = []
        var tries: [Int: Int] = [:]
        var pace: Pace
        var underWay = 0
        /// Of those that have ended.
        var taken = 0
        let finished = Finished()
        var isPausing = false
        var kept: [Trial.Outcome] = []
        var errorsInARow = 0
        var progress: RunProgress
        var today: Spent
        var stop: String?

        var hasMore: Bool { !again.isEmpty || next < waiting.count }
    }

    package func run() async throws -> Ending {
        let made = try store.done(plan.id)
        var work = Work(
            waiting: (0..<probes.count).filter { !made.contains($0) },
            pace: Pace(most: plan.ceilings.concurrency),
            progress: RunProgress(total: probes.count),
            today: try store.spentToday(now: now())
        )
        try store.each(of: plan.id) { work.progress.add($0) }
        work.progress.startedWith = work.progress.done
        try await withThrowingTaskGroup(of: Event.self) { tasks in
            startBeat(&tasks)
            while true {
                start(&work, &tasks)
                guard work.underWay > 0 || work.stop == nil && work.hasMore else { break }
                if work.underWay == 0 { startPause(&work, &tasks) }
                try await collect(&work, &tasks)
                try await flush(&work)
            }
            tasks.cancelAll()
        }
        try await flush(&work)
        // What was stopped when nothing was left to be made has come to its end all the same.
        let isWhole = work.progress.done == work.progress.total
        let ending: Ending = isWhole ? .finished : work.stop.map { .stopped($0) } ?? .finished
        switch ending {
        case .finished: try await store.end(plan.id, .finished, note: "", now: now())
        case .stopped(let note): try await store.end(plan.id, .stopped, note: note, now: now())
        }
        return ending
    }

    private func start(_ work: inout Work, _ tasks: inout ThrowingTaskGroup<Event, any Error>) {
        if Task.isCancelled, work.stop == nil { work.stop = Self.interrupted }
        if work.stop == nil, let ceiling = ceiling(work, expecting: 0) { work.stop = "\(ceiling) is reached" }
        while work.stop == nil, work.hasMore, work.pace.mayStart(underWay: work.underWay, now: Self.clock()),
            // What is under way will cost what others did; one alone may try.
            work.underWay == 0 || ceiling(work, expecting: work.underWay) == nil
        {
            let trial: Trial
            if let again = work.again.popLast() {
                trial = again
            } else {
                let number = work.waiting[work.next]
                work.next += 1
                trial = Trial(number: number, probe: probes[number], seed: plan.seed(of: number))
            }
            work.underWay += 1
            let startedAt = Self.clock()
            tasks.addTask { [trialRunner, finished = work.finished] in
                let (outcome, retryAfter) = await trialRunner.run(trial)
                finished.add()
                return .ended(Ended(trial: trial, outcome: outcome, retryAfter: retryAfter, startedAt: startedAt))
            }
        }
        work.progress.limit = work.pace.limit
    }

    private func startBeat(_ tasks: inout ThrowingTaskGroup<Event, any Error>) {
        tasks.addTask { [beat] in
            try? await Task.sleep(for: beat)
            return .beat
        }
    }

    /// Everything waits for the target's pause; whoever stops the run does not wait for it.
    private func startPause(_ work: inout Work, _ tasks: inout ThrowingTaskGroup<Event, any Error>) {
        guard !work.isPausing else { return }
        work.isPausing = true
        let pause = work.pace.pausedUntil - min(work.pace.pausedUntil, Self.clock())
        tasks.addTask {
            try? await Task.sleep(nanoseconds: max(pause, 1_000_000))
            return .pauseOver
        }
    }

    /// Takes up what has ended, all of it: it is kept together, and before anything else is begun. So a process that dies leaves
    /// no more trials to be made again than there may be requests at once.
    private func collect(_ work: inout Work, _ tasks: inout ThrowingTaskGroup<Event, any Error>) async throws {
        repeat {
            switch try await tasks.next() {
            case .ended(let ended):
                work.underWay -= 1
                work.taken += 1
                take(ended, &work)
            case .beat:
                try await store.beat(plan.id, now: now())
                // A task that was cancelled sleeps no more.
                if !Task.isCancelled { startBeat(&tasks) }
            case .pauseOver: work.isPausing = false
            case nil: return
            }
        } while work.taken < work.finished.count
    }

    /// Which ceiling is reached; nil: none.
    ///
    /// - Parameter expecting: so many more trials of what one cost until now; what is not known yet might be all that there is.
    private func ceiling(_ work: Work, expecting more: Int) -> String? {
        if more > 0, work.progress.done == 0, plan.ceilings.isSomethingCapped { return "what may be used" }
        let (spent, done) = (work.progress.spent, max(1, work.progress.done))
        let expected = Spent(
            tokens: spent.tokens / done * more,
            money: Money(picos: spent.money.picos / Int128(done) * Int128(more))
        )
        return (spent + expected).reached(plan.ceilings, today: work.today + expected)
    }

    private func take(_ ended: Ended, _ work: inout Work) {
        let number = ended.trial.number
        switch ended.outcome.verdict {
        case .error(.rateLimited):
            work.pace.complained(startedAt: ended.startedAt, retryAfter: ended.retryAfter, now: Self.clock())
            // Nothing of it was answered: a run that stops has not made it.
            guard work.stop == nil else { return }
            let tries = work.tries[number, default: 0] + 1
            work.tries[number] = tries
            if tries < Self.mostPatience { return work.again.append(ended.trial) }
            work.errorsInARow += 1
        case .error(.timeout):
            work.pace.complained(startedAt: ended.startedAt, retryAfter: .zero, now: Self.clock())
            work.errorsInARow += 1
        case .error: work.errorsInARow += 1
        case .hit, .pass, .unscored:
            work.pace.wentWell()
            work.errorsInARow = 0
        }
        work.tries[number] = nil
        // What a person interrupts was not made: it is made when the run goes on.
        if case .error = ended.outcome.verdict, Task.isCancelled { return }
        if case .error(let reason) = ended.outcome.verdict, work.errorsInARow >= Self.mostErrorsInARow, work.stop == nil
        {
            work.stop = "the target failed \(work.errorsInARow) times in a row, the last time: \(reason.words)"
        }
        work.kept.append(ended.outcome)
        work.progress.add(ended.outcome)
        work.today.add(ended.outcome)
    }

    private func flush(_ work: inout Work) async throws {
        guard !work.kept.isEmpty else { return }
        try await store.keep(work.kept, of: plan.id, now: now())
        work.kept.removeAll(keepingCapacity: true)
        // Others use the day up as well, and days end.
        if plan.ceilings.isDayCapped { work.today = try store.spentToday(now: now()) }
        tell(work.progress)
    }

    private static let origin = ContinuousClock.now

    /// Nanoseconds of a clock that does not go back.
    private static func clock() -> UInt64 {
        // Read before the clock is: the first call is what sets it.
        let origin = origin
        let (seconds, attoseconds) = (ContinuousClock.now - origin).components
        return UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
    }
}
