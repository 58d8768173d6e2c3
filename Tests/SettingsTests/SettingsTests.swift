import Dialects
import Domain
import Foundation
import Testing

@testable import Settings

@Suite("Template and environment")
struct EnvironmentTests {
    static let environments: [[String: String]] = [
        [:], ["OPENAI_API_KEY": "k"], ["ANTHROPIC_API_KEY": "k"], ["OPENAI_API_KEY": "k", "ANTHROPIC_API_KEY": "k"],
        ["OPENAI_API_KEY": "", "ANTHROPIC_API_KEY": "k"],
    ]

    @Test("the file that init writes is in order as it stands", arguments: environments)
    func template(environment: [String: String]) throws {
        let text = SettingsTemplate.make(environment: environment)
        let settings = try load(text)
        let found = environment.filter { !$0.value.isEmpty }.count
        #expect(settings.providers.count == found + 1)
        #expect(settings.routes.map(\.serve.count) == [found + 1])
        #expect(settings.routes[0].serve.last == "stand-in")
    }

    @Test("every line that init leaves commented out is in order too")
    func uncommented() throws {
        let text = SettingsTemplate.make(environment: [:])
            .split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.hasPrefix("  # ") && $0.contains("{") ? "  " + $0.dropFirst(4) : String($0) }
            .joined(separator: "\n")
        #expect(try load(text).providers.map(\.name) == ["openai", "anthropic", "local", "rehearsal"])
    }

    @Test("init writes the address that the environment gives, and no secret")
    func baseURL() throws {
        let text = SettingsTemplate.make(environment: [
            "OPENAI_API_KEY": "sk-secret", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1", "ANTHROPIC_API_KEY": "k",
            "ANTHROPIC_BASE_URL": "https://proxy.example",
        ])
        #expect(!text.contains("sk-secret"))
        let settings = try load(text)
        #expect(settings.providers[0].baseURL == BaseURL(isTLS: false, host: "127.0.0.1", port: 9, path: "/v1"))
        #expect(settings.providers[1].baseURL == BaseURL(isTLS: true, host: "proxy.example", port: 443, path: "/v1"))
    }

    @Test(
        "without a file each dialect is served by what was found, the rest by the rehearsal model",
        arguments: environments
    )
    func withoutFile(environment: [String: String]) {
        let (settings, assumptions) = Settings.fromEnvironment(environment, folder: "/f", home: "/h")
        #expect(Set(settings.providers.flatMap(\.dialects)) == Set(Dialect.allCases))
        #expect(settings.passThrough.map(\.provider) == settings.providers.map(\.name))
        #expect(assumptions.count == settings.providers.count)
        #expect(settings.listeners.service.isLoopback && settings.listeners.operator.isLoopback)
        #expect(settings.state == "/f/holdfast-state")
    }

    @Test("a base URL that is none leaves the provider out instead of asking the vendor")
    func badBase() {
        let (settings, assumptions) = Settings.fromEnvironment(
            ["OPENAI_API_KEY": "k", "OPENAI_BASE_URL": "proxy.example"],
            folder: "/f",
            home: "/h"
        )
        #expect(settings.providers.map(\.name) == ["rehearsal"])
        #expect(assumptions.first?.hasPrefix("OPENAI_BASE_URL is no base URL") == true)
    }
}

@Suite("Quantities and addresses")
struct QuantityTests {
    @Test(
        "durations",
        arguments: [
            ("250ms", .milliseconds(250)), ("5s", .seconds(5)), ("2m", .seconds(120)), ("12h", .seconds(43_200)),
            ("30d", .seconds(2_592_000)), ("0s", .zero), ("5", nil), ("s", nil), ("1.5s", nil), ("-1s", nil),
            ("5 s", nil), ("5S", nil), ("9999999999s", nil), ("", nil), ("٣s", nil),
        ] as [(String, Duration?)]
    )
    func durations(text: String, value: Duration?) {
        #expect(Quantities.duration(text) == value)
    }

    @Test(
        "sizes",
        arguments: [
            ("512B", 512), ("12", 12), ("64KiB", 65_536), ("32MiB", 33_554_432), ("2GiB", 2_147_483_648), ("1MB", nil),
            ("1 MiB", nil), ("-1B", nil), ("1.5MiB", nil), ("", nil),
        ] as [(String, Int?)]
    )
    func sizes(text: String, value: Int?) {
        #expect(Quantities.bytes(text) == value)
    }

    @Test(
        "base URLs",
        arguments: [
            ("https://api.example/v1", true, "api.example", 443, "/v1", nil), ("http://h", false, "h", 80, "", nil),
            ("HTTPS://Api.Example:8443/a/b//", true, "api.example", 8443, "/a/b", nil),
            ("http://[::1]:9/v1?a=b", false, "::1", 9, "/v1", "a=b"),
        ] as [(String, Bool, String, Int, String, String?)]
    )
    func baseURLs(text: String, isTLS: Bool, host: String, port: Int, path: String, query: String?) {
        #expect(BaseURL(text) == BaseURL(isTLS: isTLS, host: host, port: port, path: path, query: query))
    }

    @Test(
        "what is no base URL",
        arguments: [
            "", "api.example/v1", "ftp://h", "http://", "http:///v1", "http://u:p@h/", "http://u@h", "http://h/#f",
            "http://h:0/", "http://h:99999/", "http://h/a b", "http://h/\r\nx: y", "http://hé/",
        ]
    )
    func noBaseURL(text: String) {
        #expect(BaseURL(text) == nil)
    }
}

@Suite("Reload")
struct ReloadTests {
    @Test("tells what takes a restart and nothing else")
    func needsRestart() throws {
        let running = try load(ValidDocumentTests.full)
        #expect(running.needsRestart(comparedTo: running) == [])
        var next = running
        next.routes[0].serve = ["sonnet"]
        next.tenants = []
        next.listeners.service.hosts = ["b.example"]
        next.limits.body = 1 << 20
        next.retention.journalSize = 1 << 21
        next.watch.burst = 90
        next.routes[0].watch = .init(probesPerDay: 9)
        #expect(next.needsRestart(comparedTo: running) == [])
        next.state = "/elsewhere"
        next.listeners.service.port = 1
        next.limits.threads = 9
        next.logs.level = .error
        #expect(
            next.needsRestart(comparedTo: running) == [
                "`state`", "`listeners.service` (bind, tls)", "`limits.threads`", "`logs`",
            ]
        )
    }
}

@Suite("Secrets")
struct SecretReaderTests {
    @Test("are read from variables and files, one final line break taken off")
    func reads() throws {
        let file = try temporaryFile("secret-1\n")
        let reader = SecretReader(environment: ["A": "value"])
        #expect(try reader.read(.environment("A")) == "value")
        #expect(try reader.read(.file(file)) == "secret-1")
        try Data("secret-2".utf8).write(to: URL(fileURLWithPath: file))
        #expect(try reader.read(.file(file)) == "secret-2")
    }

    @Test(
        "that could not be a header's value are refused, and not shown",
        arguments: ["", "a\nb", "a b", "a\u{1}", "hé\n"]
    )
    func refuses(text: String) throws {
        let file = try temporaryFile(text)
        let failure = #expect(throws: SecretReader.Failure.self) {
            try SecretReader(environment: [:]).read(.file(file))
        }
        #expect(failure?.description.contains(file) == true)
        #expect(text.isEmpty || failure?.description.contains(text) == false)
        #expect(throws: SecretReader.Failure.self) {
            try SecretReader(environment: ["A": text]).read(.environment("A"))
        }
        #expect(throws: SecretReader.Failure.self) { try SecretReader(environment: [:]).read(.environment("A")) }
        #expect(throws: SecretReader.Failure.self) { try SecretReader(environment: [:]).read(.file("/nowhere")) }
    }

    private func temporaryFile(_ text: String) throws -> String {
        let path = NSTemporaryDirectory() + "holdfast-secret-\(UUID().uuidString)"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }
}
