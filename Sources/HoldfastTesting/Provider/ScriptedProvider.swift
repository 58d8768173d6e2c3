import Domain
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A provider that does what its script says, broken HTTP included, on a loopback port of its own.
package final class ScriptedProvider: Sendable {
    package let port: Int
    package let isTLS: Bool
    let accepted: Watched<ProviderLog>
    private let channel: any Channel
    private let scripts: Scripts

    /// The script in force and how many requests it has seen.
    final class Scripts: Sendable {
        private struct State {
            var script: Script
            var count = 0
        }

        private let state: Mutex<State>

        init(_ script: Script) { state = Mutex(State(script: script)) }

        func set(_ script: Script) { state.withLock { $0 = State(script: script) } }

        func steps(_ connection: Int, _ message: Message) -> (ProviderRequest, [Step]) {
            let (script, number) = state.withLock { state in
                state.count += 1
                return (state.script, state.count)
            }
            let request = ProviderRequest(number: number, connection: connection, message: message)
            return (request, script.steps(request))
        }
    }

    private init(channel: any Channel, port: Int, isTLS: Bool, accepted: Watched<ProviderLog>, scripts: Scripts) {
        self.channel = channel
        self.port = port
        self.isTLS = isTLS
        self.accepted = accepted
        self.scripts = scripts
    }

    package static func start(_ script: Script = .good(), tls: Bool = false) async throws -> ScriptedProvider {
        let accepted = Watched(ProviderLog())
        let scripts = Scripts(script)
        let context = tls ? try TestCertificate.serverContext() : nil
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 4096)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                    }
                    try channel.pipeline.syncOperations.addHandler(
                        ScriptedConnection(accepted: accepted, scripts: scripts)
                    )
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        let port = channel.localAddress?.port ?? 0
        return ScriptedProvider(channel: channel, port: port, isTLS: tls, accepted: accepted, scripts: scripts)
    }

    /// Where settings point to.
    package var base: String { "\(isTLS ? "https" : "http")://127.0.0.1:\(port)/v1" }

    package var log: ProviderLog { accepted.value }
    package var requests: [ProviderLog.Entry] { log.requests }

    package func play(_ script: Script) { scripts.set(script) }

    @discardableResult
    package func requests(atLeast count: Int) async throws -> [ProviderLog.Entry] {
        try await accepted.wait(for: "request \(count) at the provider") { $0.requests.count >= count }.requests
    }

    @discardableResult
    package func wait(
        for what: String,
        until condition: @escaping @Sendable (ProviderLog) -> Bool
    ) async throws -> ProviderLog {
        try await accepted.wait(for: what, until: condition)
    }

    /// Waits until a provider that floods is held back: nothing more of a request's answer is taken for a while.
    ///
    /// - Returns: the bytes that were taken until then.
    package func heldBack(request index: Int = 0) async throws -> Int {
        var last = -1
        var still = 0
        return try await eventually("the end of the flood") {
            let sent = requests[index].bytesSent
            still = sent == last ? still + 1 : 0
            last = sent
            return still > 100 ? sent : nil
        }
    }

    /// Stops listening; connections that are open stay with their scripts.
    package func stop() async { try? await channel.close() }
}
