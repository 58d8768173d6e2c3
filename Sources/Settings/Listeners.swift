package struct Listeners: Sendable, Equatable {
    package var service: Listener
    package var `operator`: Listener

    package init(
        service: Listener,
        `operator`: Listener
    ) {
        self.service = service
        self.operator = `operator`
    }
}

package struct Listener: Sendable, Equatable {
    package struct TLS: Sendable, Equatable {
        /// PEM files, absolute.
        package var certificate: String
        package var key: String

        package init(
            certificate: String,
            key: String
        ) {
            self.certificate = certificate
            self.key = key
        }
    }

    package var host: String
    package var port: Int
    /// Host names accepted beside loopback names and the bound address; lower case, without port.
    package var hosts: [String]
    /// Origins accepted from browsers, as sent: `https://app.example`.
    package var origins: [String]
    package var tls: TLS?
    /// `plaintext: trusted-network`: a non-loopback bind without TLS was asked for by name.
    package var plaintextAllowed: Bool

    package var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }

    package init(
        host: String,
        port: Int,
        hosts: [String],
        origins: [String],
        tls: TLS? = nil,
        plaintextAllowed: Bool
    ) {
        self.host = host
        self.port = port
        self.hosts = hosts
        self.origins = origins
        self.tls = tls
        self.plaintextAllowed = plaintextAllowed
    }
}
