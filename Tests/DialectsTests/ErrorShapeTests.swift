import Dialects
import Domain
import JSON
import Testing

@Suite("Error shapes")
struct ErrorShapeTests {
    static let refusal = Refusal(.unknownRoute, "There is no route \"x\".", parameter: "model")

    @Test("OpenAI's shape")
    func openAI() throws {
        let body = ErrorShape.body(for: Self.refusal, .openAI, requestID: "req_1", upstreamRequestID: "up_1")
        #expect(
            String(decoding: body, as: UTF8.self)
                == #"{"error":{"message":"There is no route \"x\".","type":"not_found_error","param":"model","code":"unknown_route","request_id":"req_1","upstream_request_id":"up_1"}}"#
        )
    }

    @Test("Anthropic's shape")
    func anthropic() throws {
        let body = ErrorShape.body(for: Self.refusal, .anthropic, requestID: "req_1", upstreamRequestID: nil)
        #expect(
            String(decoding: body, as: UTF8.self)
                == #"{"type":"error","error":{"type":"not_found_error","message":"There is no route \"x\".","code":"unknown_route","param":"model"},"request_id":"req_1"}"#
        )
    }

    @Test("a limit of a day is no matter of a moment to OpenAI's clients, and a rate limit to Anthropic's")
    func dayLimit() throws {
        let refusal = Refusal(.dayLimitReached, "Tomorrow.", retryAfter: 3_600)
        #expect(refusal.status == 429)
        let types = try [Vendor.openAI, .anthropic].map { vendor in
            let body = ErrorShape.body(for: refusal, vendor, requestID: "r", upstreamRequestID: nil)
            return try JSONValue(parsing: body)["error"]?["type"]?.string
        }
        #expect(types == ["insufficient_quota", "rate_limit_error"])
    }

    @Test("a thread is refused in the words that make Anthropic's SDK go on without one")
    func thread() throws {
        let body = try JSONValue(
            parsing: Array(#"{"model":"m","max_tokens":1,"messages":[],"thread":{"type":"create"}}"#.utf8)
        )
        for target in [Dialect.chatCompletions, .responses] {
            let refusal = #expect(throws: Refusal.self) {
                try Translation(
                    body,
                    from: .messages,
                    to: target,
                    model: "m",
                    traits: TargetTraits(),
                    isStrict: false
                )
            }
            let answer = ErrorShape.body(
                for: try #require(refusal),
                .anthropic,
                requestID: "r",
                upstreamRequestID: nil
            )
            let details = try JSONValue(parsing: answer)["error"]?["details"]
            #expect(
                details.map { String(decoding: $0.bytes, as: UTF8.self) }
                    == #"{"error_code":"thread_unsupported_request","unsupported":["thread"]}"#
            )
        }
    }

    @Test(
        "every code has a type in both shapes, and an error within a stream is read as one",
        arguments: RefusalCode.allCases
    )
    func everyCode(code: RefusalCode) throws {
        let refusal = Refusal(code, "What happened.\nAnd what to do.")
        for dialect in Dialect.allCases {
            let body = ErrorShape.body(for: refusal, dialect.vendor, requestID: "r", upstreamRequestID: nil)
            #expect(try JSONValue(parsing: body)["error"]?["type"]?.string != nil)
            var scanner = StreamScanner(dialect)
            let event = ErrorShape.streamEvent(
                for: refusal,
                dialect,
                ErrorMarks(requestID: "r", upstreamRequestID: nil)
            )
            let progress = event.withUnsafeBytes { scanner.follow($0) }
            #expect(progress.failure == .errorEvent)
            #expect(!progress.isTerminated)
        }
    }
}

@Suite("Header rules")
struct HeaderRulesTests {
    @Test(
        "only named fields go up, those of a vendor only to its dialect",
        arguments: [
            ("accept", true, true), ("Accept", true, true), ("idempotency-key", true, true),
            ("OpenAI-Beta", true, false),
            ("anthropic-beta", false, true), ("Anthropic-Version", false, true), ("authorization", false, false),
            ("x-api-key", false, false), ("cookie", false, false), ("openai-organization", false, false),
            ("connection", false, false), ("transfer-encoding", false, false), ("accept-encoding", false, false),
            ("x-forwarded-for", false, false), ("", false, false),
        ]
    )
    func upstream(name: String, openAI: Bool, anthropic: Bool) {
        let bytes = Array(name.utf8)
        #expect(bytes.withUnsafeBytes { HeaderRules.travelsUpstream($0, .chatCompletions) } == openAI)
        #expect(bytes.withUnsafeBytes { HeaderRules.travelsUpstream($0, .messages) } == anthropic)
    }

    @Test(
        "cookies, accounts and framing do not come back",
        arguments: [
            ("content-type", true), ("Retry-After", true), ("retry-after-ms", true), ("x-should-retry", true),
            ("cache-control", true), ("holdfast-rehearsal", true), ("openai-processing-ms", true),
            ("set-cookie", false),
            ("openai-organization", false), ("x-ratelimit-remaining-tokens", false), ("content-length", false),
            ("connection", false), ("content-encoding", false), ("request-id", false), ("x-request-id", false),
            ("server", false), ("strict-transport-security", false),
        ]
    )
    func back(name: String, travels: Bool) {
        #expect(Array(name.utf8).withUnsafeBytes { HeaderRules.travelsBack($0, .chatCompletions) } == travels)
    }
}

@Suite("Models list")
struct ModelsListTests {
    static let entry = ModelsList.Entry(
        id: "support",
        createdAt: 1_781_299_800,
        ownedBy: "acme",
        displayName: "Support"
    )

    @Test("OpenAI's and Anthropic's lists")
    func lists() {
        #expect(
            String(decoding: ModelsList.body([Self.entry], .openAI), as: UTF8.self)
                == #"{"object":"list","data":[{"id":"support","object":"model","created":1781299800,"owned_by":"acme"}]}"#
        )
        #expect(
            String(decoding: ModelsList.body([Self.entry], .anthropic), as: UTF8.self)
                == #"{"data":[{"type":"model","id":"support","display_name":"Support","created_at":"2026-06-12T21:30:00Z"}],"has_more":false,"first_id":"support","last_id":"support"}"#
        )
        #expect(
            String(decoding: ModelsList.body([], .anthropic), as: UTF8.self)
                == #"{"data":[],"has_more":false,"first_id":null,"last_id":null}"#
        )
    }
}
