import Synchronization

/// Wakes one task that waits for something to happen. A ring while nobody waits is kept.
final class Bell: Sendable {
    private enum State {
        case still
        case rung
        case awaited(CheckedContinuation<Void, Never>)
    }

    private let state = Mutex(State.still)

    func ring() {
        let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard case .awaited(let continuation) = state else {
                state = .rung
                return nil
            }
            state = .still
            return continuation
        }
        waiting?.resume()
    }

    /// Returns at a ring, when the time is over, or when the task is cancelled.
    ///
    /// - Parameter limit: nil: no time.
    func wait(atMost limit: Duration?) async {
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await self.heard() }
            if let limit { tasks.addTask { try? await Task.sleep(for: limit) } }
            await tasks.next()
            tasks.cancelAll()
        }
    }

    private func heard() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if case .still = state, !Task.isCancelled {
                        state = .awaited(continuation)
                        return false
                    }
                    state = .still
                    return true
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            leave()
        }
    }

    private func leave() {
        let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard case .awaited(let continuation) = state else { return nil }
            state = .still
            return continuation
        }
        waiting?.resume()
    }
}
