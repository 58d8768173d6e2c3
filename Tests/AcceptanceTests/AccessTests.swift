import Dialects
import Domain
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    @Suite("Keys")
    struct AccessTests {
        @Test("the first key closes the door for everybody without one")
        func firstKey() async throws {
            try await withGateway { gateway, _ in
                #expect(try await gateway.send(.hello(.messages)).status == 200)
                let key = try await gateway.makeKey()
                let missing: Message = try await eventually("the closed door", within: .seconds(5)) {
                    let answer = try await gateway.send(.hello(.messages))
                    return answer.status == 401 ? answer : nil
                }
                #expect(missing.errorCode == "missing_key")
                #expect(missing.json?["error"]?["type"]?.string == "authentication_error")
                #expect(try await gateway.send(.hello(.messages).bearing(key.secret)).status == 200)
                #expect(try await gateway.send(.hello(.chatCompletions).with("x-api-key", key.secret)).status == 200)
                let last = key.secret.hasSuffix("x") ? "y" : "x"
                let wrong = try await gateway.send(
                    .hello(.chatCompletions).bearing(String(key.secret.dropLast()) + last)
                )
                #expect(wrong.status == 401)
                #expect(wrong.errorCode == "invalid_key")
                let foreign = try await gateway.send(.hello(.chatCompletions).bearing("sk-proj-abcdef"))
                #expect(foreign.errorCode == "invalid_key")
                let models = try await gateway.send(Call("GET", "/v1/models"))
                #expect(models.status == 401)
            }
        }

        @Test("a revoked key stops while the server runs")
        func revoked() async throws {
            try await withGateway { gateway, _ in
                let key = try await gateway.makeKey()
                let _: Bool = try await eventually("the new key at work", within: .seconds(5)) {
                    try await gateway.send(.hello(.messages).bearing(key.secret)).status == 200 ? true : nil
                }
                #expect(try await gateway.run("key", "revoke", key.id).code == 0)
                let answer: Message = try await eventually("the revoked key's end", within: .seconds(5)) {
                    let answer = try await gateway.send(.hello(.messages).bearing(key.secret))
                    return answer.status == 200 ? nil : answer
                }
                #expect(answer.status == 401)
                #expect(answer.errorCode == "revoked_key")
                // The last key's end does not open the door again.
                #expect(try await gateway.send(.hello(.messages)).errorCode == "missing_key")
            }
        }

        @Test("an expired key says that it has expired")
        func expired() async throws {
            try await withGateway { gateway, _ in
                let key = try await gateway.makeKey("--expires", "1s")
                let answer: Message = try await eventually("the key's expiry", within: .seconds(10)) {
                    let answer = try await gateway.send(.hello(.chatCompletions).bearing(key.secret))
                    return answer.errorCode == "expired_key" ? answer : nil
                }
                #expect(answer.status == 401)
            }
        }

        @Test("a key for one route is a 403 on another")
        func routes() async throws {
            try await withGateway(
                .good(),
                { settings in settings.more = "" }
            ) { gateway, provider in
                var settings = GatewaySettings(["only": provider])
                settings.routeLines = []
                let key = try await gateway.makeKey("--route", "support")
                // Before it is at work, everybody is served, whatever key they show.
                let _: Bool = try await eventually("the new key at work", within: .seconds(5)) {
                    try await gateway.send(.hello(.messages)).status == 401 ? true : nil
                }
                #expect(try await gateway.send(.hello(.messages).bearing(key.secret)).status == 200)
                // A second route appears; the key was made for the first.
                let text = settings.yaml(folder: gateway.folder.path)
                    .replacing("routes:\n", with: "routes:\n  other:\n    serve: [only]\n")
                try gateway.folder.write(text, to: "holdfast.yaml")
                gateway.process.signal(1)
                let answer: Message = try await eventually("the second route", within: .seconds(5)) {
                    let answer = try await gateway.send(.hello(.messages, route: "other").bearing(key.secret))
                    return answer.status == 404 ? nil : answer
                }
                #expect(answer.status == 403)
                #expect(answer.errorCode == "route_not_allowed")
            }
        }

        @Test("the limit of a minute is told ahead, and kept with a Retry-After that helps")
        func rate() async throws {
            try await withGateway(.good(), { $0.acme = ["requests_per_minute: 2"] }) { gateway, provider in
                let key = try await gateway.makeKey()
                let call = Call.hello(.messages).bearing(key.secret)
                let first: Message = try await eventually("the new key at work", within: .seconds(5)) {
                    let answer = try await gateway.send(call)
                    return answer["x-ratelimit-limit-requests"] == nil ? nil : answer
                }
                #expect(first["x-ratelimit-limit-requests"] == "2")
                #expect(first["x-ratelimit-remaining-requests"] == "1")
                #expect(try await gateway.send(call)["x-ratelimit-remaining-requests"] == "0")
                let before = provider.requests.count
                let refused = try await gateway.send(call)
                #expect(refused.status == 429)
                #expect(refused.errorCode == "rate_limited")
                #expect(refused.json?["error"]?["type"]?.string == "rate_limit_error")
                let seconds = try #require(refused["retry-after"].flatMap { Int($0) })
                #expect((1...30).contains(seconds))
                #expect(provider.requests.count == before)
            }
        }
    }
}
