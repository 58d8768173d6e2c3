import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS
import Routing

/// The connections of one event loop to one origin. An exchange stays on its loop, so nothing here is shared.
final class UpstreamPool {
    /// Idle connections beyond this are closed: they cost the provider as much as us.
    private static let maximumIdle = 512
    /// Below the keep-alive that vendors' front ends commonly grant (60 s and more).
    private static let idleLimit: TimeAmount = .seconds(45)

    let origin: Origin
    private let eventLoop: any EventLoop
    private let resolver: Resolver
    let clock: LoopClock
    let flushes: FlushQueue
    /// Last in, first out: a few connections stay warm and the rest expire.
    private var idle: [UpstreamConnection] = []

    init(origin: Origin, eventLoop: any EventLoop, resolver: Resolver, clock: LoopClock, flushes: FlushQueue) {
        self.origin = origin
        self.eventLoop = eventLoop
        self.resolver = resolver
        self.clock = clock
        self.flushes = flushes
    }

    func idleConnection() -> UpstreamConnection? {
        while let connection = idle.popLast() {
            if connection.isUsable { return connection }
        }
        return nil
    }

    func release(_ connection: UpstreamConnection) {
        connection.idleSince = clock.now
        idle.append(connection)
        if idle.count > Self.maximumIdle { idle.removeFirst().cancel() }
    }

    /// It was taken, and nothing was sent on it.
    func giveBack(_ connection: UpstreamConnection) {
        guard connection.isUsable else { return }
        release(connection)
        connection.watchWhileIdle()
    }

    func forget(_ connection: UpstreamConnection) {
        idle.removeAll { $0 === connection }
    }

    func expire(now: NIODeadline) {
        while let oldest = idle.first, oldest.idleSince + Self.idleLimit < now {
            idle.removeFirst()
            oldest.cancel()
        }
    }

    func closeIdle() {
        for connection in idle { connection.cancel() }
        idle = []
    }

    var idleCount: Int { idle.count }

    // MARK: Connecting

    /// A connection being made; `cancel` makes the completion never come.
    final class Connecting {
        fileprivate var completion: ((Result<UpstreamConnection, AttemptFailure>) -> Void)?
        fileprivate let deadline: NIODeadline

        fileprivate init(
            deadline: NIODeadline,
            completion: @escaping (Result<UpstreamConnection, AttemptFailure>) -> Void
        ) {
            self.deadline = deadline
            self.completion = completion
        }

        func cancel() { completion = nil }

        fileprivate func finish(_ result: Result<UpstreamConnection, AttemptFailure>) -> Bool {
            guard let completion else { return false }
            self.completion = nil
            completion(result)
            return true
        }
    }

    /// Resolves, connects (each address in turn) and shakes hands; calls `completion` once, on the loop.
    func connect(
        deadline: NIODeadline,
        completion: @escaping (Result<UpstreamConnection, AttemptFailure>) -> Void
    ) -> Connecting {
        let connecting = Connecting(deadline: deadline, completion: completion)
        if let addresses = resolver.cached(host: origin.key.host, port: origin.key.port) {
            connect(connecting, to: addresses[...])
            return connecting
        }
        let bound = NIOLoopBound((self, connecting), eventLoop: eventLoop)
        let loop = eventLoop
        resolver.resolve(host: origin.key.host, port: origin.key.port) { result in
            loop.execute {
                let (pool, connecting) = bound.value
                pool.clock.turn()
                switch result {
                case .success(let addresses): pool.connect(connecting, to: addresses[...])
                case .failure: _ = connecting.finish(.failure(.nameResolution))
                }
            }
        }
        return connecting
    }

    private func connect(_ connecting: Connecting, to addresses: ArraySlice<SocketAddress>) {
        guard connecting.completion != nil else { return }
        guard let address = addresses.first else {
            _ = connecting.finish(.failure(.connectRefused))
            return
        }
        // The time that is left is shared out, so that one address that swallows packets leaves some for the next.
        let left = max(connecting.deadline - clock.now, .milliseconds(50))
        let share = TimeAmount.nanoseconds(left.nanoseconds / Int64(addresses.count))
        let origin = origin
        let bound = NIOLoopBound((self, connecting), eventLoop: eventLoop)
        ClientBootstrap(group: eventLoop)
            .connectTimeout(share)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.autoRead, value: false)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let (pool, _) = bound.value
                    if let tls = origin.tls {
                        let handler = try NIOSSLClientHandler(context: tls, serverHostname: origin.serverName)
                        try channel.pipeline.syncOperations.addHandler(handler)
                        try channel.pipeline.syncOperations.addHandler(Handshake(pool: pool, connecting: bound.value.1))
                    }
                    try channel.pipeline.syncOperations.addHandler(UpstreamConnection(pool: pool))
                }
            }
            .connect(to: address)
            .assumeIsolated()
            .whenComplete { result in
                let (pool, connecting) = bound.value
                pool.clock.turn()
                switch result {
                case .success(let channel):
                    if origin.tls == nil { pool.connected(connecting, channel) } else { channel.read() }
                case .failure(let error):
                    let rest = addresses.dropFirst()
                    if !rest.isEmpty { return pool.connect(connecting, to: rest) }
                    let isTimeout = if case ChannelError.connectTimeout = error { true } else { false }
                    _ = connecting.finish(.failure(isTimeout ? .connectTimeout : .connectRefused))
                }
            }
    }

    fileprivate func connected(_ connecting: Connecting, _ channel: any Channel) {
        do {
            let connection = try channel.pipeline.syncOperations.handler(type: UpstreamConnection.self)
            // Nobody waits any more: the connection is good all the same, so the pool keeps it.
            if !connecting.finish(.success(connection)) { giveBack(connection) }
        } catch {
            channel.close(promise: nil)
            _ = connecting.finish(.failure(.connectRefused))
        }
    }

    /// Waits for the handshake to end, then removes itself: only a verified connection is handed out.
    private final class Handshake: ChannelInboundHandler, RemovableChannelHandler {
        typealias InboundIn = ByteBuffer

        private let pool: UpstreamPool
        private let connecting: Connecting
        private var clock: Scheduled<Void>?

        init(pool: UpstreamPool, connecting: Connecting) {
            self.pool = pool
            self.connecting = connecting
        }

        func handlerAdded(context: ChannelHandlerContext) {
            let bound = NIOLoopBound((connecting, context), eventLoop: context.eventLoop)
            // Whether or not anybody still waits: a peer that never shakes hands must not keep a connection open.
            clock = context.eventLoop.scheduleTask(deadline: connecting.deadline) {
                let (connecting, context) = bound.value
                _ = connecting.finish(.failure(.connectTimeout))
                context.close(promise: nil)
            }
        }

        func handlerRemoved(context: ChannelHandlerContext) {
            clock?.cancel()
            clock = nil
        }

        func channelReadComplete(context: ChannelHandlerContext) {
            // The handshake needs more of the peer's bytes and reading is not automatic.
            context.read()
            context.fireChannelReadComplete()
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if case TLSUserEvent.handshakeCompleted = event {
                let channel = context.channel
                context.pipeline.syncOperations.removeHandler(self, promise: nil)
                pool.connected(connecting, channel)
                return
            }
            context.fireUserInboundEventTriggered(event)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            _ = connecting.finish(.failure(.tls))
            context.close(promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) {
            _ = connecting.finish(.failure(.tls))
            context.fireChannelInactive()
        }
    }
}
