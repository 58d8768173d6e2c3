import Dialects
import Domain
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    @Suite("Header fields travel by name")
    struct HeaderTests {
        @Test("nothing of the client's identity goes up")
        func up() async throws {
            try await withGateway(
                .good(),
                { $0.sources[0].extra = ["credential: env:TEST_CREDENTIAL"] },
                environment: ["TEST_CREDENTIAL": "the-operators-own"]
            ) { gateway, provider in
                let call = Call.hello(.chatCompletions)
                    .bearing("client-key").with("cookie", "c=1").with("openai-organization", "org").with(
                        "x-custom",
                        "1"
                    )
                    .with("proxy-authorization", "p").with("te", "trailers").with("connection", "x-hop").with(
                        "x-hop",
                        "1"
                    )
                    .with("accept-encoding", "gzip, br").with("x-forwarded-for", "10.0.0.1").with("openai-beta", "b=v1")
                    .with("user-agent", "client/1").with("origin-agent-cluster", "?1")
                #expect(try await gateway.send(call).status == 200)
                let seen = try #require(provider.requests.first).request.message
                let names = Set(seen.fields.map { $0.name.lowercased() })
                #expect(
                    names == [
                        "host", "authorization", "accept-encoding", "user-agent", "openai-beta", "content-type",
                        "content-length", "holdfast-loop",
                    ]
                )
                #expect(seen["authorization"] == "Bearer the-operators-own")
                #expect(seen["accept-encoding"] == "identity")
                #expect(seen["user-agent"] == "holdfast")
            }
        }

        @Test("nothing of the vendor's account comes back", arguments: [false, true])
        func back(stream: Bool) async throws {
            let fields: KeyValuePairs<String, String> = [
                "set-cookie": "s=1", "openai-organization": "org-1", "anthropic-organization-id": "o",
                "server": "vendor",
                "x-ratelimit-remaining-requests": "1", "anthropic-ratelimit-requests-limit": "5", "connection": "x-hop",
                "x-hop": "1", "keep-alive": "timeout=5", "x-request-id": "vendor-77", "cf-ray": "r",
                "openai-processing-ms": "12",
            ]
            let script: Script =
                stream
                ? Script { _ in
                    [
                        .streamHead(fields: fields), .stream(GoodAnswer("a").frames(.chatCompletions, model: "m")),
                        .endStream,
                    ]
                }
                : Script { _ in
                    [.answer(200, fields: fields, body: GoodAnswer("a").plain(.chatCompletions, model: "m"))]
                }
            try await withGateway(script) { gateway, _ in
                let answer = try await gateway.send(.hello(.chatCompletions, stream: stream))
                let names = Set(answer.fields.map { $0.name.lowercased() })
                let allowed: Set = [
                    "content-type", "content-length", "transfer-encoding", "date", "openai-processing-ms",
                    "holdfast-upstream-request-id", "holdfast-route", "holdfast-model", "holdfast-lineage",
                    "holdfast-attempts",
                    "holdfast-epoch", "x-request-id",
                    "request-id", "cache-control",
                ]
                #expect(names.isSubset(of: allowed), "\(names.subtracting(allowed))")
                #expect(answer["holdfast-upstream-request-id"] == "vendor-77")
                #expect(answer["x-request-id"]?.hasPrefix("req_") == true)
                #expect(answer["x-request-id"] == answer["request-id"])
                #expect(answer["holdfast-model"] == "only")
            }
        }

        @Test("who answered, after how many attempts and why, stands in the head", arguments: [false, true])
        func whoAnswered(stream: Bool) async throws {
            try await withPair(.good(), .good("the second says so")) { gateway, first, second in
                let fine = try await gateway.send(.hello(.messages, stream: stream))
                #expect(fine["holdfast-model"] == "first")
                #expect(fine["holdfast-lineage"] == "test/first")
                #expect(fine["holdfast-attempts"] == "1")
                #expect(fine["holdfast-reason"] == nil)
                first.play(.always(.answer(503, body: "{}")))
                let rescued = try await gateway.send(.hello(.messages, stream: stream))
                #expect(rescued["holdfast-model"] == "second")
                #expect(rescued["holdfast-attempts"] == "2")
                #expect(rescued["holdfast-reason"] == "status_503")
                let before = second.requests.count
                let alone = try await gateway.send(.hello(.messages, stream: stream).with("holdfast-fallback", "none"))
                #expect(alone.status == 503, "\(alone)")
                #expect(alone["holdfast-reason"] == "status_503")
                #expect(second.requests.count == before)
                let odd = try await gateway.send(.hello(.messages).with("holdfast-fallback", "second"))
                #expect(odd.status == 400 && odd.errorCode == "bad_request", "\(odd)")
            }
        }

        @Test("a trace is taken up and passed on as a child")
        func trace() async throws {
            try await withGateway { gateway, provider in
                let id = "4bf92f3577b34da6a3ce929d0e0e4736"
                let call = Call.hello(.messages).with("traceparent", "00-\(id)-00f067aa0ba902b7-01")
                #expect(try await gateway.send(call).status == 200)
                let sent = try #require(provider.requests.first).request.message["traceparent"]
                #expect(sent?.hasPrefix("00-\(id)-") == true)
                #expect(sent?.contains("00f067aa0ba902b7") == false)
                #expect(try await gateway.journal(atLeast: 1)[0]["trace"]?.string == id)
            }
        }

        @Test("a compressed answer is never passed on: the next model is asked")
        func compressedMovesOn() async throws {
            try await withPair(.always(.answer(200, fields: ["content-encoding": "gzip"], body: "\u{1F}garbage"))) {
                gateway,
                first,
                _ in
                let answer = try await gateway.send(.hello(.chatCompletions))
                #expect(answer.says("the second says so"))
                #expect(first.requests.count == 1)
            }
        }

        @Test("a compressed answer without another model is a 502, not garbage")
        func compressedAlone() async throws {
            try await withGateway(.always(.answer(200, fields: ["content-encoding": "br"], body: "garbage"))) {
                gateway,
                _ in
                let answer = try await gateway.send(.hello(.messages))
                #expect(answer.status == 502)
                #expect(answer.errorCode == "upstream_malformed")
            }
        }
    }
}
