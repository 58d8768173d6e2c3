package import Settings

/// How the data plane reaches a rehearsal model of its own process.
package struct RehearsalAddress: Sendable, Equatable {
    package var base: BaseURL
    /// What opens the port; goes up as a vendor's key would.
    package var secret: String

    package init(port: Int, secret: String) {
        base = BaseURL(isTLS: false, host: "127.0.0.1", port: port, path: "/v1", query: nil)
        self.secret = secret
    }
}
