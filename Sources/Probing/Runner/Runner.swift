import Domain

/// Makes the trials of a run that were not made yet: as many at once as the target takes, no more than the ceilings let, and
/// every outcome in the store before it counts.
///
/// Cancelling its task stops it after the requests under way; `resume` of the store goes on where it stopped.
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

    /// So many in a row that came to nothing, and it is the target.
    private static let mostErrorsInARow = 30
    /// A trial whose target asks for patience is made again so often; nothing of it was answered.
    private static let mostPatience = 6
    /// Outcomes are written together: by number, or when this has passed.
    private static let batch = 256
    private static let batchPause: UInt64 = 100_000_000

    /// - Parameters:
    ///   - probes: all that the plan names, by place.
    ///   - now: Unix milliseconds.
    ///   - tell: hears of each batch.
    package init(
        _ plan: RunPlan,
        probes: [Probe],
        target: ProbeTarget,
        maker: ScriptMaker,
        store: ProbeStore,
        now: @escaping @Sendable () -> UInt64,
        tell: @escaping @Sendable (RunProgress) -> Void
    ) {
        self.plan = plan
        self.probes = probes
        trialRunner = TrialRunner(target: target, maker: maker, parameters: plan.parameters, now: now)
        self.store = store
        self.now = now
        self.tell = tell
    }

    private struct Ended: Sendable {
        var trial: Trial
        var outcome: Trial.Outcome
        var retryAfter: Duration?
        var startedAt: UInt64
    }

    /// What only the loop touches.
    private struct Work {
        var waiting: [Int]
        var next = 0
        var again: [Trial] = []
        var tries: [Int: Int] = [:]
        var pace: Pace
        var underWay = 0
        var kept: [Trial.Outcome] = []
        var flushedAt: UInt64
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
            flushedAt: Self.clock(),
            progress: RunProgress(total: probes.count),
            today: try store.spentToday(now: now())
        )
        try store.each(of: plan.id) { work.progress.add($0) }
        work.progress.startedWith = work.progress.done
        try await withThrowingTaskGroup(of: Ended?.self) { tasks in
            while true {
                start(&work, &tasks)
                guard work.underWay > 0 || work.stop == nil && work.hasMore else { break }
                if work.underWay == 0 {
                    // Everything waits for the target's pause; whoever stops the run does not wait for it.
                    let pause = work.pace.pausedUntil - min(work.pace.pausedUntil, Self.clock())
                    try? await Task.sleep(nanoseconds: max(pause, 1_000_000))
                    continue
                }
                guard let ended = try await tasks.next() else { break }
                work.underWay -= 1
                if let ended { take(ended, &work) }
                try await flush(&work, force: false)
            }
        }
        try await flush(&work, force: true)
        let ending: Ending = work.stop.map { .stopped($0) } ?? .finished
        switch ending {
        case .finished: try await store.end(plan.id, .finished, note: "", now: now())
        case .stopped(let note): try await store.end(plan.id, .stopped, note: note, now: now())
        }
        return ending
    }

    private func start(_ work: inout Work, _ tasks: inout ThrowingTaskGroup<Ended?, any Error>) {
        if Task.isCancelled, work.stop == nil { work.stop = "it was interrupted" }
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
            tasks.addTask { [trialRunner] in
                let (outcome, retryAfter) = await trialRunner.run(trial)
                return Ended(trial: trial, outcome: outcome, retryAfter: retryAfter, startedAt: startedAt)
            }
        }
        work.progress.limit = work.pace.limit
    }

    /// Which ceiling is reached; nil: none.
    ///
    /// - Parameter expecting: so many more trials of what one cost until now.
    private func ceiling(_ work: Work, expecting more: Int) -> String? {
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
            let wanted = ended.retryAfter.map { UInt64(max(0, $0.components.seconds)) * 1_000_000_000 }
            work.pace.complained(startedAt: ended.startedAt, retryAfter: wanted, now: Self.clock())
            let tries = work.tries[number, default: 0] + 1
            work.tries[number] = tries
            if tries < Self.mostPatience, work.stop == nil { return work.again.append(ended.trial) }
            work.errorsInARow += 1
        case .error(.timeout):
            work.pace.complained(startedAt: ended.startedAt, retryAfter: 0, now: Self.clock())
            work.errorsInARow += 1
        case .error: work.errorsInARow += 1
        case .hit, .pass, .unscored:
            work.pace.wentWell()
            work.errorsInARow = 0
        }
        work.tries[number] = nil
        // What a person interrupts was not made: it is made when the run goes on.
        if case .error = ended.outcome.verdict, Task.isCancelled { return }
        if work.errorsInARow >= Self.mostErrorsInARow, work.stop == nil {
            work.stop =
                "the target failed \(work.errorsInARow) times in a row, the last time with: \(ended.outcome.rule)"
        }
        work.kept.append(ended.outcome)
        work.progress.add(ended.outcome)
        work.today.add(ended.outcome)
    }

    private func flush(_ work: inout Work, force: Bool) async throws {
        let isDue = work.kept.count >= Self.batch || Self.clock() - work.flushedAt >= Self.batchPause
        guard force || isDue else { return }
        work.flushedAt = Self.clock()
        guard !work.kept.isEmpty else { return tell(work.progress) }
        try await store.keep(work.kept, of: plan.id, now: now())
        work.kept.removeAll(keepingCapacity: true)
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
