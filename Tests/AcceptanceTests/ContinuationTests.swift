import Dialects
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    @Suite("A stream that another model finishes")
    struct ContinuationTests {
        private static func settings(_ more: String = "") -> (inout GatewaySettings) -> Void {
            {
                $0.routeLines = ["continue: true", "timeouts: {idle: 500ms}"]
                $0.sources[1].model = ["capabilities: [tools\(more)]"]
            }
        }

        private static func begun(_ dialect: Dialect) -> [String] {
            let frames = GoodAnswer("the tide is rising").frames(dialect, model: "m")
            return Array(frames.prefix(GoodAnswer.opening(dialect) + 2))
        }

        @Test("goes on in one piece, whatever broke it off", arguments: Dialect.allCases)
        func goesOn(dialect: Dialect) async throws {
            let ends: [[Step]] = [
                [.close], [.reset], [.endStream], [.stream(["data: {\"broken\n\n"])], [.hang],
                [.stream([#"data: {"type":"error","error":{"type":"overloaded_error","message":"busy"}}"# + "\n\n"])],
            ]
            try await withPair(.good(), .good("and falls again"), Self.settings(", prefill")) {
                gateway,
                first,
                second in
                for end in ends {
                    first.play(Script { _ in [.stream(Self.begun(dialect))] + end })
                    let answer = try await gateway.send(.hello(dialect, stream: true))
                    #expect(answer.isComplete, "\(end): \(answer)")
                    #expect(answer.text.contains(": holdfast-continued-by: second\n\n"))
                    #expect(answer["holdfast-model"] == "first")
                }
                let asked = try #require(second.requests.last).request.message.text
                #expect(asked.contains("the tide"))
                #expect(asked.contains("was cut off") == (dialect == .responses))
                let records = try await gateway.journal(atLeast: ends.count)
                for record in records {
                    #expect(record["outcome"]?.string == "completed")
                    #expect(record["served_model"]?.string == "second")
                    let outcomes = record["attempts"]?.elements?.map { $0["outcome"]?.string ?? "" }
                    #expect(outcomes == ["interrupted", "served"])
                }
            }
        }

        @Test("asks in words where the model takes no begun answer")
        func inWords() async throws {
            try await withPair(.good(), .good("and falls again"), Self.settings()) { gateway, first, second in
                first.play(Script { _ in [.stream(Self.begun(.messages)), .close] })
                #expect(try await gateway.send(.hello(.messages, stream: true)).isComplete)
                let asked = try #require(second.requests.last?.request.json?["messages"]?.elements)
                #expect(asked.map { $0["role"]?.string } == ["user", "assistant", "user"])
                #expect(String(decoding: asked[2].bytes, as: UTF8.self).contains("was cut off"))
            }
        }

        @Test(
            "ends honestly when nobody can go on, and where the caller wants nobody else",
            arguments: Dialect.allCases
        )
        func nobody(dialect: Dialect) async throws {
            try await withPair(.good(), .always(.answer(503, body: "{}")), Self.settings()) { gateway, first, second in
                first.play(Script { _ in [.stream(Self.begun(dialect)), .close] })
                let answer = try await gateway.send(.hello(dialect, stream: true))
                #expect(answer.status == 200 && !answer.isComplete)
                #expect(answer.text.contains("error"))
                let asked = second.requests.count
                #expect(asked >= 1)
                let alone = try await gateway.send(.hello(dialect, stream: true).with("holdfast-fallback", "none"))
                #expect(!alone.isComplete)
                #expect(second.requests.count == asked)
                #expect(try await gateway.journal(atLeast: 2).allSatisfy { $0["outcome"]?.string == "interrupted" })
            }
        }
    }
}
