import Domain
import Rehearsal
import Settings
import Synchronization

/// The rehearsal models of the settings: one server a provider, inside this process.
actor Rehearsals {
    private var running: [String: RehearsalServer] = [:]
    nonisolated let addresses = Addresses()

    /// Where each one listens, for the data plane.
    final class Addresses: Sendable {
        private let ports = Mutex<[String: Int]>([:])

        func base(_ provider: String) -> BaseURL? {
            ports.withLock { $0[provider] }.map {
                BaseURL(isTLS: false, host: "127.0.0.1", port: $0, path: "/v1", query: nil)
            }
        }

        fileprivate func set(_ provider: String, port: Int) {
            ports.withLock { $0[provider] = port }
        }
    }

    /// Starts what new settings need; what runs is given its new behaviour.
    func apply(_ settings: Settings) async throws {
        for provider in settings.providers where provider.kind == .rehearsal {
            let behaviour = RehearsalBehaviour(provider.rehearsal)
            if let server = running[provider.name] {
                server.behaviour = behaviour
            } else {
                let server = try await RehearsalServer.start(behaviour)
                running[provider.name] = server
                addresses.set(provider.name, port: server.port)
            }
        }
    }

    func stop() async {
        for server in running.values { await server.close() }
        running = [:]
    }
}
