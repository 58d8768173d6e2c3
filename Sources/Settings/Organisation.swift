/// Who runs an installation and answers for what it publishes.
package struct Organisation: Sendable, Equatable {
    package var name: String
    /// Whom readers may write to: an address of mail or of a page; nil: nobody is named.
    package var contact: String?
    /// A URL that is theirs; it makes their documents' names unique. nil: none is named.
    package var namespace: String?

    package init(name: String, contact: String? = nil, namespace: String? = nil) {
        self.name = name
        self.contact = contact
        self.namespace = namespace
    }
}

extension DocumentReader {
    func readOrganisation(_ value: Value?) -> Organisation? {
        guard let value, let fields = value.section(["name", "contact", "namespace"]) else { return nil }
        let name = fields["name"]?.words(most: 200)
        if fields["name"] == nil { value.failEntry("An organisation needs a `name`: it stands on its documents.") }
        let contact = fields["contact"]?.words(most: 500)
        let namespace = fields["namespace"]?.words(most: 500)
        if let namespace, let place = fields["namespace"], !Publication.isAddress(namespace) {
            place.fail("A namespace is an https or http URL.", hint: "Write it like https://bank.example.")
        }
        return name.map { Organisation(name: $0, contact: contact, namespace: namespace) }
    }
}

extension Value {
    /// A line or some lines for people to read; not white space alone, no control characters but line ends.
    ///
    /// - Parameter most: bytes.
    func words(most: Int) -> String? {
        guard let text = text() else { return nil }
        guard (1...most).contains(text.utf8.count), text.contains(where: { !$0.isWhitespace }),
            !text.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\n" || (0x7F...0x9F).contains($0.value) })
        else {
            fail("A text of 1 to \(most) bytes is expected here, without control characters.")
            return nil
        }
        return text
    }
}
