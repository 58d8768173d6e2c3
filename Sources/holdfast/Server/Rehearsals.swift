import Rehearsal
import Relay
import Settings
import Synchronization

/// The rehearsal models of the settings: one server a provider, inside this process.
actor Rehearsals {
    private var running: [String: RehearsalServer] = [:]
    nonisolated let addresses = Addresses()

    private static let grace = Duration.milliseconds(500)

    /// Where each one listens, for the data plane.
    final class Addresses: Sendable {
        private let known = Mutex<[String: RehearsalAddress]>([:])

        subscript(provider: String) -> RehearsalAddress? {
            known.withLock { $0[provider] }
        }

        fileprivate func set(_ provider: String, _ address: RehearsalAddress?) {
            known.withLock { $0[provider] = address }
        }
    }

    /// Starts what new settings need; what runs is given its new behaviour. Nothing that older settings need is stopped:
    /// they are in force until the data plane has the new ones. See `retire`.
    func apply(_ settings: Settings) async throws {
        for provider in settings.providers where provider.kind == .rehearsal {
            let behaviour = RehearsalBehaviour(provider)
            if let server = running[provider.name] {
                server.behaviour = behaviour
            } else {
                let server = try await RehearsalServer.start(behaviour)
                running[provider.name] = server
                addresses.set(provider.name, RehearsalAddress(port: server.port, secret: server.secret))
            }
        }
    }

    /// Stops what settings that are in force have no provider for; answers under way are finished.
    func retire(except settings: Settings) async {
        let needed = Set(settings.providers.filter { $0.kind == .rehearsal }.map(\.name))
        let retired = running.filter { !needed.contains($0.key) }
        guard !retired.isEmpty else { return }
        // Who planned under the settings before may still be on the way there.
        try? await Task.sleep(for: Self.grace)
        for (name, server) in retired {
            running[name] = nil
            addresses.set(name, nil)
            await server.retire()
        }
    }

    func stop() async {
        for server in running.values { await server.close() }
        running = [:]
    }
}
