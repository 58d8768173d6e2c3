import Dialects
import Domain
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    @Suite("The operator's listener")
    struct OperatorTests {
        @Test("health is open, the rest asks for a token, strangers are refused everywhere")
        func door() async throws {
            try await withGateway { gateway, _ in
                #expect(try await gateway.ask("/livez").status == 200)
                #expect(try await gateway.ask("/readyz").status == 200)
                for target in ["/metrics", "/api/v1/status", "/api/v1/exchanges", "/api/v1/keys", "/nothing"] {
                    #expect(try await gateway.ask(target).status == 401, "\(target)")
                    #expect(try await gateway.ask(target, token: "wrong").status == 401, "\(target)")
                }
                let token = try #require(gateway.localToken)
                #expect(try await gateway.ask("/api/v1/status", token: token).status == 200)
                #expect(try await gateway.ask("/nothing", token: token).status == 404)
                #expect(try await gateway.ask("/livez", fields: ["host": "evil.example"]).status == 421)
                #expect(try await gateway.ask("/livez", fields: ["origin": "https://evil.example"]).status == 403)
            }
        }

        @Test("metrics are well-formed and count what happened")
        func metrics() async throws {
            try await withGateway { gateway, _ in
                for _ in 0..<3 { _ = try await gateway.send(.hello(.messages)) }
                let token = try #require(gateway.localToken)
                let answer = try await gateway.ask("/metrics", token: token)
                #expect(answer["content-type"]?.hasPrefix("text/plain; version=0.0.4") == true)
                var typed: Set<Substring> = []
                var samples = 0
                for line in answer.text.split(separator: "\n") {
                    if line.hasPrefix("# TYPE ") {
                        let name = line.split(separator: " ")[2]
                        #expect(typed.insert(name).inserted, "\(name) is declared twice")
                        continue
                    }
                    if line.hasPrefix("#") { continue }
                    samples += 1
                    let name = line.prefix { $0 != "{" && $0 != " " }
                    let base = ["_bucket", "_sum", "_count"].reduce(name) {
                        $0.hasSuffix($1) ? $0.dropLast($1.count) : $0
                    }
                    #expect(typed.contains(name) || typed.contains(base), "\(line)")
                    #expect(Double(line.split(separator: " ").last ?? "") != nil, "\(line)")
                }
                #expect(samples > 10)
            }
        }

        @Test("the journal tells an exchange's life")
        func journal() async throws {
            try await withPair(.always(.answer(503, body: "{}"))) { gateway, _, _ in
                let answer = try await gateway.send(.hello(.chatCompletions))
                let id = try #require(answer["x-request-id"])
                let records = try await gateway.journal(atLeast: 1)
                let record = try #require(records.first)
                #expect(record["id"]?.string == id)
                #expect(record["route"]?.string == "support")
                #expect(record["asked_model"]?.string == "support")
                #expect(record["served_model"]?.string == "second")
                #expect(record["lineage"]?.string == "test/second")
                #expect(record["reported_model"]?.string == "second-model")
                #expect(record["operation"]?.string == "chat-completions")
                #expect(record["tokens_in"]?.integer == 7)
                #expect(record["tokens_out"]?.integer == 4)
                #expect(record["answer_id"]?.string == "chatcmpl-1")
                #expect(record["finish_reason"]?.string == "stop")
                #expect(record["status"]?.integer == 200)
                #expect(record["stream"]?.bool == false)
                #expect(record["response_bytes"]?.integer == answer.body.count)
                #expect(record["request_bytes"]?.integer == Call.hello(.chatCompletions).body.count)
                #expect(record["attempts"]?.elements?.count == 2)
                #expect((record["total_us"]?.integer ?? 0) > 0)
                let life = try await gateway.run("journal", id)
                #expect(life.code == 0)
                #expect(life.output.contains("second"))
                #expect(try await gateway.run("journal", "req_00000000000000000000000000").code == 1)
                let token = try #require(gateway.localToken)
                let one = try await gateway.ask("/api/v1/exchanges/\(id)", token: token)
                #expect(one.status == 200)
                #expect(try await gateway.run("usage", "--by", "model").output.contains("second"))
            }
        }

        @Test("its own mark is found wherever it stands among the marks of others")
        func loopAmongOthers() async throws {
            try await withGateway { gateway, provider in
                #expect(try await gateway.send(.hello(.chatCompletions)).status == 200)
                let mark = try #require(provider.requests.last?.request.message["holdfast-loop"])
                for marks in [[mark], ["other, \(mark)"], ["other", mark], [mark, "other"]] {
                    let call = marks.reduce(Call.hello(.chatCompletions)) { $0.with("holdfast-loop", $1) }
                    #expect(try await gateway.send(call).errorCode == "loop_detected", "\(marks.count)")
                }
                let others = Call.hello(.chatCompletions).with("holdfast-loop", "one").with("holdfast-loop", "two")
                #expect(try await gateway.send(others).status == 200)
                #expect(provider.requests.last?.request.message["holdfast-loop"] == "\(mark), one, two")
            }
        }

        @Test("a request that comes round again is refused before it turns for ever")
        func loop() async throws {
            let probe = try await ScriptedProvider.start()
            let port = probe.port
            await probe.stop()
            var settings = GatewaySettings([.init(name: "loop", base: "http://127.0.0.1:\(port)/v1")])
            settings.route = GatewaySettings.id("loop")
            settings.service = ["bind: 127.0.0.1:\(port)"]
            try await GatewayProcess.with(settings) { gateway in
                let answer = try await gateway.send(.hello(.chatCompletions, route: GatewaySettings.id("loop")))
                #expect(answer.status == 508)
                #expect(answer.errorCode == "loop_detected")
            }
        }

        @Test("two gateways that lead to each other say so at once")
        func loopOfTwo() async throws {
            let probes = [try await ScriptedProvider.start(), try await ScriptedProvider.start()]
            let ports = probes.map(\.port)
            for probe in probes { await probe.stop() }
            func settings(_ own: Int, _ other: Int) -> GatewaySettings {
                var settings = GatewaySettings([.init(name: "loop", base: "http://127.0.0.1:\(other)/v1")])
                settings.route = GatewaySettings.id("loop")
                settings.service = ["bind: 127.0.0.1:\(own)"]
                return settings
            }
            try await GatewayProcess.with(settings(ports[0], ports[1])) { one in
                try await GatewayProcess.with(settings(ports[1], ports[0])) { two in
                    let answer = try await one.send(.hello(.chatCompletions, route: GatewaySettings.id("loop")))
                    #expect(answer.status == 508)
                    #expect(answer.errorCode == "loop_detected")
                    #expect(try await one.journal(atLeast: 2).count == 2)
                    #expect(try await two.journal(atLeast: 1).count == 1)
                }
            }
        }

        @Test(
            "a model is found by its name as it stands in a path",
            arguments: ["team%2Fassistant", "team%2fassistant"]
        )
        func encodedName(name: String) async throws {
            try await withGateway(.good(), { $0.route = "team/assistant" }) { gateway, _ in
                let answer = try await gateway.send(Call("GET", "/v1/models/\(name)"))
                #expect(answer.status == 200)
                #expect(answer.json?["id"]?.string == "team/assistant")
                #expect(try await gateway.send(Call("GET", "/v1/models/team%2Fnobody")).status == 404)
            }
        }
    }
}
