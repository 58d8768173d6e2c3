/// Tries files that a document names. Each returns what is wrong in a sentence, nil when nothing is.
///
/// Handed in by who wants that: what a document says can be judged without the machine it will serve on.
package struct FileTrials: Sendable {
    /// Of a PEM file with one certificate at least.
    package var certificate: @Sendable (_ path: String) -> String?
    /// Of a PEM file with a private key.
    package var key: @Sendable (_ path: String) -> String?
    /// Of two that are each in order.
    package var pair: @Sendable (_ certificate: String, _ key: String) -> String?
    /// Of a pack in the product, or one that was imported into the state folder.
    package var pack: @Sendable (_ name: String, _ state: String) -> String?

    package init(
        certificate: @escaping @Sendable (_ path: String) -> String?,
        key: @escaping @Sendable (_ path: String) -> String?,
        pair: @escaping @Sendable (_ certificate: String, _ key: String) -> String?,
        pack: @escaping @Sendable (_ name: String, _ state: String) -> String?
    ) {
        self.certificate = certificate
        self.key = key
        self.pair = pair
        self.pack = pack
    }
}
