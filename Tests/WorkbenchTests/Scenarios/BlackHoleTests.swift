import HoldfastTesting
import NIOCore
import NIOPosix
import Testing

@testable import workbench

@Suite("A black hole")
struct BlackHoleTests {
    @Test("takes no connection and refuses none")
    func silent() async throws {
        let hole = try BlackHole()
        let connecting = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.milliseconds(300))
            .connect(host: "127.0.0.1", port: hole.port)
        await #expect(throws: ChannelError.self) { try await connecting.get() }
        withExtendedLifetime(hole) {}
    }
}
