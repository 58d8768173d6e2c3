import Dispatch
import HoldfastTesting
import NIOCore

@testable import Relay

/// A name service that keeps whoever asks waiting until a test lets the name go. Every name leads to this machine.
final class HeldNames: Sendable {
    /// The names that were asked for, in order.
    let asked = Watched<[String]>([])
    private let gates: [String: DispatchSemaphore]

    init(_ hosts: String...) {
        gates = Dictionary(uniqueKeysWithValues: hosts.map { ($0, DispatchSemaphore(value: 0)) })
    }

    /// Blocks, on a thread of the resolver's own.
    func lookUp(host: String, port: Int) -> Result<[SocketAddress], Resolver.Failure> {
        asked.change { $0.append(host) }
        if let gate = gates[host] {
            gate.wait()
            gate.signal()
        }
        guard let address = try? SocketAddress(ipAddress: "127.0.0.1", port: port) else {
            return .failure(.notFound(host))
        }
        return .success([address])
    }

    func letGo(_ host: String) { gates[host]?.signal() }
}
