import Testing

@testable import Rehearsal

@Suite("Rehearsal server", .timeLimit(.minutes(2)))
struct RehearsalServerTests {
    private static let path = "/v1/chat/completions"
    private static let plain = #"{"model":"m","messages":[{"role":"user","content":"x"}]}"#
    private static let stream = #"{"model":"m","messages":[{"role":"user","content":"x"}],"stream":true}"#
    private static let answer = "one two three four"

    private func withServer<Result>(
        _ behaviour: RehearsalBehaviour = RehearsalBehaviour(answer: answer),
        _ body: (RehearsalServer) async throws -> Result
    ) async throws -> Result {
        let server = try await RehearsalServer.start(behaviour, now: { 1_700_000_000 })
        let result: Result
        do {
            result = try await body(server)
        } catch {
            await server.close()
            throw error
        }
        await server.close()
        return result
    }

    private func ask(_ server: RehearsalServer, _ body: String) async throws -> Wire.Seen {
        try await Wire.exchange(server.port, Wire.request(Self.path, body, secret: server.secret))
    }

    private static func behaviour(_ fault: RehearsalFault.Kind, every: Int = 1) -> RehearsalBehaviour {
        RehearsalBehaviour(answer: answer, faults: [RehearsalFault(fault, every: every)])
    }

    /// How many content deltas came whole.
    private static func deltas(_ text: String) -> Int {
        text.components(of: #""delta":{"content":"#) - text.components(of: #""delta":{"content":"""#)
    }

    @Test("an answer arrives whole and labelled, plain and streamed")
    func whole() async throws {
        try await withServer { server in
            let plain = try await ask(server, Self.plain)
            #expect(plain.status == "200" && plain.text.contains(Self.answer))
            #expect(plain.head.contains("holdfast-rehearsal: yes"))
            let stream = try await ask(server, Self.stream)
            #expect(stream.head.contains("text/event-stream") && stream.head.contains("holdfast-rehearsal: yes"))
            #expect(Self.deltas(stream.text) == 4)
            #expect(stream.text.hasSuffix("data: [DONE]\n\n\r\n0\r\n\r\n"))
        }
    }

    @Test("a connection serves one request after the other")
    func keepAlive() async throws {
        try await withServer { server in
            let first = Wire.request(Self.path, Self.plain, secret: server.secret, closes: false)
            let second = Wire.request(Self.path, Self.stream, secret: server.secret)
            let seen = try await Wire.exchange(server.port, first + second)
            #expect(seen.text.components(of: "HTTP/1.1 200 OK") == 2)
            #expect(server.requestCount == 2)
        }
    }

    @Test("without the secret nobody is served, and a request that is refused counts for nothing")
    func secret() async throws {
        try await withServer { server in
            for secret in [nil, "", "wrong", String(server.secret.dropLast()), server.secret + "0"] {
                let seen = try await Wire.exchange(server.port, Wire.request(Self.path, Self.plain, secret: secret))
                #expect(seen.status == "401")
                #expect(seen.text.contains(#""code":"invalid_api_key""#))
                let list = try await Wire.exchange(
                    server.port,
                    Wire.request("/v1/models", "", secret: secret, method: "GET")
                )
                #expect(list.status == "401")
            }
            #expect(server.requestCount == 0)
        }
    }

    @Test("two servers have different secrets and give the same request different ids")
    func instances() async throws {
        try await withServer { first in
            try await withServer { second in
                #expect(first.secret != second.secret)
                let texts = try await [ask(first, Self.plain), ask(second, Self.plain), ask(first, Self.plain)].map(
                    \.text
                )
                let ids = texts.compactMap { $0.split(separator: #""id":""#).dropFirst().first?.prefix(41) }
                #expect(Set(ids).count == 3)
            }
        }
    }

    @Test("bad requests get errors, and the server goes on")
    func badRequests() async throws {
        try await withServer { server async throws in
            #expect(try await ask(server, "{").status == "400")
            let elsewhere = Wire.request("/v1/audio", "{}", secret: server.secret)
            #expect(try await Wire.exchange(server.port, elsewhere).status == "404")
            let get = Wire.request(Self.path, "", secret: server.secret, method: "GET")
            #expect(try await Wire.exchange(server.port, get).status == "404")
            #expect(try await Wire.exchange(server.port, "nonsense\r\n\r\n").status == "400")
            #expect(try await ask(server, Self.plain).status == "200")
        }
    }

    @Test("models are listed")
    func models() async throws {
        try await withServer { server in
            let request = Wire.request("/v1/models?limit=5", "", secret: server.secret, method: "GET")
            let seen = try await Wire.exchange(server.port, request)
            #expect(seen.status == "200" && seen.text.contains("holdfast-rehearsal"))
        }
    }

    // MARK: Faults

    @Test("status: the dialect's error with the advice to wait")
    func status() async throws {
        try await withServer(Self.behaviour(.status(429, retryAfter: 7))) { server in
            let seen = try await ask(server, Self.stream)
            #expect(seen.status == "429" && seen.head.contains("retry-after: 7"))
            #expect(seen.text.contains(#""code":"rate_limit_exceeded""#))
            let request = Wire.request("/v1/messages", Self.plain, secret: server.secret)
            #expect(try await Wire.exchange(server.port, request).text.contains(#""type":"rate_limit_error""#))
        }
    }

    @Test("reset: the connection is reset and no byte came")
    func reset() async throws {
        try await withServer(Self.behaviour(.reset)) { server in
            let seen = try await ask(server, Self.plain)
            #expect(seen.end == .reset && seen.text.isEmpty)
        }
    }

    @Test("hang: the request is taken, nothing comes, and a caller who leaves is forgotten")
    func hang() async throws {
        try await withServer(Self.behaviour(.hang)) { server async throws in
            let request = Wire.request(Self.path, Self.plain, secret: server.secret)
            let caller = Task {
                _ = try await Wire.exchange(server.port, request) { _ in
                    Issue.record("something came")
                    return true
                }
            }
            #expect(try await Wire.eventually { server.requestCount == 1 })
            #expect(server.connectionCount == 1)
            caller.cancel()
            await #expect(throws: CancellationError.self) { try await caller.value }
            #expect(try await Wire.eventually { server.connectionCount == 0 })
        }
    }

    @Test("cut: so many content frames, then the connection ends where it stands")
    func cut() async throws {
        try await withServer(Self.behaviour(.cut(after: 2))) { server in
            let stream = try await ask(server, Self.stream)
            #expect(Self.deltas(stream.text) == 2)
            #expect(!stream.text.contains("[DONE]") && !stream.text.hasSuffix("0\r\n\r\n"))
            let plain = try await ask(server, Self.plain)
            #expect(plain.status == "200" && plain.text.contains(#"{"id":"#) && !plain.text.hasSuffix("}"))
        }
    }

    @Test("stall: so many content frames, then nothing until the caller leaves")
    func stall() async throws {
        try await withServer(Self.behaviour(.stall(after: 2))) { server in
            let request = Wire.request(Self.path, Self.stream, secret: server.secret)
            let seen = try await Wire.exchange(server.port, request) { Self.deltas($0) == 2 }
            #expect(seen.end == .left && Self.deltas(seen.text) == 2)
            #expect(try await Wire.eventually { server.connectionCount == 0 })
        }
    }

    @Test("malformed: a frame that is no JSON, then a clean end")
    func malformed() async throws {
        try await withServer(Self.behaviour(.malformed(after: 1))) { server in
            let seen = try await ask(server, Self.stream)
            #expect(Self.deltas(seen.text) == 1 && seen.text.contains("no JSON"))
            #expect(!seen.text.contains("[DONE]") && seen.text.hasSuffix("\r\n0\r\n\r\n"))
        }
    }

    @Test("unterminated: a clean end without the dialect's own")
    func unterminated() async throws {
        try await withServer(Self.behaviour(.unterminated(after: 4))) { server in
            let seen = try await ask(server, Self.stream)
            #expect(Self.deltas(seen.text) == 4)
            #expect(!seen.text.contains("[DONE]") && seen.text.hasSuffix("\r\n0\r\n\r\n"))
        }
    }

    // MARK: Changes

    @Test("a behaviour is changed while the server runs, and only a different one counts anew")
    func change() async throws {
        try await withServer(Self.behaviour(.status(500, retryAfter: nil), every: 2)) { server async throws in
            #expect(try await ask(server, Self.plain).status == "200")
            server.behaviour = Self.behaviour(.status(500, retryAfter: nil), every: 2)
            #expect(try await ask(server, Self.plain).status == "500")
            #expect(try await ask(server, Self.plain).status == "200")
            server.behaviour = Self.behaviour(.status(503, retryAfter: nil), every: 2)
            #expect(try await ask(server, Self.plain).status == "200")
            #expect(try await ask(server, Self.plain).status == "503")
        }
    }

    @Test("a server that retires finishes what is under way, then closes it, and takes nothing new")
    func retire() async throws {
        let slow = RehearsalBehaviour(answer: "one two three", betweenTokens: .milliseconds(50))
        try await withServer(slow) { server in
            let request = Wire.request(Self.path, Self.stream, secret: server.secret, closes: false)
            let caller = Task { try await Wire.exchange(server.port, request) }
            #expect(try await Wire.eventually { server.requestCount == 1 })
            await server.retire()
            let seen = try await caller.value
            #expect(seen.end == .closed && seen.text.contains("[DONE]"))
            await #expect(throws: (any Error).self) { try await ask(server, Self.plain) }
        }
    }
}

extension String {
    /// How often a text occurs.
    fileprivate func components(of text: String) -> Int {
        ranges(of: text).count
    }
}
