/// Where the server keeps the public folder.
package struct Publication: Sendable, Equatable {
    /// Absolute.
    package var folder: String
    /// Where it will be found, for feeds; nil: nobody said.
    package var address: String?

    package init(folder: String, address: String? = nil) {
        self.folder = folder
        self.address = address
    }

    /// An http or https URL, with nothing in it that would have to be escaped in a document.
    package static func isAddress(_ text: String) -> Bool {
        guard let scheme = ["https://", "http://"].first(where: text.hasPrefix) else { return false }
        let rest = text.dropFirst(scheme.count)
        return !rest.isEmpty && !rest.hasPrefix("/")
            && !text.contains(where: { $0.isWhitespace || "\"'<>".contains($0) })
    }
}

extension DocumentReader {
    func readPublication(_ value: Value?) -> Publication? {
        guard let value, let fields = value.section(["folder", "address"]) else { return nil }
        let address = fields["address"]?.words(most: 500)
        if let address, let place = fields["address"], !Publication.isAddress(address) {
            place.fail("An address is an https or http URL.", hint: "Write it like https://status.example.org/.")
        }
        guard let folder = fields["folder"]?.words(most: 4000) else {
            if fields["folder"] == nil { value.failEntry("A publication needs a `folder`: it is written there.") }
            return nil
        }
        return Publication(folder: paths.absolute(folder), address: address)
    }
}
