import Dialects
import Domain
import Routing
import Settings
import Testing

@Suite("A settings document in order")
struct ValidDocumentTests {
    static let full = """
        state: ./state
        keys: ~/keys
        currency: INR
        providers:
          openai:
            kind: openai
            credentials: [env:FIRST, "file:./second.key"]
          azure:
            kind: openai-compatible
            base_url: https://acme.openai.azure.com:8443/openai/v1/?api-version=2024-10-21
            credential: env:AZURE_KEY
            auth: {header: Api-Key}
            dialects: [chat-completions, responses]
            headers: {X-Team: support}
            ca: ./ca.pem
          gate: {kind: openai-compatible, base_url: "http://10.0.0.7:8000/v1", auth: {query: key}}
          anthropic: {kind: anthropic, credential: env:ANTHROPIC_API_KEY}
          rehearsal:
            kind: rehearsal
            rehearsal:
              answer: Please hold.
              script: [{contains: hello, answer: Hi.}]
              first_token: 20ms
              faults: [{kind: status, status: 429, retry_after: 2, every: 10}]
        lineages:
          openai/gpt-5@2026-01: {aliases: [gpt-5]}
          anthropic/claude-sonnet: {}
          acme/tuned: {derived_from: openai/gpt-5@2026-01}
        models:
          gpt:
            provider: openai
            id: gpt-5
            lineage: openai/gpt-5@2026-01
            capabilities: [tools, json-schema]
            limits: {context: 400000, output: 128000, concurrency: 64}
            breaker: {failures: 3, slow: 20s, error_percent: 30, longest_cool_down: 10m}
            prices: {input: "1.25", output: "10", cached_input: "0.125"}
            region: us
          sonnet: {provider: anthropic, id: claude-sonnet-4-6, lineage: anthropic/claude-sonnet, region: eu, breaker: off}
          stand-in: {provider: rehearsal}
        routes:
          support:
            serve: [gpt, sonnet, stand-in]
            boundary: {regions: [us, eu], vendors: [openai, anthropic], providers: [openai, anthropic]}
            usage: ask
            timeouts:
              {connect: 2s, head: 1m, first_content: 90s, idle: 250ms, floor: 0, floor_window: 10s, attempt: 30m, total: 1h}
            refusals: move
            comment_after: 20s
            model_name: asked
            attempts: 9
            retries: {same_model: 1, last_model: 3, longest_wait: 20s}
        tenants:
          acme: {routes: [support], requests_per_minute: 600, tokens_per_day: 2000000, money_per_day: "12.50"}
          other:
        listeners:
          service:
            bind: "0.0.0.0:443"
            hosts: [Api.Example, "[2001:db8::1]"]
            origins: [https://app.example]
            tls: {certificate: ./tls.pem, key: /etc/tls.key}
          operator: {bind: "[::1]:8788"}
        limits:
          {body: 8MiB, memory: 256MiB, connections: 2000, concurrency: 900, queue: {size: 9, wait: 7s, first: newest},
          receive: 10s, keep_alive: 60s, drain: 5s, threads: 2}
        retention: {journal: {age: 7d, size: 1GiB}, free_space: 2GiB}
        logs: {format: json, level: debug}
        """

    @Test("is read whole")
    func whole() throws {
        let settings = try load(Self.full)
        #expect(settings.state == "/etc/holdfast/state")
        #expect(settings.keys == "/home/me/keys")
        #expect(settings.currency == "INR")
        #expect(settings.providers.map(\.name) == ["openai", "azure", "gate", "anthropic", "rehearsal"])
        #expect(settings.models.map(\.name) == ["gpt", "sonnet", "stand-in"])
        #expect(
            settings.tenants == [
                Tenant(
                    name: "acme",
                    routes: ["support"],
                    requestsPerMinute: 600,
                    limits: DayLimits(tokens: 2_000_000, money: Money(decimal: "12.5"))
                ),
                Tenant(name: "other"),
            ]
        )
        #expect(settings.lineages.last?.derivedFrom == Lineage("openai/gpt-5@2026-01"))
        #expect(settings.lineages.first?.aliases == ["gpt-5"])
        #expect(
            settings.limits
                == Limits(
                    body: 8 << 20,
                    memory: 256 << 20,
                    connections: 2000,
                    places: AdmissionLimits(
                        concurrency: 900,
                        queue: 9,
                        longestWait: .seconds(7),
                        policy: .newestFirst
                    ),
                    receive: .seconds(10),
                    keepAlive: .seconds(60),
                    drain: .seconds(5),
                    threads: 2
                )
        )
        #expect(
            settings.retention == Retention(journalAge: .seconds(7 * 86_400), journalSize: 1 << 30, freeSpace: 2 << 30)
        )
        #expect(settings.logs == Logs(format: .json, level: .debug))
    }

    @Test("providers")
    func providers() throws {
        let settings = try load(Self.full)
        let openai = settings.providers[0]
        #expect(openai.credentials == [.environment("FIRST"), .file("/etc/holdfast/second.key")])
        #expect(openai.authentication == .bearer)
        #expect(openai.baseURL == BaseURL(isTLS: true, host: "api.openai.com", port: 443, path: "/v1"))
        #expect(openai.dialects == [.chatCompletions, .responses])
        let azure = settings.providers[1]
        #expect(
            azure.baseURL
                == BaseURL(
                    isTLS: true,
                    host: "acme.openai.azure.com",
                    port: 8443,
                    path: "/openai/v1",
                    query: "api-version=2024-10-21"
                )
        )
        #expect(azure.authentication == .header("api-key"))
        #expect(azure.headers == [HeaderField(name: "x-team", value: "support")])
        #expect(azure.certificateAuthority == "/etc/holdfast/ca.pem")
        #expect(settings.providers[2].authentication == .query("key"))
        #expect(settings.providers[3].authentication == .header("x-api-key"))
        let rehearsal = try #require(settings.providers[4].rehearsal)
        #expect(rehearsal.script == [.init(contains: "hello", answer: "Hi.")])
        #expect(rehearsal.firstToken == .milliseconds(20))
        #expect(rehearsal.faults == [.init(kind: .status, status: 429, after: 1, retryAfter: 2, every: 10)])
    }

    @Test("models and routes")
    func models() throws {
        let settings = try load(Self.full)
        let gpt = settings.models[0]
        #expect(gpt.capabilities == [.tools, .jsonSchema])
        #expect(gpt.contextLimit == 400_000 && gpt.outputLimit == 128_000 && gpt.places.concurrency == 64)
        let breaker = BreakerLimits(
            consecutiveFailures: 3,
            errorPercent: 30,
            slowAfter: .seconds(20),
            longestCoolDown: .seconds(600)
        )
        #expect(gpt.breaker == breaker)
        #expect(settings.models.first { $0.name == "sonnet" }?.breaker == nil)
        #expect(settings.models.first { $0.name == "stand-in" }?.breaker == BreakerLimits())
        #expect(gpt.prices?.input == Price(perMillionTokens: "1.25"))
        #expect(gpt.prices?.cachedInput == Price(perMillionTokens: "0.125"))
        #expect(settings.models[2].id == "stand-in")
        #expect(settings.models[2].lineage == Lineage("holdfast/rehearsal"))
        let route = settings.routes[0]
        #expect(route.serve == ["gpt", "sonnet", "stand-in"])
        #expect(route.boundary.regions == ["us", "eu"])
        #expect(route.usage == .ask)
        #expect(route.timeouts.connect == .seconds(2) && route.timeouts.idle == .milliseconds(250))
        #expect(route.timeouts.firstContent == .seconds(90) && route.timeouts.attempt == .seconds(1800))
        #expect(route.timeouts.floor == 0 && route.timeouts.floorWindow == .seconds(10))
        #expect(route.timeouts.total == .seconds(3600))
        #expect(route.refusals == .move && route.attempts == 9)
        #expect(route.commentAfter == .seconds(20) && route.modelName == .asked)
        #expect(route.retries.sameModel == 1 && route.retries.lastModel == 3)
        #expect(route.retries.longestWait == .seconds(20))
    }

    @Test("of what a kind implies, a model keeps what its generation still takes")
    func impliedPrefill() throws {
        let ids = ["claude-sonnet-4-5-20250929", "claude-opus-4-6", "claude-sonnet-5", "other-1"]
        let models = ids.map { "  \($0): {provider: up, id: \($0), lineage: openai/gpt-5}" }
        let settings = try load(
            document(providers: "  up: {kind: anthropic, credential: env:KEY}", models: models.joined(separator: "\n"))
        )
        let takers = settings.models.filter { $0.capabilities.contains(.prefill) }.map(\.name)
        #expect(takers.sorted() == ["claude-sonnet-4-5-20250929", "other-1"])
    }

    @Test("listeners, and the names they answer to")
    func listeners() throws {
        let listeners = try load(Self.full).listeners
        #expect(listeners.service.host == "0.0.0.0" && listeners.service.port == 443)
        #expect(listeners.service.tls == .init(certificate: "/etc/holdfast/tls.pem", key: "/etc/tls.key"))
        #expect(
            listeners.service.acceptedHosts == ["localhost", "127.0.0.1", "[::1]", "api.example", "[2001:db8::1]"]
        )
        #expect(listeners.operator.host == "::1" && listeners.operator.isLoopback)
    }

    @Test("a short one has defaults that keep people safe")
    func defaults() throws {
        let settings = try load(document(routes: "  quiet: {serve: [gpt], comment_after: off}"))
        #expect(settings.routes.map(\.commentAfter) == [.seconds(15), nil])
        #expect(settings.routes[0].modelName == .served && !settings.routes[0].continues)
        #expect(settings.limits.places == AdmissionLimits(concurrency: 4096))
        #expect(settings.listeners.service.isLoopback && settings.listeners.operator.isLoopback)
        #expect(settings.state == "/etc/holdfast/holdfast-state")
        #expect(settings.keys == "/home/me/.config/holdfast")
        #expect(settings.limits.body == 32 << 20)
        #expect(settings.routes[0].boundary == DataBoundary())
        #expect(settings.models[0].prices == nil)
    }
}
