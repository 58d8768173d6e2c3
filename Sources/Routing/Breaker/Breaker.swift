/// Keeps traffic off a model that is failing or has become slow, and finds out cheaply when it has recovered.
///
/// Closed: every attempt is admitted. Failures in a row, a share of failures or a share of slow calls open it.
/// Open: nothing is admitted until the cool-down ends. Each opening doubles the next cool-down up to a cap; only a
/// breaker that then stayed closed for as long as the cap starts afresh, so that a model that flaps is asked less
/// and less often.
/// Half-open: one trial is out; its outcome alone closes the breaker or opens it again.
///
/// Every change of state starts a generation, and a ticket carries the one it was given out in. An outcome of an older
/// generation is ignored: a slow answer from before the outage can neither close the breaker nor free a place that now
/// belongs to another trial. A trial that ends without a verdict, or never reports, gives its place to the next caller.
///
/// Holds no clock: `now` is nanoseconds of a clock that never goes back. Not thread-safe; lives behind the model's lock.
package struct Breaker: Sendable {
    package typealias Limits = BreakerLimits

    package private(set) var state = BreakerState.closed
    package private(set) var counts = BreakerCounts()
    /// Of the latest opening; nil when there was none.
    package private(set) var cause: BreakerCause?

    private var limits: Limits
    private var window: OutcomeWindow
    private var generation: UInt64 = 0
    private var failuresInRow = 0
    /// Openings that still lengthen the next cool-down.
    private var doublings = 0
    /// When the present state began.
    private var since: UInt64 = 0
    private var lastOverruled: UInt64?

    package init(limits: Limits = Limits()) {
        self.limits = limits
        window = OutcomeWindow(length: limits.window)
    }

    package mutating func admit(now: UInt64) -> Admission {
        if let ticket = regularTicket(now: now) { return .admitted(ticket) }
        counts.refused += 1
        return .refused(until: refusedUntil(now))
    }

    /// Lets an attempt through that `admit` would refuse, because no model is left (`PanicThreshold`); nil when another
    /// was let through just now.
    ///
    /// Such an attempt is no trial. Its success ends the cool-down, so that the next caller is one; its failure changes
    /// nothing: it must not push recovery away, since it was never the breaker's wish.
    package mutating func overrule(now: UInt64) -> BreakerTicket? {
        if let ticket = regularTicket(now: now) { return ticket }
        if let last = lastOverruled, now.elapsed(since: last) < limits.overruleInterval.clampedNanoseconds {
            return nil
        }
        lastOverruled = now
        counts.overruled += 1
        return BreakerTicket(generation: generation, role: .overruled)
    }

    package mutating func report(
        _ ticket: BreakerTicket,
        _ outcome: Outcome,
        now: UInt64,
        using generator: inout some RandomNumberGenerator
    ) {
        guard ticket.generation == generation else {
            counts.late += 1
            return
        }
        let verdict = account(outcome)
        switch (state, ticket.role) {
        case (.closed, _): judgeClosed(verdict, now: now, using: &generator)
        case (.halfOpen, .trial): judgeTrial(verdict, now: now, using: &generator)
        case (.open, .overruled): judgeOverruled(verdict, now: now)
        // An overruled attempt beside a trial decides nothing; the other pairs cannot share a generation.
        case (.halfOpen, .ordinary), (.halfOpen, .overruled), (.open, .ordinary), (.open, .trial): break
        }
    }

    /// Takes over new settings and keeps what is known of the model: a reload forgives nobody.
    package mutating func adopt(_ limits: Limits, now: UInt64) {
        guard limits != self.limits else { return }
        if limits.window != self.limits.window { window = OutcomeWindow(length: limits.window) }
        self.limits = limits
        if case .open(let until) = state {
            state = .open(until: min(until, now.advanced(by: limits.longestCoolDown)))
        }
    }

    private enum Verdict { case good, slow, bad, none }

    private mutating func account(_ outcome: Outcome) -> Verdict {
        switch outcome {
        case .success(let time):
            counts.successes += 1
            guard time > limits.slowAfter else { return .good }
            counts.slow += 1
            return .slow
        case .failure:
            counts.failures += 1
            return .bad
        case .neutral:
            counts.neutrals += 1
            return .none
        }
    }

    private mutating func regularTicket(now: UInt64) -> BreakerTicket? {
        switch state {
        case .closed:
            counts.admitted += 1
            return BreakerTicket(generation: generation, role: .ordinary)
        case .open(let until):
            return now < until ? nil : trial(now)
        case .halfOpen:
            guard now.elapsed(since: since) >= limits.trialLimit.clampedNanoseconds else { return nil }
            counts.lostTrials += 1
            return trial(now)
        }
    }

    private mutating func trial(_ now: UInt64) -> BreakerTicket {
        enter(.halfOpen, now)
        counts.admitted += 1
        return BreakerTicket(generation: generation, role: .trial)
    }

    private func refusedUntil(_ now: UInt64) -> UInt64 {
        switch state {
        case .open(let until): until
        case .closed, .halfOpen: now
        }
    }

    private mutating func judgeClosed(
        _ verdict: Verdict,
        now: UInt64,
        using generator: inout some RandomNumberGenerator
    ) {
        switch verdict {
        case .none:
            return
        case .good, .slow:
            failuresInRow = 0
        case .bad:
            failuresInRow += 1
        }
        window.record(failed: verdict == .bad, slow: verdict == .slow, now: now)
        if let cause = exceeded(by: verdict) { open(cause, now, using: &generator) }
    }

    /// Asked only about the kind of outcome that just came: a good answer is no moment to open, even where it makes up
    /// the number of calls.
    private func exceeded(by verdict: Verdict) -> BreakerCause? {
        let total = window.total
        let isEnough = total.calls >= limits.minimumCalls
        switch verdict {
        case .bad where failuresInRow >= limits.consecutiveFailures:
            return .consecutiveFailures
        case .bad where isEnough && total.failures * 100 >= limits.errorPercent * total.calls:
            return .errorRate
        case .slow where isEnough && total.slow * 100 >= limits.slowPercent * total.calls:
            return .slowCalls
        case .good, .slow, .bad, .none:
            return nil
        }
    }

    private mutating func judgeTrial(_ verdict: Verdict, now: UInt64, using generator: inout some RandomNumberGenerator)
    {
        switch verdict {
        // One slow answer proves a model that was down to be up, but not one that was slow to be well.
        case .slow where cause == .slowCalls: open(.slowCalls, now, using: &generator)
        case .good, .slow: enter(.closed, now)
        case .bad: open(cause ?? .consecutiveFailures, now, using: &generator)
        // Nothing was learnt; the next caller is the new trial.
        case .none: enter(.open(until: now), now)
        }
    }

    private mutating func judgeOverruled(_ verdict: Verdict, now: UInt64) {
        switch verdict {
        case .good, .slow: enter(.open(until: now), now)
        case .bad, .none: break
        }
    }

    private mutating func open(_ cause: BreakerCause, _ now: UInt64, using generator: inout some RandomNumberGenerator)
    {
        if case .closed = state, now.elapsed(since: since) >= limits.longestCoolDown.clampedNanoseconds {
            doublings = 0
        }
        enter(.open(until: now.advanced(by: limits.coolDown(after: doublings, using: &generator))), now)
        doublings = min(doublings + 1, Limits.mostDoublings)
        counts.openings += 1
        self.cause = cause
    }

    private mutating func enter(_ next: BreakerState, _ now: UInt64) {
        state = next
        since = now
        generation += 1
        failuresInRow = 0
        window.clear()
    }
}
