import Dialects
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    @Suite("A model that is full")
    struct QueueTests {
        private static func busy(_ queue: String) -> (inout GatewaySettings) -> Void {
            { $0.sources[0].model = ["limits: {concurrency: 1, queue: \(queue)}"] }
        }

        private static func waiting(_ gateway: GatewayProcess) async throws -> Int? {
            try await gateway.status()["models"]?.elements?.first?["waiting"]?.integer
        }

        @Test("lets a bounded number wait their turn and tells the rest when to come back")
        func waits() async throws {
            let gate = Gate()
            let script = Script { [.gate(gate)] + Script.good("your turn").steps(for: $0) }
            try await withGateway(script, Self.busy("{size: 2, wait: 30s}")) { gateway, provider in
                let answers = try await withThrowingTaskGroup(of: Message.self) { group in
                    group.addTask { try await gateway.send(.hello(.messages)) }
                    let _: Bool = try await eventually("the first request") {
                        provider.requests.count == 1 ? true : nil
                    }
                    for _ in 0..<2 { group.addTask { try await gateway.send(.hello(.messages)) } }
                    let _: Bool = try await eventually("two that wait") {
                        try await Self.waiting(gateway) == 2 ? true : nil
                    }
                    let refused = try await gateway.send(.hello(.messages))
                    #expect(refused.status == 503 && refused.errorCode == "overloaded", "\(refused)")
                    #expect(refused["retry-after"] != nil)
                    #expect(provider.requests.count == 1)
                    gate.open()
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(answers.allSatisfy { $0.says("your turn") })
                #expect(provider.requests.count == 3)
                let status = try #require(try await gateway.status()["models"]?.elements?.first)
                #expect(status["in_flight"]?.integer == 0 && status["waiting"]?.integer == 0)
            }
        }

        @Test("does so for all models together", arguments: ["{size: 1, wait: 30s}", "off"])
        func waitsForAll(queue: String) async throws {
            let gate = Gate()
            let script = Script { [.gate(gate)] + Script.good("your turn").steps(for: $0) }
            try await withGateway(script, { $0.limits = ["concurrency: 1", "queue: \(queue)"] }) { gateway, provider in
                let answers = try await withThrowingTaskGroup(of: Message.self) { group in
                    group.addTask { try await gateway.send(.hello(.messages)) }
                    let _: Bool = try await eventually("the first request") {
                        provider.requests.count == 1 ? true : nil
                    }
                    if queue != "off" {
                        group.addTask { try await gateway.send(.hello(.messages, stream: true)) }
                        let _: Bool = try await eventually("one that waits") {
                            try await gateway.status()["exchanges_waiting"]?.integer == 1 ? true : nil
                        }
                    }
                    let refused = try await gateway.send(.hello(.messages))
                    #expect(refused.status == 503 && refused.errorCode == "overloaded", "\(refused)")
                    #expect(refused["retry-after"] != nil && refused["holdfast-attempts"] == nil)
                    gate.open()
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(answers.allSatisfy { $0.says("your turn") })
                #expect(answers.count == provider.requests.count)
                #expect(try await gateway.send(.hello(.messages)).says("your turn"))
            }
        }

        @Test("keeps nobody waiting for longer than it says, and forgets who has left")
        func expiresAndLeaves() async throws {
            let gate = Gate()
            let script = Script { [.gate(gate)] + Script.good().steps(for: $0) }
            try await withGateway(script, Self.busy("{size: 5, wait: 300ms}")) { gateway, provider in
                async let first = gateway.send(.hello(.messages))
                let _: Bool = try await eventually("the first request") { provider.requests.count == 1 ? true : nil }
                let late = try await gateway.send(.hello(.messages))
                #expect(late.status == 503 && late.errorCode == "overloaded")
                let leaving = try await gateway.connect()
                leaving.post(Call.hello(.messages).bytes)
                let _: Bool = try await eventually("one that waits") {
                    try await Self.waiting(gateway) == 1 ? true : nil
                }
                await leaving.close()
                let _: Bool = try await eventually("nobody waits") { try await Self.waiting(gateway) == 0 ? true : nil }
                gate.open()
                #expect(try await first.status == 200)
                #expect(provider.requests.count == 1)
                #expect(try await gateway.send(.hello(.messages)).status == 200)
            }
        }

        @Test("is passed over at once while another one stands ready")
        func passedOver() async throws {
            let gate = Gate()
            let script = Script { [.gate(gate)] + Script.good("the first").steps(for: $0) }
            try await withPair(script, .good("the second says so"), Self.busy("{size: 5, wait: 30s}")) {
                gateway,
                first,
                _ in
                async let held = gateway.send(.hello(.messages))
                let _: Bool = try await eventually("the first request") { first.requests.count == 1 ? true : nil }
                let other = try await gateway.send(.hello(.messages))
                #expect(other.says("the second says so"))
                #expect(other["holdfast-reason"] == "model_busy")
                gate.open()
                #expect(try await held.says("the first"))
            }
        }
    }
}
