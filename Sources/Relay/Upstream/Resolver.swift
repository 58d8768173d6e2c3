import Foundation
package import NIOCore
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Turns host names into addresses without ever letting one sick vendor's name servers hold up another's.
///
/// `getaddrinfo` blocks for as long as it likes, so it runs on threads of our own, at most two a host: the second is
/// the chance that a new query is answered while an old one hangs. Further callers wait for those under way. The last
/// good addresses are kept and used when a new look-up fails: stale addresses usually still answer.
package final class Resolver: Sendable {
    package enum Failure: Error, Equatable {
        /// The name has no address, or the name servers did not say; the text is the system's.
        case notFound(String)
    }

    package typealias Completion = @Sendable (Result<[SocketAddress], Failure>) -> Void
    typealias LookUp = @Sendable (_ host: String, _ port: Int) -> Result<[SocketAddress], Failure>

    /// Long enough to spare a busy gateway its look-ups, short enough to follow a vendor that moves.
    private static let freshness: Duration = .seconds(30)
    private static let threadsPerHost = 2
    /// A name that hangs must not collect closures without bound.
    private static let maximumWaiting = 1024

    private struct Entry {
        var addresses: [SocketAddress] = []
        var resolvedAt: ContinuousClock.Instant?
        var threads = 0
        var waiting: [Completion] = []
    }

    private struct Key: Hashable {
        var host: String
        var port: Int
    }

    private let entries = Mutex<[Key: Entry]>([:])
    private let lookUp: LookUp

    package convenience init() { self.init(lookUp: Self.askSystem) }

    /// - Parameter lookUp: may block for as long as it likes.
    init(lookUp: @escaping LookUp) {
        self.lookUp = lookUp
    }

    /// The addresses known now, without waiting; the common case on the path of a request. Stale ones are given too,
    /// while a look-up of their successors starts: a name server that hangs delays nobody.
    package func cached(host: String, port: Int) -> [SocketAddress]? {
        if let literal = Self.literal(host: host, port: port) { return [literal] }
        let (addresses, isStale): ([SocketAddress], Bool) = entries.withLock { entries in
            guard let entry = entries[Key(host: host, port: port)], let at = entry.resolvedAt else {
                return ([], false)
            }
            return (entry.addresses, entry.threads == 0 && at.duration(to: .now) >= Self.freshness)
        }
        if isStale { resolve(host: host, port: port) { _ in } }
        return addresses.isEmpty ? nil : addresses
    }

    /// Calls `completion` once, on a thread of the resolver's own, or at once when too many wait already.
    package func resolve(host: String, port: Int, completion: @escaping Completion) {
        let key = Key(host: host, port: port)
        enum Start { case thread, waits, refused }
        let start: Start = entries.withLock { entries in
            var entry = entries[key] ?? Entry()
            defer { entries[key] = entry }
            guard entry.waiting.count < Self.maximumWaiting else { return .refused }
            entry.waiting.append(completion)
            guard entry.threads < Self.threadsPerHost else { return .waits }
            entry.threads += 1
            return .thread
        }
        switch start {
        case .refused: completion(.failure(.notFound("too many requests wait for this name")))
        case .waits: break
        case .thread:
            let thread = Thread { [self] in finish(key, lookUp(host, port)) }
            thread.stackSize = 256 * 1024
            thread.name = "resolver"
            thread.start()
        }
    }

    private func finish(_ key: Key, _ result: Result<[SocketAddress], Failure>) {
        let (waiting, answer) = entries.withLock { entries in
            var entry = entries[key] ?? Entry()
            entry.threads -= 1
            var answer = result
            switch result {
            case .success(let addresses):
                entry.addresses = addresses
                entry.resolvedAt = .now
            case .failure where !entry.addresses.isEmpty:
                answer = .success(entry.addresses)
            case .failure:
                break
            }
            let waiting = entry.waiting
            entry.waiting = []
            entries[key] = entry
            return (waiting, answer)
        }
        for completion in waiting { completion(answer) }
    }

    private static func literal(host: String, port: Int) -> SocketAddress? {
        guard let first = host.utf8.first,
            first == UInt8(ascii: ":") || (0x30...0x39).contains(first) || host.contains(":")
        else { return nil }
        return try? SocketAddress(ipAddress: host, port: port)
    }

    private static func askSystem(host: String, port: Int) -> Result<[SocketAddress], Failure> {
        if let literal = literal(host: host, port: port) { return .success([literal]) }
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        #if canImport(Glibc)
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            hints.ai_socktype = SOCK_STREAM
        #endif
        hints.ai_flags = AI_ADDRCONFIG
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, String(port), &hints, &list)
        defer { if let list { freeaddrinfo(list) } }
        guard status == 0 else { return .failure(.notFound(String(cString: gai_strerror(status)))) }
        var addresses: [SocketAddress] = []
        var next = list
        while let info = next?.pointee {
            if let address = socketAddress(info) { addresses.append(address) }
            next = info.ai_next
        }
        return addresses.isEmpty ? .failure(.notFound("no address of a kind that can be used")) : .success(addresses)
    }

    private static func socketAddress(_ info: addrinfo) -> SocketAddress? {
        guard let raw = UnsafeRawPointer(info.ai_addr) else { return nil }
        switch info.ai_family {
        case AF_INET: return SocketAddress(raw.load(as: sockaddr_in.self))
        case AF_INET6: return SocketAddress(raw.load(as: sockaddr_in6.self))
        default: return nil
        }
    }
}
