import Dialects
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    @Suite("A refusal inside a good answer")
    struct RefusalTests {
        private static let words = "I cannot help with that."

        /// Chat Completions alone: what the others are asked in is translated.
        private static let refusal = Script { request in
            let choice = #""refusal":"\#(words)""#
            guard request.wantsStream else {
                return [
                    .answer(
                        200,
                        body: #"{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"#
                            + #""message":{"role":"assistant","content":null,\#(choice)},"finish_reason":"stop"}]}"#
                    )
                ]
            }
            let chunk =
                #"data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"#
            return [
                .stream([
                    chunk + #""delta":{"role":"assistant","content":""},"finish_reason":null}]}"# + "\n\n",
                    chunk + #""delta":{\#(choice)},"finish_reason":null}]}"# + "\n\n",
                    chunk + #""delta":{},"finish_reason":"stop"}]}"# + "\n\n", "data: [DONE]\n\n",
                ]), .endStream,
            ]
        }

        private static func settings(_ line: String) -> (inout GatewaySettings) -> Void {
            {
                $0.sources[0].dialects = [.chatCompletions]
                $0.routeLines = [line]
            }
        }

        @Test("is the caller's, unless the route says otherwise", arguments: Dialect.allCases)
        func returned(dialect: Dialect) async throws {
            try await withPair(Self.refusal, .good(), Self.settings("refusals: return")) { gateway, _, second in
                for stream in [false, true] {
                    let answer = try await gateway.send(.hello(dialect, stream: stream))
                    #expect(answer.status == 200 && answer.text.contains(Self.words), "\(answer)")
                }
                #expect(second.requests.isEmpty)
            }
        }

        @Test("moves on before anything was shown, and never from the last model", arguments: Dialect.allCases)
        func moved(dialect: Dialect) async throws {
            try await withPair(Self.refusal, .good("the second helps"), Self.settings("refusals: move")) {
                gateway,
                _,
                second in
                for stream in [false, true] {
                    let answer = try await gateway.send(.hello(dialect, stream: stream))
                    #expect(answer.says("the second helps"), "\(answer)")
                    #expect(!answer.text.contains(Self.words))
                    #expect(answer["holdfast-reason"] == "refused")
                }
                second.play(.always(.answer(503, body: "{}")))
                let told = try await gateway.send(.hello(dialect))
                #expect(told.status == 400 && told.text.contains("declined"), "\(told)")
                let record = try await gateway.journal(atLeast: 3)[0]
                #expect(record["attempts"]?.elements?.first?["class"]?.string == "content_refused")
            }
            try await withGateway(Self.refusal, Self.settings("refusals: move")) { gateway, _ in
                let answer = try await gateway.send(.hello(dialect))
                #expect(answer.status == 200 && answer.text.contains(Self.words))
            }
        }
    }
}
