import ArgumentParser
import NIOCore

/// Where load goes, and the request that goes there.
struct LoadTarget: Sendable, Equatable {
    var host: String
    var port: Int
    var path: String

    /// Only plain http: what TLS costs is another question.
    init(url: String) throws {
        guard url.hasPrefix("http://") else {
            throw ValidationError("--url must begin with http:// (TLS is not measured here).")
        }
        let rest = url.dropFirst("http://".count)
        let authority = rest.prefix { $0 != "/" }
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard let name = parts.first, !name.isEmpty, parts.count <= 2 else {
            throw ValidationError("--url must name a host: http://127.0.0.1:8787/v1/chat/completions")
        }
        guard let port = parts.count == 2 ? Int(parts[1]) : 80, (1...65_535).contains(port) else {
            throw ValidationError("--url has no usable port.")
        }
        host = String(name)
        self.port = port
        path = rest.count > authority.count ? String(rest.dropFirst(authority.count)) : "/"
    }
}
