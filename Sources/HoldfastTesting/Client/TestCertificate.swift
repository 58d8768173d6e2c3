import NIOSSL

/// A self-signed certificate for `localhost` and 127.0.0.1 with its key. Made for these tests and published with them:
/// it protects nothing, and nothing may ever trust it but a test.
package enum TestCertificate {
    package static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBsDCCAVWgAwIBAgIBATAKBggqhkjOPQQDAjA4MRIwEAYDVQQDDAlsb2NhbGhv
        c3QxIjAgBgNVBAoMGUhvbGRmYXN0IHRlc3QgY2VydGlmaWNhdGUwIBcNMjAwMTAx
        MDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMDgxEjAQBgNVBAMMCWxvY2FsaG9zdDEi
        MCAGA1UECgwZSG9sZGZhc3QgdGVzdCBjZXJ0aWZpY2F0ZTBZMBMGByqGSM49AgEG
        CCqGSM49AwEHA0IABCgAXDWJxRbqExBkKB1qzzJoRYIVQAm+qOnsnH5KrHCvYQdn
        Xdy6jTWLXuJhZdIoBMovhRvL2q9zxASNFKmhoKCjTjBMMA8GA1UdEwEB/wQFMAMB
        Af8wGgYDVR0RBBMwEYIJbG9jYWxob3N0hwR/AAABMB0GA1UdDgQWBBTUD8SQiqHw
        VGY+7HgqEAEC8f9e8jAKBggqhkjOPQQDAgNJADBGAiEA701PfFj0q+3nMJl9nNSp
        bdIN09nlVb4XPImcbAb++qgCIQDBeQ4HXcIRf/8qa/KU5VjSJjzTw+2OOPC0mBZn
        CznLnA==
        -----END CERTIFICATE-----
        """

    package static let privateKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgNV6cSkbFv4d7Hgut
        JLRAznUY51+xb+WCwLENiayIpBqhRANCAAQoAFw1icUW6hMQZCgdas8yaEWCFUAJ
        vqjp7Jx+Sqxwr2EHZ13cuo01i17iYWXSKATKL4Uby9qvc8QEjRSpoaCg
        -----END PRIVATE KEY-----
        """

    static func serverContext() throws -> NIOSSLContext {
        let chain = try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8)).map {
            NIOSSLCertificateSource.certificate($0)
        }
        let key = try NIOSSLPrivateKey(bytes: Array(privateKey.utf8), format: .pem)
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key))
        )
    }

    static func clientContext() throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8)))
        return try NIOSSLContext(configuration: configuration)
    }
}
