import Control
import JSON
import Reports
import Testing

@Suite("What leads to advisories")
struct AdvisoryIndexTests {
    private static func index(
        _ events: [ControlEvent]? = nil,
        address: String = AdvisoryBench.address,
        contact: String? = "ai@bank.example"
    ) throws -> AdvisoryIndex {
        AdvisoryIndex(
            .init(name: "Example <Bank>", namespace: "https://bank.example", contact: contact),
            address: address,
            advisories: try AdvisoryBench(events).advisories(),
            madeAt: AdvisoryBench.now
        )
    }

    private static func text(_ index: AdvisoryIndex, _ path: String) -> String? {
        index.files.first { $0.path == path }.map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test("the provider's document has every member that the standard asks for, and leads to the feed")
    func provider() throws {
        let document = try Self.index().providerMetadata
        #expect(
            document["canonical_url"]?.string == "https://status.bank.example/.well-known/csaf/provider-metadata.json"
        )
        #expect(document["metadata_version"]?.string == "2.0" && document["role"]?.string == "csaf_provider")
        #expect(
            document["list_on_CSAF_aggregators"]?.bool != nil && document["mirror_on_CSAF_aggregators"]?.bool != nil
        )
        // That of the newest advisory: the story's last step.
        #expect(document["last_updated"]?.string == "2023-11-14T22:19:20.000Z")
        let feed = document["distributions"]?.elements?.first?["rolie"]?["feeds"]?.elements?.first
        #expect(
            feed?["url"]?.string == "https://status.bank.example/.well-known/csaf/white/csaf-feed-tlp-white.json"
        )
    }

    @Test(
        "only at a host's root with TLS is it a provider",
        arguments: [
            ("https://a.example", "csaf_provider"), ("https://a.example/", "csaf_provider"),
            ("https://a.example/b/", "csaf_publisher"), ("http://a.example/", "csaf_publisher"),
        ]
    )
    func role(address: String, role: String) throws {
        #expect(try Self.index(address: address).providerMetadata["role"]?.string == role)
    }

    @Test("feed, list and changes name the same files")
    func lists() throws {
        let index = try Self.index()
        let file = "2023/hf-rc-2026-0001.json"
        #expect(Self.text(index, ".well-known/csaf/white/index.txt") == file + "\n")
        #expect(
            Self.text(index, ".well-known/csaf/white/changes.csv") == "\"\(file)\",\"2023-11-14T22:19:20.000Z\"\n"
        )
        let entry = try #require(index.feed["feed"]?["entry"]?.elements?.first)
        let own = "https://status.bank.example/.well-known/csaf/white/\(file)"
        #expect(entry["content"]?["src"]?.string == own && entry["id"]?.string == "HF-RC-2026-0001")
        #expect(entry["link"]?.elements?.compactMap { $0["href"]?.string } == [own, own + ".sha256", own + ".sha512"])
    }

    @Test("without a recall there is a provider and no feed")
    func empty() throws {
        let index = try Self.index([])
        #expect(index.files.map(\.path) == [".well-known/csaf/provider-metadata.json", ".well-known/security.txt"])
        #expect(index.providerMetadata["distributions"] == nil)
    }

    @Test(
        "whom to tell stands there where a program can write to them",
        arguments: [
            ("ai@bank.example", "mailto:ai@bank.example"), ("mailto:ai@bank.example", "mailto:ai@bank.example"),
            ("https://bank.example/ai", "https://bank.example/ai"), ("http://bank.example/ai", nil),
            ("the desk, room 3", nil), ("a@b\nExpires: 2099-01-01T00:00:00Z", nil), ("a@b@c", nil), (nil, nil),
        ] as [(String?, String?)]
    )
    func contact(text: String?, link: String?) throws {
        let lines = try Self.index(contact: text).securityText?.split(separator: "\n").map(String.init)
        #expect(
            lines
                == link.map {
                    [
                        "Contact: \($0)", "Expires: 2024-02-12T00:00:00Z",
                        "CSAF: https://status.bank.example/.well-known/csaf/provider-metadata.json",
                        "Canonical: https://status.bank.example/.well-known/security.txt",
                    ]
                }
        )
    }
}
