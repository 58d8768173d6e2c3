/// Takes on at most so many exchanges at once and lets a bounded number wait, none of them in vain.
///
/// An exchange that comes while there is room starts. Otherwise it waits, at most until its own deadline or the longest
/// wait; if what is known of the time exchanges take says that its turn would come too late, it is refused at once, while
/// its caller can still go elsewhere. When the queue is full, the policy decides who goes: the one that came (oldest
/// first) or the one that has waited longest (newest first).
///
/// Every method returns what to do, in order. The owner calls `finished` exactly once for each `start`, and `tick` when
/// `nextExpiry` has come. `now` and deadlines are nanoseconds of a clock that never goes back.
package struct AdmissionQueue: Sendable {
    package private(set) var running = 0
    package private(set) var counts = AdmissionCounts()

    private struct Waiter {
        let id: UInt64
        let deadline: UInt64
    }

    private var limits: AdmissionLimits
    /// In order of arrival. An array: at its bound, moving it costs less than the request it belongs to.
    private var waiters: [Waiter] = []
    private var service = ServiceTime()

    package init(limits: AdmissionLimits = AdmissionLimits()) {
        self.limits = limits
    }

    package var waiting: Int { waiters.count }

    /// The earliest time at which somebody who waits has to be refused; nil when nobody waits.
    package var nextExpiry: UInt64? { waiters.lazy.map(\.deadline).min() }

    /// For one that does not wait: it starts if there is room and nobody waits for it.
    package mutating func startAtOnce() -> Bool {
        guard running < limits.concurrency, waiters.isEmpty else { return false }
        running += 1
        counts.arrived += 1
        counts.started += 1
        return true
    }

    package mutating func arrive(_ id: UInt64, deadline: UInt64, now: UInt64) -> [AdmissionAction] {
        counts.arrived += 1
        var actions: [AdmissionAction] = []
        settle(now, &actions)
        guard now < deadline else {
            refuse(id, .expired, &actions)
            return actions
        }
        guard running >= limits.concurrency else {
            start(id, &actions)
            return actions
        }
        guard limits.queue > 0 else {
            refuse(id, .queueFull, &actions)
            return actions
        }
        let deadline = min(deadline, now.advanced(by: limits.longestWait))
        guard now.advanced(byNanoseconds: expectedWait()) < deadline else {
            refuse(id, .tooLate, &actions)
            return actions
        }
        if waiters.count >= limits.queue {
            switch limits.policy {
            case .oldestFirst:
                refuse(id, .queueFull, &actions)
                return actions
            case .newestFirst:
                refuse(waiters.removeFirst().id, .displaced, &actions)
            }
        }
        waiters.append(Waiter(id: id, deadline: deadline))
        actions.append(.wait(id))
        return actions
    }

    /// One that was started has ended, however it ended.
    ///
    /// - Parameter held: how long it held its place.
    package mutating func finished(after held: Duration, now: UInt64) -> [AdmissionAction] {
        running = max(0, running - 1)
        service.learn(held)
        return tick(now: now)
    }

    /// The caller has gone. False when the id was not waiting: then it was started or refused before.
    package mutating func leave(_ id: UInt64) -> Bool {
        guard let index = waiters.firstIndex(where: { $0.id == id }) else { return false }
        waiters.remove(at: index)
        counts.left += 1
        return true
    }

    package mutating func tick(now: UInt64) -> [AdmissionAction] {
        var actions: [AdmissionAction] = []
        settle(now, &actions)
        return actions
    }

    /// Takes over new settings. A shorter queue lets go of those whom the policy would serve last; what runs runs on.
    package mutating func adopt(_ limits: AdmissionLimits, now: UInt64) -> [AdmissionAction] {
        self.limits = limits
        var actions = tick(now: now)
        while waiters.count > limits.queue {
            switch limits.policy {
            case .oldestFirst: refuse(waiters.removeLast().id, .queueFull, &actions)
            case .newestFirst: refuse(waiters.removeFirst().id, .displaced, &actions)
            }
        }
        return actions
    }

    /// Afterwards somebody waits only if there is no room, and nobody waits past its time.
    private mutating func settle(_ now: UInt64, _ actions: inout [AdmissionAction]) {
        guard !waiters.isEmpty else { return }
        if let expiry = nextExpiry, now >= expiry {
            let gone = waiters.filter { $0.deadline <= now }
            waiters.removeAll { $0.deadline <= now }
            for waiter in gone { refuse(waiter.id, .expired, &actions) }
        }
        while running < limits.concurrency, !waiters.isEmpty {
            switch limits.policy {
            case .oldestFirst: start(waiters.removeFirst().id, &actions)
            case .newestFirst: start(waiters.removeLast().id, &actions)
            }
        }
    }

    /// For one that comes now: those who go before it, then itself, at the pace at which places become free.
    private func expectedWait() -> UInt64 {
        switch limits.policy {
        case .oldestFirst: service.wait(turns: waiters.count + 1, places: limits.concurrency)
        case .newestFirst: service.wait(turns: 1, places: limits.concurrency)
        }
    }

    private mutating func start(_ id: UInt64, _ actions: inout [AdmissionAction]) {
        running += 1
        counts.started += 1
        actions.append(.start(id))
    }

    private mutating func refuse(_ id: UInt64, _ refusal: AdmissionRefusal, _ actions: inout [AdmissionAction]) {
        counts.count(refusal)
        let drained = service.wait(turns: waiters.count + 1, places: limits.concurrency)
        actions.append(.refuse(id, refusal, retryAfter: Duration(nanoseconds: drained).clamped(to: Self.retryAfter)))
    }

    /// At least a second, the grain of `Retry-After`; at most a minute, because the estimate is no better than that.
    private static let retryAfter: ClosedRange<Duration> = .seconds(1) ... .seconds(60)
}
