import NIOCore
package import NIOSSL

/// Where connections of a pool lead: host, port and, for TLS, whom to trust.
///
/// Two providers with the same origin share connections; a key is never part of a connection, only of a request.
package final class Origin: Sendable {
    package struct Key: Hashable, Sendable {
        package var host: String
        package var port: Int
        package var isTLS: Bool
        package var certificateAuthority: String?
    }

    package let key: Key
    /// nil for clear text.
    package let tls: NIOSSLContext?

    package init(key: Key, tls: NIOSSLContext?) {
        self.key = key
        self.tls = tls
    }

    /// The server name to verify and to send; nil for an address literal, where none may be sent (RFC 6066 §3).
    package var serverName: String? {
        (try? SocketAddress(ipAddress: key.host, port: key.port)) == nil ? key.host : nil
    }

    /// - Throws: when the authority's file cannot be read or holds no certificate.
    package static func makeTLS(certificateAuthority: String?) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.applicationProtocols = ["http/1.1"]
        configuration.minimumTLSVersion = .tlsv12
        if let certificateAuthority { configuration.trustRoots = .file(certificateAuthority) }
        return try NIOSSLContext(configuration: configuration)
    }
}
