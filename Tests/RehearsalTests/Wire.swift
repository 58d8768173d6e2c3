import NIOCore
import NIOPosix
import Testing

@testable import Rehearsal

/// A client that shows what arrives on the wire, byte by byte.
enum Wire {
    enum End: Equatable {
        /// The server closed in good order.
        case closed
        case reset
        /// The client had seen enough.
        case left
    }

    struct Seen {
        var text = ""
        var end = End.closed

        var head: String { String(text.prefix(upTo: text.firstRange(of: "\r\n\r\n")?.lowerBound ?? text.endIndex)) }
        var status: String { String(text.prefix(12).suffix(3)) }
    }

    static func request(
        _ path: String,
        _ body: String,
        secret: String?,
        method: String = "POST",
        closes: Bool = true
    ) -> String {
        "\(method) \(path) HTTP/1.1\r\nhost: x\r\ncontent-length: \(body.utf8.count)\r\n"
            + (secret.map { "authorization: Bearer \($0)\r\n" } ?? "") + (closes ? "connection: close\r\n" : "")
            + "\r\n" + body
    }

    /// Sends, then reads to the end, or until what came satisfies `enough`.
    static func exchange(
        _ port: Int,
        _ request: String,
        until enough: @escaping @Sendable (String) -> Bool = { _ in false }
    ) async throws -> Seen {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var seen = Seen()
            do {
                try await outbound.write(ByteBuffer(string: request))
                for try await piece in inbound {
                    seen.text += String(buffer: piece)
                    if enough(seen.text) {
                        seen.end = .left
                        break
                    }
                }
            } catch is IOError {
                seen.end = .reset
            }
            return seen
        }
    }

    /// Another party's doing has no event to wait for here; the limit only ends a test that has failed already.
    static func eventually(_ condition: () -> Bool) async throws -> Bool {
        for _ in 0..<2_000 {
            if condition() { return true }
            try await Task.sleep(for: .milliseconds(5))
        }
        return false
    }
}
