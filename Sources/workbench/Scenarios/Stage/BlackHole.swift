#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A port that takes no connection and refuses none: it listens, nobody accepts, and its queue is full.
final class BlackHole: Sendable {
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    let port: Int
    private let sockets: [Int32]

    init() throws {
        let (listener, address) = try Self.listener()
        var sockets = [listener]
        // A queue of zero still takes one, and a kernel may round up.
        for _ in 0..<8 { sockets.append(Self.connect(to: address)) }
        self.sockets = sockets
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    deinit { for socket in sockets { close(socket) } }

    private static func listener() throws -> (Int32, sockaddr_in) {
        let listener = socket(AF_INET, stream, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(listener, generic, length) == 0 && listen(listener, 0) == 0
                    && getsockname(listener, generic, &length) == 0
            }
        }
        guard isBound else { throw Failed(description: "no port that takes no connection (errno \(errno))") }
        return (listener, address)
    }

    private static func connect(to address: sockaddr_in) -> Int32 {
        let client = socket(AF_INET, stream, 0)
        _ = fcntl(client, F_SETFL, O_NONBLOCK)
        var address = address
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                #if canImport(Glibc)
                    _ = Glibc.connect(client, generic, socklen_t(MemoryLayout<sockaddr_in>.size))
                #else
                    _ = Darwin.connect(client, generic, socklen_t(MemoryLayout<sockaddr_in>.size))
                #endif
            }
        }
        return client
    }

    #if canImport(Glibc)
        private static let stream = Int32(SOCK_STREAM.rawValue)
    #else
        private static let stream = SOCK_STREAM
    #endif
}
