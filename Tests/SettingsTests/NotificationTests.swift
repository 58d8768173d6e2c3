import Domain
import Settings
import Testing

@Suite("Notifications in settings")
struct NotificationTests {
    private static func document(_ endpoints: String...) -> String {
        HoldfastDocument.with("notifications:\n" + endpoints.map { "  \($0)\n" }.joined())
    }

    @Test("say where, signed by what, of what, how often")
    func valid() throws {
        let text = Self.document(
            #"pager: {url: "https://pager.example/hook", secret: env:PAGER}"#,
            #"chat: {url: "https://Chat.Example:8443/hooks/x/?team=a%20b", secret: "file:./chat.key", on: [recall.opened, recall.still_held], repeat: 5m, ca: ./ca.pem, private: true}"#,
            #"quiet: {url: "http://[::1]", secret: env:QUIET, repeat: off}"#
        )
        let found = try load(text).notifications
        let pager = try #require(WebhookAddress("https://pager.example/hook"))
        var chat = try #require(WebhookAddress("https://chat.example:8443/"))
        chat.target = "/hooks/x/?team=a%20b"
        let quiet = try #require(WebhookAddress("http://[::1]:80/"))
        #expect(
            found == [
                NotificationEndpoint(
                    name: "pager",
                    address: pager,
                    secret: .environment("PAGER"),
                    repeats: .seconds(3600)
                ),
                NotificationEndpoint(
                    name: "chat",
                    address: chat,
                    secret: .file("/etc/holdfast/chat.key"),
                    kinds: [.recallOpened, .recallStillHeld],
                    repeats: .seconds(300),
                    certificateAuthority: "/etc/holdfast/ca.pem",
                    isPrivate: true
                ),
                NotificationEndpoint(name: "quiet", address: quiet, secret: .environment("QUIET"), repeats: nil),
            ]
        )
        #expect(found.map(\.address.authority) == ["pager.example", "chat.example:8443", "[::1]"])
        #expect(try load(HoldfastDocument.with("")).notifications == [])
    }

    @Test("what is wrong is told where it stands, and no address or secret is repeated")
    func wrong() {
        let cases: [(String, [String])] = [
            ("a: {secret: env:A}", ["a: The endpoint has no `url`. Write it like https://chat.example/hooks/recalls."]),
            (#"a: {url: "https://a.example"}"#, ["a: The endpoint has no `secret`. Write env:NAME or file:PATH."]),
            (
                #"a: {url: "ftp://token@a.example", secret: hush-hush-hush}"#,
                [
                    "a.url: A webhook's URL is http or https, a host, and a path; at most 2048 bytes. Write it like https://chat.example/hooks/recalls.",
                    "a.secret: A credential is never written here, only where to find it. Write env:NAME for an environment variable or file:PATH for a file.",
                ]
            ),
            (
                #"a: {url: "https://a.example", secret: env:A, on: [recall.moves], repeat: 1ms, private: maybe, retries: 3}"#,
                [
                    "a.on[0]: `recall.moves` is not known here. Did you mean `recall.moved`?",
                    "a.repeat: The duration must lie between 1.0 seconds and 2592000.0 seconds.",
                    "a.private: Either true or false is expected here.",
                    "a: The key `retries` is not known here. Known are: url, secret, on, repeat, ca, private.",
                ]
            ),
            (
                #"a: {url: "https://a.example", secret: env:A, on: []}"#,
                ["a.on: An endpoint is told of something. Leave the key out for everything."]
            ),
            (
                #"a: {url: "http://127.example/hook", secret: env:A, private: true}"#,
                ["a.private: Private words do not go over the network in clear text. Use an https URL."]
            ),
            (#"a: {url: "http://127.0.0.1:9/hook", secret: env:A, private: true}"#, []),
        ]
        for (endpoint, expected) in cases {
            let found = problems(Self.document(endpoint)).map { String($0.drop { $0 != " " }.dropFirst()) }
            #expect(found == expected.map { "notifications." + $0 }, "\(endpoint)")
        }
    }

    @Test("there are not many")
    func many() {
        let text = HoldfastDocument.with(
            "notifications:\n"
                + (0..<33).map { #"  e\#($0): {url: "https://a.example/\#($0)", secret: env:A}"# }.joined(
                    separator: "\n"
                )
        )
        #expect(problems(text).map { $0.hasSuffix("There may be at most 32 endpoints.") } == [true])
    }
}

/// The smallest document with a section behind it.
private enum HoldfastDocument {
    static func with(_ section: String) -> String {
        """
        providers: {rehearsal: {kind: rehearsal}}
        models: {stand-in: {provider: rehearsal}}
        routes: {assistant: {serve: [stand-in]}}
        \(section)
        """
    }
}
