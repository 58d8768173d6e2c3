import Dialects
import Foundation
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    @Suite("A sick model is left alone")
    struct BreakerTests {
        private static let quick = "{failures: 3, cool_down: 500ms}"
        private static let down = Step.answer(503, body: #"{"error":{"message":"down"}}"#)

        private static func state(_ gateway: GatewayProcess, _ model: String) async throws -> String? {
            let models = try await gateway.status()["models"]?.elements ?? []
            return models.first { $0["model"]?.string == model }?["breaker"]?.string
        }

        @Test("after failures in a row it is not asked, and one trial brings it back")
        func opensAndCloses() async throws {
            try await withPair(.always(Self.down), .good("the second says so"), { $0.breaker = Self.quick }) {
                gateway,
                first,
                second in
                for number in 1...10 {
                    let answer = try await gateway.send(.hello(.messages))
                    #expect(answer.says("the second says so"))
                    #expect(answer["holdfast-attempts"] == (number > 3 ? "1" : "2"))
                    #expect(answer["holdfast-reason"] == (number > 3 ? "breaker_open" : "status_503"))
                }
                #expect(first.requests.count == 3)
                #expect(second.requests.count == 10)
                #expect(try await Self.state(gateway, "first") == "open")
                #expect(try await Self.state(gateway, "second") == "closed")
                let passedOver = try await gateway.journal(atLeast: 10)[0]["attempts"]?.elements ?? []
                #expect(passedOver.map { $0["failure"]?.string } == ["breaker_open", nil])
                let status = try await gateway.run("status")
                #expect(status.output.contains("first: breaker open (consecutive_failures)"), "\(status.output)")
                // Still sick: the trial fails and everybody else goes on.
                try await Task.sleep(for: .milliseconds(600))
                for _ in 0..<4 { #expect(try await gateway.send(.hello(.messages)).says("the second says so")) }
                #expect(first.requests.count == 4)
                first.play(.good("the first is back"))
                let back: Message = try await eventually("the first model's return") {
                    let answer = try await gateway.send(.hello(.messages))
                    return answer.says("the first is back") ? answer : nil
                }
                #expect(back["holdfast-model"] == "first")
                #expect(try await Self.state(gateway, "first") == "closed")
            }
        }

        @Test("rate limits, spent accounts and callers' faults do not count")
        func neutral() async throws {
            let answers: [Step] = [
                .answer(429, fields: ["retry-after": "60"], body: #"{"error":{"message":"slow down"}}"#),
                .answer(402, body: #"{"error":{"message":"pay"}}"#),
                .answer(400, body: #"{"error":{"message":"bad","type":"invalid_request_error"}}"#),
            ]
            try await withPair(.good(), .good(), { $0.breaker = Self.quick }) { gateway, first, _ in
                for step in answers {
                    first.play(Script { _ in [step] })
                    let before = first.requests.count
                    for _ in 0..<5 { _ = try await gateway.send(.hello(.chatCompletions)) }
                    #expect(first.requests.count == before + 5)
                }
                #expect(try await Self.state(gateway, "first") == "closed")
            }
        }

        @Test("with nobody else it is asked now and then all the same, and the rest is told when to come back")
        func panic() async throws {
            try await withGateway(
                .always(Self.down),
                {
                    $0.breaker = "{failures: 1, cool_down: 1h, longest_cool_down: 1h}"
                    $0.routeLines = ["retries: {last_model: 0}"]
                }
            ) { gateway, provider in
                var refused = 0
                for _ in 0..<30 {
                    let answer = try await gateway.send(.hello(.chatCompletions))
                    #expect(answer.status == 503)
                    if answer.errorCode == "upstream_unavailable" {
                        refused += 1
                        #expect(answer["retry-after"] != nil)
                    }
                }
                #expect(refused > 0)
                #expect(provider.requests.count >= 2)
                #expect(provider.requests.count + refused == 30)
                provider.play(.good("well again"))
                let _: Message = try await eventually("an answer in spite of the open breaker") {
                    let answer = try await gateway.send(.hello(.chatCompletions))
                    return answer.says("well again") ? answer : nil
                }
                let answer = try await gateway.send(.hello(.chatCompletions))
                #expect(answer.says("well again"))
                #expect(try await Self.state(gateway, "only") == "closed")
            }
        }

        @Test("a single fault of the only model that is left is retried, for the others are shut out")
        func lastReady() async throws {
            try await withPair(.good(), .always(Self.down), { $0.breaker = "{failures: 2, cool_down: 1h}" }) {
                gateway,
                first,
                second in
                first.play(.always(Self.down))
                for _ in 0..<2 { _ = try await gateway.send(.hello(.chatCompletions)) }
                #expect(try await Self.state(gateway, "second") == "open")
                first.play(.good("the first is well"))
                let _: Bool = try await eventually("the first model's return") {
                    _ = try await gateway.send(.hello(.chatCompletions))
                    return try await Self.state(gateway, "first") == "closed" ? true : nil
                }
                first.play(.sick([.reset], thenGood: "the first again"))
                let before = second.requests.count
                #expect(try await gateway.send(.hello(.chatCompletions)).says("the first again"))
                #expect(second.requests.count == before)
            }
        }

        @Test("a reload forgives nobody")
        func reload() async throws {
            try await withPair(.always(Self.down), .good(), { $0.breaker = "{failures: 2, cool_down: 1h}" }) {
                gateway,
                first,
                _ in
                for _ in 0..<3 { _ = try await gateway.send(.hello(.responses)) }
                #expect(first.requests.count == 2)
                let epoch = try #require(try await gateway.status()["epoch"]?.integer)
                let file = gateway.folder.path + "/holdfast.yaml"
                let text = try String(contentsOfFile: file, encoding: .utf8)
                try text.replacingOccurrences(of: "failures: 2", with: "failures: 5")
                    .write(toFile: file, atomically: true, encoding: .utf8)
                gateway.process.signal(SIGHUP)
                let _: Bool = try await eventually("the reload") {
                    try await gateway.status()["epoch"]?.integer ?? 0 > epoch ? true : nil
                }
                _ = try await gateway.send(.hello(.responses))
                #expect(first.requests.count == 2)
                #expect(try await Self.state(gateway, "first") == "open")
            }
        }
    }
}
