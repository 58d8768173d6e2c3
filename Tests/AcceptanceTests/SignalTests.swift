import Dialects
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    @Suite("Signals")
    struct SignalTests {
        private static let gone = Step.answer(
            404,
            body:
                #"{"error":{"message":"The model does not exist","type":"invalid_request_error","code":"model_not_found"}}"#
        )

        private static func recalls(_ gateway: GatewayProcess) async throws -> [JSONValue] {
            try await gateway.run("recalls", "--all", "--json").json?["recalls"]?.elements ?? []
        }

        @Test("a model that is gone is held after a canary of our own, and the first request already moved on")
        func held() async throws {
            try await withPair(.always(Self.gone)) { gateway, first, _ in
                let secret = "a caller's own words"
                var call = Call.hello(.chatCompletions)
                call.body = Array(#"{"model":"support","messages":[{"role":"user","content":"\#(secret)"}]}"#.utf8)
                #expect(try await gateway.send(call).says("the second says so"))
                let recall: JSONValue = try await eventually("a hold") { try await Self.recalls(gateway).first }
                #expect(recall["state"]?.string == "held" && recall["origin"]?.string == "upstream")
                #expect(recall["slice"]?["model"]?.elements?.map(\.string) == ["first"])
                #expect(first.requests.count == 2, "the caller's request, and one canary")
                #expect(!first.requests[1].request.message.text.contains(secret))
                let asked = first.requests.count
                let next = try await gateway.send(.hello(.messages))
                #expect(next.says("the second says so") && next["holdfast-reason"] == "recalled")
                #expect(first.requests.count == asked)

                // It is there again, and a person says so.
                first.play(.good("the first says so"))
                let id = try #require(recall["id"]?.string)
                #expect(try await gateway.run("release", id).code == 1)
                let ada = try await gateway.makeOperator("Ada")
                #expect(try await gateway.run(as: ada, "release", id, "--reason", "vendor's mistake").code == 0)
                #expect(try await gateway.send(.hello(.messages)).says("the first says so"))
            }
        }

        @Test("what one caller's request was told, the canary was not: nothing is held")
        func notConfirmed() async throws {
            try await withPair(.sick([Self.gone], thenGood: "the first says so")) { gateway, first, _ in
                #expect(try await gateway.send(.hello(.chatCompletions)).says("the second says so"))
                _ = try await first.requests(atLeast: 2)
                #expect(try await gateway.send(.hello(.chatCompletions)).says("the first says so"))
                #expect(try await Self.recalls(gateway).isEmpty)
            }
        }

        @Test("a route's last model is not held: a person is called")
        func lastModel() async throws {
            try await withGateway(.always(Self.gone)) { gateway, provider in
                #expect(try await gateway.send(.hello(.chatCompletions)).status == 503)
                let recall: JSONValue = try await eventually("a signal") { try await Self.recalls(gateway).first }
                #expect(recall["state"]?.string == "signal" && recall["serving_percent"]?.integer == 100)
                provider.play(.good("back again"))
                #expect(try await gateway.send(.hello(.chatCompletions)).says("back again"))
                #expect(gateway.process.standardError.contains("a person must decide"))
            }
        }

        @Test("a provider's list of models tells when one ends")
        func list() async throws {
            let script = Script { request in
                request.message.target == "/v1/models"
                    ? [
                        .answer(
                            200,
                            body:
                                #"{"data":[{"id":"other","shutdown_date":"2026-12-01"},{"id":"only-model","shutdown_date":"2027-01-31"}]}"#
                        )
                    ] : Script.good().steps(for: request)
            }
            try await withGateway(script, { $0.more = "signals: {lists: 1s}\n" }) { gateway, provider in
                let recall: JSONValue = try await eventually("a signal", within: .seconds(20)) {
                    try await Self.recalls(gateway).first
                }
                #expect(recall["kind"]?.string == "retirement" && recall["state"]?.string == "signal")
                #expect(recall["notice"]?.string == "Its vendor ends it on 2027-01-31.")
                _ = try await provider.requests(atLeast: 2)
                #expect(try await Self.recalls(gateway).count == 1, "the same date is told once")
                #expect(try await gateway.send(.hello(.messages)).status == 200)
            }
        }

        @Test("an announced end is a signal, once, and nothing is held back")
        func retirement() async throws {
            let script = Script { _ in
                [
                    .answer(
                        200,
                        fields: ["sunset": "Thu, 31 Dec 2026 23:59:59 GMT", "content-type": "application/json"],
                        body: GoodAnswer("the first says so").plain(.chatCompletions, model: "first-model")
                    )
                ]
            }
            try await withPair(script, .good(), { $0.sources[1].model = ["retires: 2027-03-01"] }) { gateway, _, _ in
                for _ in 0..<3 { #expect(try await gateway.send(.hello(.chatCompletions)).says("the first says so")) }
                let recalls: [JSONValue] = try await eventually("two signals") {
                    let all = try await Self.recalls(gateway)
                    return all.count == 2 ? all : nil
                }
                #expect(recalls.allSatisfy { $0["state"]?.string == "signal" && $0["kind"]?.string == "retirement" })
                let notices = Set(recalls.compactMap { $0["notice"]?.string })
                #expect(notices == ["Its vendor ends it on 2026-12-31.", "Its vendor ends it on 2027-03-01."])
            }
        }
    }
}
