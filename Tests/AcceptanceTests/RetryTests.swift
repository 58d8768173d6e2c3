import Dialects
import Domain
import HoldfastTesting
import JSON
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Acceptance {
    @Suite("Asking again")
    struct RetryTests {
        private static func pushBack(after seconds: String) -> Step {
            .answer(429, fields: ["retry-after": seconds], body: #"{"error":{"message":"Rate limit reached"}}"#)
        }

        @Test("the only model is asked again when its provider says so, and not sooner")
        func retryAfter() async throws {
            try await withGateway(.sick([Self.pushBack(after: "1")], thenGood: "now it does")) { gateway, provider in
                #expect(try await gateway.send(.hello(.responses)).says("now it does"))
                let requests = provider.requests
                #expect(requests.count == 2)
                #expect(requests[1].arrivedAt - requests[0].arrivedAt >= .seconds(1))
                #expect(requests.map(\.request.message.body).allSatisfy { $0 == requests[0].request.message.body })
                let attempts = try await gateway.journal(atLeast: 1)[0]["attempts"]?.elements ?? []
                #expect(attempts.map { $0["class"]?.string } == ["rate_limited", nil])
                let page = try await gateway.ask("/metrics", token: gateway.localToken).text
                #expect(page.contains(#"holdfast_retries_total{provider="only",model="only",verdict="granted"} 1"#))
            }
        }

        @Test("a rate limit without end costs a request one look at the limited model")
        func substitute() async throws {
            try await withPair(.always(Self.pushBack(after: "1"))) { gateway, first, second in
                for count in 1...3 {
                    let answer = try await gateway.send(.hello(.chatCompletions))
                    #expect(answer.says("the second says so"))
                    #expect(first.requests.count == count && second.requests.count == count)
                }
            }
        }

        @Test("one fault of the only model is not the caller's to see", arguments: Dialect.allCases)
        func once(dialect: Dialect) async throws {
            let faults: [[Step]] = [
                [.answer(500, body: "{}")], [.reset], [.answer(200, body: "<html>")],
                [.stream(["data: {\"x\n\n"]), .close],
            ]
            try await withGateway { gateway, provider in
                for fault in faults {
                    provider.play(.sick(fault, thenGood: "it recovered"))
                    let answer = try await gateway.send(.hello(dialect, stream: true))
                    #expect(answer.says("it recovered"), "\(fault): \(answer)")
                }
                #expect(provider.requests.count == 2 * faults.count)
            }
        }

        @Test("a route says how often")
        func settings() async throws {
            let down = Script.always(.answer(500, body: #"{"error":{"message":"DOWN"}}"#))
            for (line, count) in [("retries: {last_model: 0}", 1), ("retries: {last_model: 3}", 4), ("attempts: 2", 2)]
            {
                try await withGateway(down, { $0.routeLines = [line] }) { gateway, provider in
                    let answer = try await gateway.send(.hello(.chatCompletions))
                    #expect(answer.status == 500)
                    #expect(answer.text.contains("DOWN"))
                    #expect(provider.requests.count == count, "\(line)")
                }
            }
        }

        @Test("a time that is too long to wait is the caller's to know, the soonest of all")
        func soonest() async throws {
            try await withPair(
                .always(Self.pushBack(after: "60")),
                .always(.answer(503, fields: ["retry-after": "30"], body: "{}"))
            ) {
                gateway,
                first,
                second in
                let answer = try await gateway.send(.hello(.chatCompletions))
                #expect(answer.status == 429)
                #expect(answer.text.contains("Rate limit reached"))
                #expect(answer["retry-after"] == "30")
                #expect(!answer.has("x-should-retry"))
                #expect(first.requests.count == 1 && second.requests.count == 1)
                let spent =
                    ["x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "6m0s"] as KeyValuePairs
                for provider in [first, second] {
                    provider.play(.always(.answer(429, fields: spent, body: "{}")))
                }
                let told = try await gateway.send(.hello(.chatCompletions))
                #expect(told["retry-after"] == "360")
                #expect(!told.has("x-ratelimit-reset-requests"))
            }
        }

        @Test("when the client leaves during the wait no further attempt starts")
        func clientLeaves() async throws {
            let push = [Self.pushBack(after: "1")]
            try await withGateway(.sick(push, push, thenGood: "now it does")) { gateway, provider in
                let client = try await gateway.connect()
                try await client.send(Call.hello(.chatCompletions).bytes)
                try await provider.requests(atLeast: 1)
                await client.close()
                let record = try await gateway.journal(atLeast: 1)[0]
                #expect(record["outcome"]?.string == "cancelled")
                #expect(record["attempts"]?.elements?.count == 1)
                // Its wait begins later and ends later than the first one's would have.
                #expect(try await gateway.send(.hello(.chatCompletions)).says("now it does"))
                #expect(provider.requests.count == 3)
            }
        }

        @Test("a server that stops lets nobody wait for a retry")
        func shutdown() async throws {
            try await withGateway(.always(Self.pushBack(after: "5"))) { gateway, provider in
                let client = try await gateway.connect()
                try await client.send(Call.hello(.messages).bytes)
                try await provider.requests(atLeast: 1)
                // The answer to the first attempt is in; the exchange waits.
                let page = try await eventually("the retry's wait") {
                    let page = try await gateway.ask("/metrics", token: gateway.localToken).text
                    return page.contains(#"verdict="granted"} 1"#) ? page : nil
                }
                #expect(page.contains(#"class="rate_limited""#))
                gateway.process.signal(SIGTERM)
                let answer = try await client.answer()
                #expect(answer.status == 503)
                #expect(answer.errorCode == "shutting_down")
                #expect(try await gateway.process.ended() == 0)
                #expect(provider.requests.count == 1)
                await client.close()
            }
        }

        @Test("when the attempts are spent the caller's client is told not to go on")
        func attemptsSpent() async throws {
            try await withPair(
                .always(.answer(503, fields: ["x-should-retry": "true"], body: #"{"error":{"message":"DOWN"}}"#)),
                .good(),
                { $0.routeLines = ["attempts: 1"] }
            ) { gateway, _, second in
                let answer = try await gateway.send(.hello(.chatCompletions))
                #expect(answer.status == 503)
                #expect(answer.text.contains("DOWN"))
                #expect(answer.fields.filter { $0.name == "x-should-retry" }.map(\.value) == ["false"])
                #expect(second.requests.isEmpty)
            }
        }

        @Test("an outage is not amplified: retries are a share of the traffic, and callers are told when it is spent")
        func retryBudget() async throws {
            try await withGateway(.always(.reset)) { gateway, provider in
                let count = 60
                let answers = try await withThrowingTaskGroup(of: Message.self) { group in
                    for _ in 0..<count { group.addTask { try await gateway.send(.hello(.chatCompletions)) } }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(answers.allSatisfy { $0.status == 503 && $0.errorCode == "upstream_unavailable" })
                let spent = answers.count { $0["x-should-retry"] == "false" }
                #expect(spent > 0)
                #expect(provider.requests.count + spent == 2 * count)
                // Burst, share and the seconds that it took on a busy machine.
                #expect(provider.requests.count - count <= 10 + count / 5 + 20)
            }
        }

        @Test(
            "the next credential serves when the first one does not",
            arguments: [
                (401, #"{"error":{"message":"Incorrect API key provided"}}"#, "credential"),
                (429, #"{"error":{"message":"Rate limit reached"}}"#, "rate_limited"),
                (429, #"{"error":{"message":"quota","code":"insufficient_quota"}}"#, "quota"),
            ]
        )
        func credentials(status: Int, body: String, name: String) async throws {
            let script = Script { request in
                request.message["authorization"] == "Bearer one"
                    ? [.answer(status, fields: ["retry-after": "30"], body: body)]
                    : [.answer(200, body: GoodAnswer("the second key says so").plain(.chatCompletions, model: "m"))]
            }
            try await withGateway(
                script,
                { $0.sources[0].extra = ["credentials: [env:KEY_ONE, env:KEY_TWO]"] },
                environment: ["KEY_ONE": "one", "KEY_TWO": "two"]
            ) { gateway, provider in
                #expect(try await gateway.send(.hello(.chatCompletions)).says("the second key says so"))
                #expect(provider.requests.count == 2)
                let attempts = try await gateway.journal(atLeast: 1)[0]["attempts"]?.elements ?? []
                #expect(attempts.map { $0["credential"]?.integer } == [0, 1])
                #expect(attempts.map { $0["class"]?.string } == [name, nil])
            }
        }
    }
}
