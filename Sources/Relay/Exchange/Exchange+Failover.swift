import Dialects
import Domain
import Journal
import NIOCore
import Routing
import Telemetry

/// An attempt that begins when its wait is over.
struct AwaitedAttempt {
    let target: Target
    let credential: Int
}

/// Failover: what becomes of an exchange whose attempt came to nothing before anything was shown.
extension Exchange {
    /// The attempt is lost. Before commit nobody has seen it, and another one may follow.
    func attemptFailed(_ failure: AttemptFailure) {
        guard phase != .ended else { return }
        guard let lost = attempt else {
            if failure == .totalTimeout { giveUp(failover.timeIsUp()) }
            return
        }
        if failure == .reset, retryOnFreshConnection() { return }
        if phase == .relaying { return interruptAfter(failure) }
        let failureClass = classify(failure, of: lost)
        endAttempt(.failed, failure: failure)
        lost.abandon()
        attempt = nil
        let now = loop.clock.now.uptimeNanoseconds
        if refusedSeals(lost, failure), failover.mayAskAgain(now: now) {
            unsealed = lost.target
            return start(lost.target, credential: lost.credential)
        }
        let loss = Failover.Loss(
            failure,
            failureClass,
            advice: advice(of: lost, failure),
            credentials: boundCredential == nil ? lost.target.credentials.count : 1
        )
        let step = failover.failed(
            loss,
            now: now,
            using: &loop.identifiers,
            isOtherReady: candidates.dropFirst(failover.candidate + 1).contains { $0.handle.isAvailable(now: now) }
        ) { mayRetry(lost.target, now) }
        if failover.newestIsTold { keptError = KeptError(failure, of: lost) }
        perform(step)
    }

    private func mayRetry(_ target: Target, _ now: UInt64) -> Bool {
        let isGranted = target.handle.mayRetry(now: now)
        loop.metrics.retry(isGranted: isGranted, provider: target.providerName, model: target.label)
        return isGranted
    }

    // MARK: Waiting

    /// Nothing is under way meanwhile but the exchange's own clock. A server that stops waits for nobody's retry.
    func postpone(_ next: AwaitedAttempt, for wait: Duration) {
        guard !loop.isDraining else { return refuse(Self.stopping) }
        awaited = next
        deadline = min(loop.clock.now + TimeAmount(wait), totalDeadline)
    }

    func startAwaited() {
        guard let next = awaited else { return }
        awaited = nil
        start(next.target, credential: next.credential)
    }

    /// The server begins to stop: what is under way may finish, what only waits is told to go elsewhere.
    func draining() {
        if awaited != nil || queued != nil { refuse(Self.stopping) }
    }

    private static let stopping = Refusal(
        .shuttingDown,
        "Holdfast is being stopped and waits for no model. Send the request again.",
        retryAfter: 1
    )

    // MARK: Panic

    /// No model was asked, for their breakers refuse: one that is due soonest is, so that never everything is shut out.
    private func overruleBreakers() -> Bool {
        let now = loop.clock.now.uptimeNanoseconds
        let states = candidates.map { $0.handle.breaker?.state ?? .closed }
        guard failover.mayOverrule, case .overrule(let order) = PanicThreshold.decide(states, now: now) else {
            return false
        }
        for candidate in order {
            guard let ticket = candidates[candidate].handle.overrule(now: now) else { continue }
            failover.overrule(candidate)
            let target = candidates[candidate]
            start(target, credential: boundCredential ?? target.credentials[0].index, overruling: ticket)
            return true
        }
        return false
    }

    // MARK: Giving up

    func giveUp(_ ending: Failover.Ending) {
        awaited = nil
        // Another model was to go on, and none could.
        if phase == .relaying { return interruptAfter(ending.failure) }
        if ending.failure == .breakerOpen, overruleBreakers() { return }
        if ending.failure == .recalled, planAnew() { return }
        if answerLastResort(ending) { return }
        if ending.answer == .providersOwn, let keptError { return answerKeptError(keptError, ending) }
        if ending.failure == .untranslatable, let untranslatable { return refuse(untranslatable) }
        refuse(ourError(ending), isSpent: ending.isSpent)
    }

    func ourError(_ ending: Failover.Ending) -> Refusal {
        if ending.failure == .recalled { return Refusal(by: recalledBy) }
        return Refusal(ending, last: attempts.last?.failure, attempts: failover.attempts, room: roomAfter)
    }
}
