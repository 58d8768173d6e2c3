import Foundation
import JSON
import Settings

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Asks the running server's operator listener, for commands that tell what holds *now*.
///
/// One request on one plain connection to this machine: what a command needs is not worth a client library.
struct OperatorClient {
    /// A server that hangs must not hang the command.
    private static let patienceSeconds = 2
    /// Far above any document of the operator API.
    private static let largestAnswer = 32 << 20

    private let port: UInt16
    private let token: String

    /// nil when no server runs from the folder, or its operator listener cannot be asked without TLS.
    ///
    /// The token is `HOLDFAST_TOKEN`, otherwise the one that the server wrote into its state folder for its owner.
    init?(state: String) {
        guard let server = Self.server(state), let address = server["operator"]?.string,
            let url = URLComponents(string: address), url.scheme == "http", let port = url.port,
            let token = environment["HOLDFAST_TOKEN"]
                ?? FileManager.default.contents(atPath: state + "/operator.token").map({
                    String(decoding: $0, as: UTF8.self)
                })
        else { return nil }
        self.port = UInt16(clamping: port)
        self.token = token
    }

    /// By the settings alone, with `HOLDFAST_TOKEN`; nil without that, and for a listener that cannot be asked without TLS
    /// or has a port that only the server knows.
    init?(_ listener: Listener) {
        guard listener.tls == nil, listener.port > 0, let token = environment["HOLDFAST_TOKEN"] else { return nil }
        port = UInt16(clamping: listener.port)
        self.token = token
    }

    var address: String { "http://127.0.0.1:\(port)" }

    /// What the running server said of itself when it started; nil when none runs.
    static func server(_ state: String) -> JSONValue? {
        guard let data = FileManager.default.contents(atPath: state + "/server.json"),
            let known = try? JSONValue(parsing: Array(data)), let pid = known["pid"]?.integer, kill(pid_t(pid), 0) == 0
        else { return nil }
        return known
    }

    /// - Returns: status and body; nil when the server does not answer in time.
    func get(_ path: String) -> (status: Int, body: JSONValue)? {
        ask("GET", path, [], patienceSeconds: Self.patienceSeconds)
    }

    /// - Parameter patienceSeconds: for what the server does before it answers.
    func post(_ path: String, _ body: [UInt8], patienceSeconds: Int) -> (status: Int, body: JSONValue)? {
        ask("POST", path, body, patienceSeconds: patienceSeconds)
    }

    private func ask(
        _ method: String,
        _ path: String,
        _ body: [UInt8],
        patienceSeconds: Int
    ) -> (status: Int, body: JSONValue)? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var patience = timeval(tv_sec: patienceSeconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { return nil }
        let length = method == "POST" ? "content-length: \(body.count)\r\n" : ""
        let request =
            Array(
                "\(method) \(path) HTTP/1.1\r\nhost: 127.0.0.1:\(port)\r\nauthorization: Bearer \(token)\r\n\(length)connection: close\r\n\r\n"
                    .utf8
            ) + body
        guard sendAll(descriptor, request) else { return nil }
        return Self.read(receiveAll(descriptor))
    }

    private func sendAll(_ descriptor: Int32, _ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    private func receiveAll(_ descriptor: Int32) -> [UInt8] {
        var all: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 64 << 10)
        while all.count < Self.largestAnswer {
            let count = recv(descriptor, &piece, piece.count, 0)
            guard count > 0 else { break }
            all += piece[..<count]
        }
        return all
    }

    /// The operator listener answers documents with a length; what has none is no answer of its.
    private static func read(_ answer: [UInt8]) -> (status: Int, body: JSONValue)? {
        let text = String(decoding: answer, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n"), let status = Int(text.dropFirst(9).prefix(3)),
            let body = try? JSONValue(parsing: Array(text[end.upperBound...].utf8))
        else { return nil }
        return (status, body)
    }
}
