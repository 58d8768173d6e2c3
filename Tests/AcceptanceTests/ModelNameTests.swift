import Dialects
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    @Suite("The name that answers bear")
    struct ModelNameTests {
        /// The names under `model`, wherever an answer or one of its events has one.
        private static func names(in answer: Message) -> Set<String> {
            let trees =
                answer.json.map { [$0] }
                ?? answer.text.split(separator: "\n").filter { $0.hasPrefix("data: {") }
                .compactMap { try? JSONValue(parsing: Array($0.dropFirst(6).utf8)) }
            return Set(
                trees.flatMap { tree in
                    [tree, tree["message"], tree["response"]].compactMap { $0?["model"]?.string }
                }
            )
        }

        @Test(
            "is what served, and on routes that echo it what was asked for",
            arguments: Dialect.allCases,
            [false, true]
        )
        func name(dialect: Dialect, stream: Bool) async throws {
            for provider in Dialect.allCases {
                for isEchoed in [false, true] {
                    try await withGateway(
                        .good(),
                        {
                            $0.sources[0].dialects = [provider]
                            if isEchoed { $0.routeLines = ["model_name: asked"] }
                        }
                    ) { gateway, _ in
                        let answer = try await gateway.send(.hello(dialect, stream: stream))
                        #expect(answer.says("the tide is out"), "\(answer)")
                        #expect(Self.names(in: answer) == [isEchoed ? "support" : "only-model"], "\(answer)")
                        #expect(answer["holdfast-model"] == "only")
                        let record = try #require(try await gateway.journal(atLeast: 1).first)
                        #expect(record["reported_model"]?.string == "only-model")
                        #expect(record["asked_model"]?.string == "support")
                    }
                }
            }
        }
    }
}
