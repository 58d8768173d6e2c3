import Routing
import Synchronization

/// The places of a model, or of the gateway as a whole: how many exchanges hold one, and who waits for one. Every event
/// loop touches it.
///
/// `now` and deadlines are in nanoseconds of the loops' clock.
package final class Places: Sendable {
    enum Entry {
        /// A place is held, until `release`.
        case started
        /// `told` is called once, from any thread, unless the waiter leaves first.
        case waiting(UInt64)
        /// - Parameter retryAfter: by then there should be room.
        case refused(retryAfter: Duration)
    }

    /// What a waiter is told.
    enum Word: Sendable {
        case hasPlace
        case refused(retryAfter: Duration)
    }

    private struct State {
        var queue = AdmissionQueue()
        var waiters: [UInt64: @Sendable (Word) -> Void] = [:]
        var nextID: UInt64 = 0
    }

    private let state = Mutex(State())

    package var inFlight: Int { state.withLock { $0.queue.running } }
    package var waiting: Int { state.withLock { $0.queue.waiting } }

    func enterAtOnce() -> Bool { state.withLock { $0.queue.startAtOnce() } }

    func enter(deadline: UInt64, now: UInt64, told: @escaping @Sendable (Word) -> Void) -> Entry {
        let (entry, others) = state.withLock { state -> (Entry, [() -> Void]) in
            let id = state.nextID
            state.nextID += 1
            var entry = Entry.refused(retryAfter: .zero)
            var others: [AdmissionAction] = []
            for action in state.queue.arrive(id, deadline: deadline, now: now) {
                switch action {
                case .start(id): entry = .started
                case .wait(id):
                    entry = .waiting(id)
                    state.waiters[id] = told
                case .refuse(id, _, let retryAfter): entry = .refused(retryAfter: retryAfter)
                case .start, .wait, .refuse: others.append(action)
                }
            }
            return (entry, Self.calls(others, &state))
        }
        for call in others { call() }
        return entry
    }

    /// The waiter goes. False: it was told already, or is about to be.
    func leave(_ id: UInt64) -> Bool {
        state.withLock { state in
            guard state.queue.leave(id) else { return false }
            state.waiters[id] = nil
            return true
        }
    }

    /// - Parameter held: how long the place was held.
    func release(after held: Duration, now: UInt64) {
        perform { $0.finished(after: held, now: now) }
    }

    func adopt(_ limits: AdmissionLimits, now: UInt64) {
        perform { $0.adopt(limits, now: now) }
    }

    private func perform(_ change: (inout AdmissionQueue) -> [AdmissionAction]) {
        let calls = state.withLock { state in
            let actions = change(&state.queue)
            return actions.isEmpty ? [] : Self.calls(actions, &state)
        }
        for call in calls { call() }
    }

    /// To be made without the lock: a waiter's loop may be this one.
    private static func calls(_ actions: [AdmissionAction], _ state: inout State) -> [() -> Void] {
        actions.compactMap { action in
            switch action {
            case .start(let id): state.waiters.removeValue(forKey: id).map { told in { told(.hasPlace) } }
            case .refuse(let id, _, let retryAfter):
                state.waiters.removeValue(forKey: id).map { told in { told(.refused(retryAfter: retryAfter)) } }
            case .wait: nil
            }
        }
    }
}
