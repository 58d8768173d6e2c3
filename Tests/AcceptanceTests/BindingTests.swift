import Dialects
import Domain
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    @Suite("A previous response stays with the model that made it")
    struct BindingTests {
        private static func follow(_ id: String) -> Call {
            Call("POST", "/v1/responses", body: #"{"model":"support","input":"go on","previous_response_id":"\#(id)"}"#)
        }

        private static func made(_ id: String) -> Script {
            Script { _ in
                [.answer(200, body: GoodAnswer("more").plain(.responses, model: "m").replacing("resp_1", with: id))]
            }
        }

        @Test("it is asked first, and nobody else in its place")
        func bound() async throws {
            try await withPair(.always(.answer(503, body: "{}")), Self.made("resp_second")) { gateway, first, second in
                #expect(try await gateway.send(.hello(.responses)).status == 200)
                first.play(Self.made("resp_first"))
                let before = first.requests.count
                let answer = try await gateway.send(Self.follow("resp_second"))
                #expect(answer.status == 200)
                #expect(answer["holdfast-model"] == "second")
                #expect(first.requests.count == before)
                second.play(.always(.answer(503, body: #"{"error":{"message":"down"}}"#)))
                let failed = try await gateway.send(Self.follow("resp_second"))
                #expect(failed.status == 503)
                #expect(first.requests.count == before)
            }
        }

        @Test("an unknown one goes to the route's first model, and only there")
        func unknown() async throws {
            try await withPair(.always(.answer(404, body: #"{"error":{"message":"no such response"}}"#))) {
                gateway,
                first,
                second in
                let refused = try await gateway.send(Self.follow("resp_elsewhere"))
                #expect(refused.status == 404)
                first.play(.always(.answer(503, body: "{}")))
                let failed = try await gateway.send(Self.follow("resp_elsewhere"))
                #expect(failed.status == 503)
                #expect(second.requests.isEmpty)
            }
        }

        @Test("one that another tenant's key made is unknown")
        func ofAnotherTenant() async throws {
            let down = Script.always(.answer(503, body: "{}"))
            try await withPair(down, Self.made("resp_acme"), { $0.tenants.append("bert") }) { gateway, first, second in
                let acme = try await gateway.makeKey()
                let bert = try await gateway.makeKey(tenant: "bert")
                let _: Bool = try await eventually("the new keys at work") {
                    try await gateway.send(.hello(.responses).bearing(acme.secret)).status == 200 ? true : nil
                }
                first.play(Self.made("resp_first"))
                let own = try await gateway.send(Self.follow("resp_acme").bearing(acme.secret))
                #expect(own["holdfast-model"] == "second")
                let before = second.requests.count
                let stranger = try await gateway.send(Self.follow("resp_acme").bearing(bert.secret))
                #expect(stranger["holdfast-model"] == "first")
                #expect(second.requests.count == before)
            }
        }

        @Test("it is still known after a restart")
        func restarted() async throws {
            let first = try await ScriptedProvider.start(.always(.answer(503, body: "{}")))
            let second = try await ScriptedProvider.start(Self.made("resp_kept"))
            let folder = try TemporaryFolder()
            let settings = GatewaySettings(["first": first, "second": second])
            try await GatewayProcess.with(settings, in: folder) { gateway in
                #expect(try await gateway.send(.hello(.responses)).status == 200)
                _ = try await gateway.journal(atLeast: 1)
            }
            first.play(Self.made("resp_first"))
            try await GatewayProcess.with(settings, in: folder) { gateway in
                let answer = try await gateway.send(Self.follow("resp_kept"))
                #expect(answer["holdfast-model"] == "second")
            }
            await first.stop()
            await second.stop()
        }
    }
}
