package import Control
import Domain
package import NIOCore
import NIOPosix
import NIOSSL
package import Settings
import Synchronization
package import Telemetry

/// The data plane: event loops, the service listener, and the turn in which each loop takes a new snapshot over.
package final class Relay: Sendable {
    package enum StartError: Error {
        case bind(address: String, cause: any Error)
        case certificate(String)
    }

    private let group: MultiThreadedEventLoopGroup
    private let loops: [NIOLoopBound<RelayLoop>]
    private let eventLoops: [any EventLoop]
    private let shared: RelayShared
    private let turn = Atomic<Int>(0)
    private let channel = Mutex<(any Channel)?>(nil)

    /// - Parameter threads: event loops; each serves its own connections.
    package init(shared: RelayShared, threads: Int, snapshot: Snapshot, epoch: UInt64) async throws {
        self.shared = shared
        group = MultiThreadedEventLoopGroup(numberOfThreads: threads)
        eventLoops = Array(group.makeIterator())
        var loops: [NIOLoopBound<RelayLoop>] = []
        for eventLoop in eventLoops {
            loops.append(
                try await eventLoop.submit {
                    let loop = RelayLoop(eventLoop: eventLoop, shared: shared, snapshot: snapshot, epoch: epoch)
                    loop.start()
                    return NIOLoopBound(loop, eventLoop: eventLoop)
                }.get()
            )
        }
        self.loops = loops
    }

    // MARK: Listening

    /// Binds the service listener and starts to accept.
    ///
    /// - Returns: the address that was bound; its port differs from the settings' when that is 0.
    package func listen(_ listener: Listener) async throws(StartError) -> SocketAddress {
        let tls = try Self.makeTLS(listener)
        let loops = Dictionary(uniqueKeysWithValues: zip(eventLoops.map { ObjectIdentifier($0) }, loops))
        let connections = shared.connections
        do {
            let channel = try await ServerBootstrap(group: group)
                .serverChannelOption(.backlog, value: 1024)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .childChannelOption(.autoRead, value: false)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        guard connections.enter() else { throw ChannelError.ioOnClosedChannel }
                        channel.closeFuture.whenComplete { _ in connections.leave() }
                        let pipeline = channel.pipeline.syncOperations
                        if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
                        guard let loop = loops[ObjectIdentifier(channel.eventLoop)] else {
                            throw ChannelError.ioOnClosedChannel
                        }
                        try pipeline.addHandler(ClientConnection(loop: loop.value))
                    }
                }
                .bind(host: listener.host, port: listener.port)
                .get()
            self.channel.withLock { $0 = channel }
            guard let address = channel.localAddress else { throw ChannelError.unknownLocalAddress }
            return address
        } catch {
            throw .bind(address: "\(listener.host):\(listener.port)", cause: error)
        }
    }

    private static func makeTLS(_ listener: Listener) throws(StartError) -> NIOSSLContext? {
        guard let files = listener.tls else { return nil }
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(files.certificate).map {
                NIOSSLCertificateSource.certificate($0)
            }
            let key = try NIOSSLPrivateKey(file: files.key, format: .pem)
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain,
                privateKey: .privateKey(key)
            )
            configuration.minimumTLSVersion = .tlsv12
            configuration.applicationProtocols = ["http/1.1"]
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw .certificate("\(files.certificate), \(files.key): \(error)")
        }
    }

    /// One after the other.
    var anyLoop: (any EventLoop, NIOLoopBound<RelayLoop>) {
        let place = turn.wrappingAdd(1, ordering: .relaxed).oldValue.magnitude % UInt(loops.count)
        return (eventLoops[Int(place)], loops[Int(place)])
    }

    // MARK: Control

    /// Sends the newest world to every loop; returns when each has taken it over. Then, and not before, it is in effect.
    ///
    /// - Parameter snapshot: nil when only the epoch moved.
    package func adopt(_ snapshot: Snapshot?, epoch: UInt64) async {
        // All at once: a loop that is busy keeps no other one from it.
        let turns = zip(eventLoops, loops).map { eventLoop, loop in
            eventLoop.submit { loop.value.adopt(snapshot, epoch: epoch) }
        }
        for turn in turns { try? await turn.get() }
    }

    /// Looks at the ledger, for which an event loop waits that slept.
    package var lookout: Lookout { shared.lookout }

    package struct Sample: Sendable {
        package var metrics: MetricsSample
        package var exchangesUnderWay: Int
        package var openConnections: Int
        package var refusedConnections: Int
        package var bufferedBytes: Int
    }

    package func sample() async -> Sample {
        var merged = MetricsSample()
        var underWay = 0
        for (eventLoop, loop) in zip(eventLoops, loops) {
            let part = try? await eventLoop.submit { (loop.value.metrics.sample(), loop.value.exchangesUnderWay) }.get()
            if let part {
                merged.merge(part.0)
                underWay += part.1
            }
        }
        return Sample(
            metrics: merged,
            exchangesUnderWay: underWay,
            openConnections: shared.connections.current,
            refusedConnections: shared.connections.refusedSoFar,
            bufferedBytes: shared.budget.inUse
        )
    }

    /// What was written last may need its time to leave; a client that does not take it is not waited for.
    private func lastWrites() async {
        let end = ContinuousClock.now + .seconds(2)
        repeat {
            try? await Task.sleep(for: .milliseconds(20))
            var open = 0
            for (eventLoop, loop) in zip(eventLoops, loops) {
                open += (try? await eventLoop.submit { loop.value.connections.count }.get()) ?? 0
            }
            if open == 0 { return }
        } while ContinuousClock.now < end
    }

    // MARK: Stopping

    /// Stops accepting, lets running exchanges finish for at most `limit`, ends the rest with an error.
    package func stop(drain limit: Duration) async {
        let channel = channel.withLock { $0 }
        try? await channel?.close().get()
        for (eventLoop, loop) in zip(eventLoops, loops) { eventLoop.execute { loop.value.drain() } }
        let end = ContinuousClock.now + limit
        while ContinuousClock.now < end, await sample().exchangesUnderWay > 0 {
            try? await Task.sleep(for: .milliseconds(20))
        }
        for (eventLoop, loop) in zip(eventLoops, loops) {
            try? await eventLoop.submit { loop.value.endEverything() }.get()
        }
        await lastWrites()
        for (eventLoop, loop) in zip(eventLoops, loops) {
            try? await eventLoop.submit { loop.value.stop() }.get()
        }
    }

    /// Ends the loops themselves, when nobody can send them anything any more: what is given to a loop that has ended is never
    /// answered, and whoever waits for it waits for ever.
    package func end() async {
        try? await group.shutdownGracefully()
    }
}
