import Control
import Domain
package import JSON

/// What leads programs to published advisories: the files of section 7.1 of CSAF 2.0, and RFC 9116's.
package struct AdvisoryIndex {
    private let publisher: Advisory.Publisher
    /// With a `/` at its end.
    private let address: String
    /// Newest release first, as all lists here.
    private let advisories: [Advisory]
    private let madeAt: UInt64

    /// A year is the most that RFC 9116 advises; a page that nobody publishes any more should be known to be old sooner.
    private static let validDays = 90

    package static let feedPath = "\(Advisory.folder)/csaf-feed-tlp-white.json"

    /// - Parameters:
    ///   - address: where the folder will be found.
    ///   - madeAt: Unix milliseconds.
    package init(_ publisher: Advisory.Publisher, address: String, advisories: [Advisory], madeAt: UInt64) {
        self.publisher = publisher
        self.address = address.hasSuffix("/") ? address : address + "/"
        self.advisories = advisories.sorted { ($0.updatedAt, $0.recall.id) > ($1.updatedAt, $1.recall.id) }
        self.madeAt = madeAt
    }

    /// Each with its path. Without an advisory there is no feed, for the standard knows no empty one.
    package var files: [(path: String, bytes: [UInt8])] {
        var files = [(".well-known/csaf/provider-metadata.json", providerMetadata.document)]
        if !advisories.isEmpty {
            files += [
                (Self.feedPath, feed.document), ("\(Advisory.folder)/index.txt", Array(index.utf8)),
                ("\(Advisory.folder)/changes.csv", Array(changes.utf8)),
            ]
        }
        if let securityText { files.append((".well-known/security.txt", Array(securityText.utf8))) }
        return files
    }

    // MARK: The provider (section 7.1.7)

    private var providerLink: String { address + ".well-known/csaf/provider-metadata.json" }

    /// At the root of a host with TLS all that a provider must do is done by the files alone; elsewhere nobody looks for them by themselves.
    private var role: String {
        let rest = address.dropFirst("https://".count)
        let isRoot = address.hasPrefix("https://") && rest.firstIndex(of: "/") == rest.indices.last
        return isRoot ? "csaf_provider" : "csaf_publisher"
    }

    package var providerMetadata: JSONValue {
        let feeds = JSONValue.array([
            .object(
                ("summary", .string("All advisories")),
                ("tlp_label", .string("WHITE")),
                ("url", .string(address + Self.feedPath))
            )
        ])
        let distributions = [
            JSONValue.object(
                ("directory_url", .string("\(address)\(Advisory.folder)/")),
                ("rolie", .object(("feeds", feeds)))
            )
        ]
        return .object(
            ("canonical_url", .string(providerLink)),
            ("distributions", advisories.isEmpty ? nil : .array(distributions)),
            ("last_updated", .time(advisories.first?.updatedAt ?? today.start)),
            // Listing says where it is. Copies elsewhere are for their publisher to allow.
            ("list_on_CSAF_aggregators", .bool(true)),
            ("mirror_on_CSAF_aggregators", .bool(false)),
            ("metadata_version", .string("2.0")),
            ("publisher", publisher.json),
            ("role", .string(role))
        )
    }

    // MARK: Lists

    /// Section 7.1.12.
    private var index: String { advisories.map(\.file).sorted().map { $0 + "\n" }.joined() }

    /// Section 7.1.13.
    private var changes: String {
        advisories.map { "\"\($0.file)\",\"\(ClockText.rfc3339(unixMilliseconds: $0.updatedAt))\"\n" }.joined()
    }

    /// Section 7.1.15: ROLIE (RFC 8322) in JSON.
    package var feed: JSONValue {
        .object(
            (
                "feed",
                .object(
                    ("id", .string("csaf-feed-tlp-white")),
                    ("title", .string("Advisories of \(VisibleText.of(publisher.name)) (TLP:WHITE)")),
                    ("link", .array([Self.link("self", address + Self.feedPath)])),
                    (
                        "category",
                        .array([
                            .object(
                                ("scheme", .string("urn:ietf:params:rolie:category:information-type")),
                                ("term", .string("csaf"))
                            )
                        ])
                    ),
                    ("updated", .time(advisories.first?.updatedAt ?? today.start)),
                    ("entry", .array(advisories.map(entry)))
                )
            )
        )
    }

    private func entry(_ advisory: Advisory) -> JSONValue {
        let own = address + advisory.path
        return .object(
            ("id", .string(advisory.id(.security))),
            ("title", .string(advisory.title)),
            (
                "link",
                .array([Self.link("self", own), Self.link("hash", own + ".sha256"), Self.link("hash", own + ".sha512")])
            ),
            ("published", .time(advisory.releasedAt)),
            ("updated", .time(advisory.updatedAt)),
            ("summary", advisory.revisions.last.map { .object(("content", .string($0.summary))) }),
            ("content", .object(("type", .string("application/json")), ("src", .string(own)))),
            (
                "format",
                .object(
                    ("schema", .string("https://docs.oasis-open.org/csaf/csaf/v2.0/csaf_json_schema.json")),
                    ("version", .string("2.0"))
                )
            )
        )
    }

    private static func link(_ relation: String, _ address: String) -> JSONValue {
        .object(("rel", .string(relation)), ("href", .string(address)))
    }

    // MARK: Whom to tell (RFC 9116)

    /// Files do not change with every call.
    private var today: Day { Day(unixMilliseconds: madeAt) }

    /// nil: nobody whom a program could write to is named.
    package var securityText: String? {
        guard let contact = publisher.contact.flatMap(Self.contactLink) else { return nil }
        let expires = today.after(Self.validDays).start
        return """
            Contact: \(contact)
            Expires: \(ClockText.rfc3339(unixSeconds: Int64(expires / 1000)))
            CSAF: \(providerLink)
            Canonical: \(address).well-known/security.txt

            """
    }

    /// An address of mail, or of a page with TLS as the RFC asks for; nil: it is neither.
    private static func contactLink(_ text: String) -> String? {
        guard text.unicodeScalars.allSatisfy({ $0.isASCII && $0.value > 0x20 && $0.value < 0x7F }) else { return nil }
        if text.hasPrefix("https://"), text.count > "https://".count { return URISyntax.isMet(text) ? text : nil }
        let mail = text.hasPrefix("mailto:") ? String(text.dropFirst("mailto:".count)) : text
        let parts = mail.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), !mail.contains(where: { ":/<>\"?&".contains($0) })
        else {
            return nil
        }
        return "mailto:\(mail)"
    }
}
