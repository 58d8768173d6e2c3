import ArgumentParser
import NIOCore
import NIOPosix

struct FailoverUpstreamCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "failover-upstream",
        abstract: "A sick model of each kind and a healthy substitute, each on a port of its own.",
        discussion: """
            Prints one JSON object with the ports. The substitute's answers carry the time of the fault that came before
            them, for `workbench failover` to read. Nothing is made for `refused`: name a port there that nobody listens
            on. Runs until it is killed.
            """
    )

    /// Under this name the substitute's port is printed.
    static let substitute = "substitute"

    func run() async throws {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let models: [FirstModel?] = FirstModel.allCases.filter { $0 != .refused } + [nil]
        let channels = try await Self.bind(models, on: loop)
        let ports = zip(models, channels).map { model, channel in
            "\"\(model?.rawValue ?? Self.substitute)\": \(channel.localAddress?.port ?? 0)"
        }
        Report.line("listening {\(ports.joined(separator: ", "))}")
        for channel in channels { try await channel.closeFuture.get() }
    }

    /// A listener for each, in their order.
    static func bind(_ models: [FirstModel?], on loop: any EventLoop) async throws -> [any Channel] {
        try await loop.flatSubmit {
            // Made here, because all that share it live on this loop.
            let memo = NIOLoopBound(FaultMemo(), eventLoop: loop)
            let bound = models.map { model in
                ServerBootstrap(group: loop)
                    .serverChannelOption(.backlog, value: 128)
                    .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                    .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                    .childChannelInitializer { channel in
                        channel.eventLoop.makeCompletedFuture {
                            try channel.pipeline.syncOperations.addHandler(
                                FailoverUpstreamHandler(model, memo: memo.value)
                            )
                        }
                    }
                    .bind(host: "127.0.0.1", port: 0)
            }
            return EventLoopFuture.whenAllSucceed(bound, on: loop)
        }.get()
    }
}
