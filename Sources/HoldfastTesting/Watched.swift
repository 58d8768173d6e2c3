import Synchronization

/// A value that tests wait on. Each change looks whose condition has come true, so nobody sleeps and nobody polls.
package final class Watched<Value: Sendable>: Sendable {
    /// A condition did not come true in time. The value is told, for it usually says why.
    package struct Overdue: Error, CustomStringConvertible {
        package let description: String
    }

    private struct Waiter {
        var id: Int
        var condition: @Sendable (Value) -> Bool
        var continuation: CheckedContinuation<Value, any Error>
    }

    private struct State {
        var value: Value
        var waiters: [Waiter] = []
        var nextID = 0
    }

    private let state: Mutex<State>

    package init(_ value: Value) {
        state = Mutex(State(value: value))
    }

    package var value: Value { state.withLock { $0.value } }

    package func change(_ edit: (inout Value) -> Void) {
        let (value, due) = state.withLock { state -> (Value, [Waiter]) in
            edit(&state.value)
            guard !state.waiters.isEmpty else { return (state.value, []) }
            let value = state.value
            let due = state.waiters.filter { $0.condition(value) }
            if !due.isEmpty { state.waiters.removeAll { waiter in due.contains { $0.id == waiter.id } } }
            return (value, due)
        }
        for waiter in due { waiter.continuation.resume(returning: value) }
    }

    /// - Parameter what: says in words what is waited for, should it not happen.
    @discardableResult
    package func wait(
        for what: String,
        within limit: Duration = .seconds(30),
        until condition: @escaping @Sendable (Value) -> Bool
    ) async throws -> Value {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        let clock = Task {
            try await Task.sleep(for: limit)
            expire(id, what, limit)
        }
        defer { clock.cancel() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let now: Value? = state.withLock { state in
                    if Task.isCancelled || condition(state.value) { return state.value }
                    state.waiters.append(Waiter(id: id, condition: condition, continuation: continuation))
                    return nil
                }
                if let now { continuation.resume(returning: now) }
            }
        } onCancel: {
            expire(id, what, limit)
        }
    }

    private func expire(_ id: Int, _ what: String, _ limit: Duration) {
        let (waiter, value) = state.withLock { state -> (Waiter?, Value) in
            guard let index = state.waiters.firstIndex(where: { $0.id == id }) else { return (nil, state.value) }
            return (state.waiters.remove(at: index), state.value)
        }
        let seen = String("\(value)".prefix(2000))
        waiter?.continuation.resume(throwing: Overdue(description: "\(what) did not happen within \(limit): \(seen)"))
    }
}
