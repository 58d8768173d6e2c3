import Dialects
import Domain
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    /// A good plain answer tells 7 tokens in and 4 out; at these prices it costs 1.5.
    @Suite("Limits of a day")
    struct DayLimitTests {
        private static let prices = #"prices: {input: "100000", output: "200000"}"#

        private static func day(_ gateway: GatewayProcess, key: String? = nil) async throws -> JSONValue {
            let lines = try await gateway.status()["day_limits"]?.elements ?? []
            return try #require(lines.first { $0["key"]?.string == key })
        }

        /// The first answer to a key that was just made; a server follows within a moment. Until it does, it may still be open
        /// to all, and charge nobody.
        private static func first(_ gateway: GatewayProcess, _ call: Call) async throws -> Message {
            let _: Bool = try await eventually("the closed door", within: .seconds(5)) {
                try await gateway.send(Call("GET", "/v1/models")).status == 401 ? true : nil
            }
            return try await eventually("the new key at work", within: .seconds(5)) {
                let answer = try await gateway.send(call)
                return answer.status == 401 ? nil : answer
            }
        }

        @Test("a tenant's tokens that are used up are told in each dialect, with the time at which the day is over")
        func tokens() async throws {
            try await withGateway(.good(), { $0.acme = ["tokens_per_day: 20"] }) { gateway, provider in
                let key = try await gateway.makeKey()
                #expect(try await Self.first(gateway, .hello(.messages).bearing(key.secret)).status == 200)
                // What is left is less than an answer takes, and the answer is given.
                #expect(try await gateway.send(.hello(.responses).bearing(key.secret)).status == 200)
                #expect(try await Self.day(gateway)["tokens_used"]?.integer == 22)
                let asked = provider.requests.count
                for dialect in Dialect.allCases {
                    for stream in [false, true] {
                        let refused = try await gateway.send(.hello(dialect, stream: stream).bearing(key.secret))
                        #expect(refused.status == 429)
                        #expect(refused.errorCode == "day_limit_reached")
                        let type = dialect == .messages ? "rate_limit_error" : "insufficient_quota"
                        #expect(refused.json?["error"]?["type"]?.string == type)
                        let message = try #require(refused.json?["error"]?["message"]?.string)
                        for word in ["20 tokens", "tenant `acme`", "T00:00:00Z"] {
                            #expect(message.contains(word), "\(message)")
                        }
                        let seconds = try #require(refused["retry-after"].flatMap { Int($0) })
                        #expect((1...86_400).contains(seconds))
                        #expect(refused["x-should-retry"] == "false")
                    }
                }
                #expect(provider.requests.count == asked)
                let token = try #require(gateway.localToken)
                let metrics = try await gateway.ask("/metrics", token: token).text
                #expect(metrics.contains(#"holdfast_tenant_day_tokens{tenant="acme"} 22"#))
                #expect(metrics.contains(#"holdfast_tenant_day_tokens_limit{tenant="acme"} 20"#))
                #expect(metrics.contains(#"holdfast_refusals_total{code="day_limit_reached"} 6"#))
                #expect(try await gateway.run("status").output.contains("tenant acme: 22 of 20 tokens used"))
            }
        }

        @Test("counting tokens and listing models cost nothing, before the limit and after it")
        func free() async throws {
            try await withGateway(.good(), { $0.acme = ["tokens_per_day: 11"] }) { gateway, _ in
                let key = try await gateway.makeKey()
                let count = Call(
                    "POST",
                    "/v1/messages/count_tokens",
                    body: #"{"model":"support","messages":[{"role":"user","content":"hello"}]}"#
                ).bearing(key.secret)
                #expect(try await Self.first(gateway, count).status == 200)
                #expect(try await Self.day(gateway)["tokens_used"]?.integer == 0)
                #expect(try await gateway.send(.hello(.chatCompletions).bearing(key.secret)).status == 200)
                #expect(try await gateway.send(.hello(.chatCompletions).bearing(key.secret)).status == 429)
                #expect(try await gateway.send(count).status == 200)
                #expect(try await gateway.send(Call("GET", "/v1/models").bearing(key.secret)).status == 200)
                #expect(try await Self.day(gateway)["tokens_used"]?.integer == 11)
            }
        }

        @Test("a key's own limit is its own, and of two limits the one that is spent first refuses")
        func keys() async throws {
            try await withGateway(.good(), { $0.acme = ["tokens_per_day: 33"] }) { gateway, _ in
                let small = try await gateway.makeKey("--tokens-per-day", "11")
                let free = try await gateway.makeKey()
                #expect(try await Self.first(gateway, .hello(.messages).bearing(small.secret)).status == 200)
                let own = try await gateway.send(.hello(.messages).bearing(small.secret))
                #expect(own.status == 429 && own.text.contains("The key's limit of 11 tokens"), "\(own)")
                #expect(try await Self.first(gateway, .hello(.messages).bearing(free.secret)).status == 200)
                #expect(try await gateway.send(.hello(.messages).bearing(free.secret)).status == 200)
                let shared = try await gateway.send(.hello(.messages).bearing(free.secret))
                #expect(shared.status == 429 && shared.text.contains("33 tokens"), "\(shared)")
                #expect(try await Self.day(gateway, key: small.id)["tokens_used"]?.integer == 11)
                #expect(try await Self.day(gateway)["tokens_used"]?.integer == 33)
                let listed = try await gateway.run("key", "list", "--json").json?["keys"]?.elements
                #expect(listed?.map { $0["tokens_per_day"]?.integer } == [11, nil])
                #expect(try await gateway.run("key", "list").output.contains("TOKENS A DAY"))
            }
        }

        @Test("what was used today is still used after kill -9 and after a restart")
        func restart() async throws {
            let provider = try await ScriptedProvider.start(.good())
            var settings = GatewaySettings(["only": provider])
            settings.acme = ["tokens_per_day: 33"]
            let folder = try TemporaryFolder()
            let first = try await GatewayProcess.start(settings, in: folder)
            let key = try await first.makeKey("--tokens-per-day", "1000")
            let call = Call.hello(.messages).bearing(key.secret)
            #expect(try await Self.first(first, call).status == 200)
            #expect(try await first.send(call).status == 200)
            try await Self.written(2, first)
            first.process.signal(9)
            #expect(try await first.process.ended() == -9)
            try await GatewayProcess.with(settings, in: folder) { second in
                #expect(try await Self.day(second)["tokens_used"]?.integer == 22)
                #expect(try await Self.day(second, key: key.id)["tokens_used"]?.integer == 22)
                #expect(try await second.send(call).status == 200)
                #expect(try await second.send(call).errorCode == "day_limit_reached")
                try await Self.written(3, second)
            }
            try await GatewayProcess.with(settings, in: folder) { third in
                let refused = try await third.send(call)
                #expect(refused.errorCode == "day_limit_reached")
                #expect(try await Self.day(third)["tokens_used"]?.integer == 33)
            }
            await provider.stop()
        }

        private static func written(_ count: Int, _ gateway: GatewayProcess) async throws {
            let _: Bool = try await eventually("\(count) answers in the journal") {
                let records = try await gateway.journal()
                return records.count { $0["outcome"]?.string == "completed" } == count ? true : nil
            }
        }

        @Test("a limit that comes while the server runs counts what was used before it, in this process and the last")
        func reload() async throws {
            let provider = try await ScriptedProvider.start(.good())
            var settings = GatewaySettings(["only": provider])
            let folder = try TemporaryFolder()
            let key = try await GatewayProcess.with(settings, in: folder) { first in
                let key = try await first.makeKey()
                #expect(try await Self.first(first, .hello(.messages).bearing(key.secret)).status == 200)
                return key
            }
            try await GatewayProcess.with(settings, in: folder) { second in
                let call = Call.hello(.messages).bearing(key.secret)
                #expect(try await second.send(call).status == 200)
                #expect(try await second.status()["day_limits"]?.elements?.isEmpty == true)
                settings.acme = ["tokens_per_day: 22"]
                try folder.write(settings.yaml(folder: folder.path), to: "holdfast.yaml")
                second.process.signal(1)
                let _: Bool = try await eventually("the limit in force", within: .seconds(5)) {
                    try await second.status()["day_limits"]?.elements?.count == 1 ? true : nil
                }
                #expect(try await Self.day(second)["tokens_used"]?.integer == 22)
                #expect(try await second.send(call).errorCode == "day_limit_reached")
                // A later limit finds the accounts as they are, and counts nothing twice.
                let other = try await second.makeKey("--tokens-per-day", "5")
                #expect(try await Self.first(second, .hello(.messages).bearing(other.secret)).status == 429)
                #expect(try await Self.day(second)["tokens_used"]?.integer == 22)
            }
            await provider.stop()
        }

        @Test("a key with a limit, made while the server runs, finds what its tenant used", arguments: [true, false])
        func keyLater(isKilled: Bool) async throws {
            let provider = try await ScriptedProvider.start(.good())
            let settings = GatewaySettings(["only": provider])
            let folder = try TemporaryFolder()
            try await GatewayProcess.with(settings, in: folder) { gateway in
                let limited = try await gateway.makeKey("--tokens-per-day", "11")
                let call = Call.hello(.messages).bearing(limited.secret)
                #expect(try await Self.first(gateway, call).status == 200)
                #expect(try await gateway.send(call).status == 429)
                _ = try await gateway.journal(atLeast: 2)
                if isKilled {
                    gateway.process.signal(9)
                    _ = try await gateway.process.ended()
                }
            }
            try await GatewayProcess.with(settings, in: folder) { gateway in
                let key = try #require(try await gateway.run("key", "list", "--json").json?["keys"]?.elements?.first)
                let id = try #require(key["id"]?.string)
                #expect(try await Self.day(gateway, key: id)["tokens_used"]?.integer == 11)
            }
            await provider.stop()
        }

        @Test("a stream that tells no usage is charged by its bytes, also when its reader leaves")
        func unknownUsage() async throws {
            try await withGateway(.good(), { $0.acme = ["tokens_per_day: 100000"] }) { gateway, provider in
                let key = try await gateway.makeKey()
                let call = Call.hello(.chatCompletions, stream: true).bearing(key.secret)
                #expect(try await Self.first(gateway, call).status == 200)
                let whole = try await gateway.journal(atLeast: 1)[0]
                #expect(whole["tokens_out"] == nil)
                #expect(try await Self.day(gateway)["tokens_used"]?.integer == Self.guess(whole))
                let opening = GoodAnswer("the tide is out").frames(.messages, model: "m").prefix(4)
                provider.play(.always(.stream(Array(opening)), .waitUntilGone))
                let leaving = try await gateway.connect()
                leaving.post(Call.hello(.messages, stream: true).bearing(key.secret).bytes)
                try await leaving.wait(for: "the first words") { $0.finals.first?.text.contains("text_delta") == true }
                await leaving.close()
                let left = try await gateway.journal(atLeast: 2)[0]
                #expect(left["outcome"]?.string == "cancelled" && left["tokens_out"]?.integer == 1)
                let used = try await Self.day(gateway)["tokens_used"]?.integer
                let down = ((left["response_bytes"]?.integer ?? 0) + 3) / 4
                #expect(down > 1 && used == Self.guess(whole) + 7 + down)
            }
        }

        private static func guess(_ record: JSONValue) -> Int {
            ["request_bytes", "response_bytes"].reduce(0) { $0 + ((record[$1]?.integer ?? 0) + 3) / 4 }
        }

        @Test("money counts at the model's prices, and without any at the dearest model's")
        func money() async throws {
            try await withPair(
                .good(),
                .good(),
                {
                    $0.acme = [#"money_per_day: "4.5""#]
                    $0.sources[0].model = [Self.prices]
                }
            ) { gateway, first, _ in
                let key = try await gateway.makeKey()
                let call = Call.hello(.chatCompletions).bearing(key.secret)
                #expect(try await Self.first(gateway, call).status == 200)
                #expect(try await Self.day(gateway)["money_used"]?.string == "1.5")
                first.play(.always(.answer(503, body: "{}")))
                #expect(try await gateway.send(call)["holdfast-model"] == "second")
                #expect(try await Self.day(gateway)["money_used"]?.string == "3")
                #expect(try await gateway.send(call).status == 200)
                let refused = try await gateway.send(call)
                #expect(refused.status == 429 && refused.text.contains("4.5 USD a day"), "\(refused)")
                #expect(try await gateway.run("status").output.contains("tenant acme: 4.5 of 4.5 USD used"))
                let token = try #require(gateway.localToken)
                let metrics = try await gateway.ask("/metrics", token: token).text
                #expect(metrics.contains(#"holdfast_tenant_day_money_micros{tenant="acme"} 4500000"#))
            }
        }

        @Test("a key's limit of money needs prices, and one of any kind a journal that keeps a day")
        func refusedKeys() async throws {
            try await withGateway { gateway, _ in
                let money = try await gateway.run("key", "create", "--tenant", "acme", "--money-per-day", "5")
                #expect(money.code == 1 && money.errors.contains("`prices`"), "\(money)")
                for (option, value) in [("--money-per-day", "0"), ("--money-per-day", "x"), ("--tokens-per-day", "0")] {
                    #expect(try await gateway.run("key", "create", "--tenant", "acme", option, value).code == 64)
                }
                #expect(try await gateway.run("key", "list").output.contains("There are none"))
            }
            try await withGateway(
                .good(),
                {
                    $0.more = "retention: {journal: {age: 2h}}\n"
                    $0.sources[0].model = [Self.prices]
                }
            ) { gateway, _ in
                let short = try await gateway.run("key", "create", "--tenant", "acme", "--tokens-per-day", "5")
                #expect(short.code == 1 && short.errors.contains("retention.journal.age"), "\(short)")
            }
        }

        @Test("a key's limit that later settings make worthless is told as a warning")
        func warnings() async throws {
            let provider = try await ScriptedProvider.start(.good())
            var settings = GatewaySettings(["only": provider])
            settings.sources[0].model = [Self.prices]
            try await GatewayProcess.with(settings) { gateway in
                let key = try await gateway.makeKey("--money-per-day", "5")
                #expect(try await Self.first(gateway, .hello(.messages).bearing(key.secret)).status == 200)
                #expect(try await gateway.status()["warnings"]?.elements?.isEmpty == true)
                settings.sources[0].model = []
                settings.more = "retention: {journal: {age: 2h}}\n"
                try gateway.folder.write(settings.yaml(folder: gateway.folder.path), to: "holdfast.yaml")
                gateway.process.signal(1)
                let warnings: [String] = try await eventually("the warnings", within: .seconds(5)) {
                    let told = try await gateway.status()["warnings"]?.elements?.compactMap(\.string) ?? []
                    return told.isEmpty ? nil : told
                }
                #expect(warnings.count == 2)
                #expect(warnings.contains { $0.contains("`retention.journal.age`") })
                #expect(warnings.contains { $0.contains("no model has `prices`") })
            }
            await provider.stop()
        }
    }
}
