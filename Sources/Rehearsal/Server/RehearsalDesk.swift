import NIOCore
import Synchronization

/// What the connections of one server share.
final class RehearsalDesk: Sendable {
    /// One request's share of it.
    struct Turn {
        var behaviour: RehearsalBehaviour
        var fault: RehearsalFault.Kind?
        /// Never the same twice, not even in another server.
        var serial: UInt64
        var now: Int
    }

    /// More than the callers' own limits of connections would open; beyond it somebody else is at work.
    private static let maximumConnections = 16_384

    private struct State {
        var behaviour: RehearsalBehaviour
        /// Under the present behaviour.
        var number = 0
        var requests = 0
        var serial = UInt64.random(in: .min ... .max)
        var connections: [ObjectIdentifier: any Channel] = [:]
    }

    private let state: Mutex<State>
    private let now: @Sendable () -> Int

    init(_ behaviour: RehearsalBehaviour, now: @escaping @Sendable () -> Int) {
        state = Mutex(State(behaviour: behaviour))
        self.now = now
    }

    var behaviour: RehearsalBehaviour {
        get { state.withLock { $0.behaviour } }
        set {
            state.withLock { state in
                // A reload of settings that did not touch this model must not disturb the count.
                if state.behaviour == newValue { return }
                state.behaviour = newValue
                state.number = 0
            }
        }
    }

    var requestCount: Int { state.withLock { $0.requests } }

    func takeTurn() -> Turn {
        state.withLock { state in
            state.number += 1
            state.requests += 1
            state.serial &+= 1
            return Turn(
                behaviour: state.behaviour,
                fault: state.behaviour.fault(forRequest: state.number),
                serial: state.serial,
                now: now()
            )
        }
    }

    // MARK: Connections

    var connections: [any Channel] { state.withLock { Array($0.connections.values) } }

    /// - Returns: false when there are too many.
    func enter(_ channel: any Channel) -> Bool {
        let key = ObjectIdentifier(channel)
        let isWelcome = state.withLock { state in
            guard state.connections.count < Self.maximumConnections else { return false }
            state.connections[key] = channel
            return true
        }
        if isWelcome {
            channel.closeFuture.whenComplete { [self] _ in
                state.withLock { $0.connections[key] = nil }
            }
        }
        return isWelcome
    }
}
