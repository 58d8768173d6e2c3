import Control
import Domain
package import JSON

/// What became of recalls, newest step first, for readers of feeds: Atom (RFC 4287), RSS 2.0, JSON Feed 1.1.
extension StatusBoard {
    private static let mostEntries = 100

    private struct Entry {
        var id: String
        var title: String
        var text: String
        var at: UInt64
        var link: String
    }

    /// For ids that stay the same wherever the files lie (RFC 4151).
    private var tag: String { "tag:\(host),2026:holdfast/\(Slug.id(ledger.origin ?? name))" }

    /// Of the address, or one that nobody has (RFC 2606).
    private var host: String {
        let rest = address.map { $0.drop { $0 != "/" }.drop { $0 == "/" } } ?? ""
        let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-") }
        return name.isEmpty ? "holdfast.invalid" : String(name)
    }

    /// An absolute address where there is one: feeds are read away from their folder.
    private func link(_ rest: String) -> String {
        guard let address else { return rest }
        return address.hasSuffix("/") || rest.hasPrefix("#") ? address + rest : "\(address)/\(rest)"
    }

    private var entries: [Entry] {
        incidents.flatMap { incident in
            incident.steps.map { step in
                Entry(
                    id: "\(tag)/\(incident.recall.id)/\(step.epoch - 1)",
                    title: incident.title(.english),
                    text: incident.text(of: step, .english),
                    at: step.at,
                    link: link("#\(incident.recall.id)")
                )
            }
        }
        .sorted { ($0.at, $0.id) > ($1.at, $1.id) }
        .prefix(Self.mostEntries).map { $0 }
    }

    private var updatedAt: UInt64 { entries.first?.at ?? madeAt }
    private var title: String { "\(name): \(StatusWords.english.status.lowercased())" }

    package var atom: [UInt8] {
        let feed: Markup = """
            <?xml version="1.0" encoding="utf-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom">
            <id>\(tag)</id>
            <title>\(title)</title>
            <updated>\(ClockText.rfc3339(unixMilliseconds: updatedAt))</updated>
            <author><name>\(name)</name></author>
            <link rel="self" href="\(link("feed.atom"))"/>
            <link rel="alternate" href="\(link("index.html"))"/>
            \(entries.map { entry in
                """
                <entry>
                <id>\(entry.id)</id>
                <title>\(entry.title)</title>
                <updated>\(ClockText.rfc3339(unixMilliseconds: entry.at))</updated>
                <link rel="alternate" href="\(entry.link)"/>
                <content type="text">\(entry.text)</content>
                </entry>

                """ as Markup
            })\
            </feed>

            """
        return feed.bytes
    }

    package var rss: [UInt8] {
        let feed: Markup = """
            <?xml version="1.0" encoding="utf-8"?>
            <rss version="2.0">
            <channel>
            <title>\(title)</title>
            <link>\(link("index.html"))</link>
            <description>\(StatusWords.english.overall(level))</description>
            <lastBuildDate>\(ClockText.httpDate(unixSeconds: Int64(updatedAt / 1000)))</lastBuildDate>
            \(entries.map { entry in
                """
                <item>
                <title>\(entry.title)</title>
                <link>\(entry.link)</link>
                <guid isPermaLink="false">\(entry.id)</guid>
                <pubDate>\(ClockText.httpDate(unixSeconds: Int64(entry.at / 1000)))</pubDate>
                <description>\(entry.text)</description>
                </item>

                """ as Markup
            })\
            </channel>
            </rss>

            """
        return feed.bytes
    }

    package var jsonFeed: JSONValue {
        .object(
            ("version", .string("https://jsonfeed.org/version/1.1")),
            ("title", .string(title)),
            ("home_page_url", address.map { .string($0) }),
            ("feed_url", address == nil ? nil : .string(link("feed.json"))),
            ("language", .string("en")),
            (
                "items",
                .array(
                    entries.map { entry in
                        .object(
                            ("id", .string(entry.id)),
                            ("url", address == nil ? nil : .string(entry.link)),
                            ("title", .string(entry.title)),
                            ("content_text", .string(entry.text)),
                            ("date_published", .string(ClockText.rfc3339(unixMilliseconds: entry.at)))
                        )
                    }
                )
            )
        )
    }
}
