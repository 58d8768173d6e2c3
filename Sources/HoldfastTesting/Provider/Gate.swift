import Synchronization

/// Holds scripted providers back until a test says that all is in place.
package final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiting: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())

    package init() {}

    package func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for go in waiting { go() }
    }

    func whenOpen(_ go: @escaping @Sendable () -> Void) {
        let isOpen = state.withLock { state in
            if !state.isOpen { state.waiting.append(go) }
            return state.isOpen
        }
        if isOpen { go() }
    }
}
