import Dialects
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    @Suite("The last resort")
    struct LastResortTests {
        private static let words = "The assistant is away. \u{1F30A} \\\"Call\\\" 555 0100."
        private static let said = "The assistant is away. \u{1F30A} \"Call\" 555 0100."
        private static let line = "last_resort: {text: \"\(words)\"}"

        @Test("stands in when nobody answers, marked as no model's", arguments: Dialect.allCases)
        func standsIn(dialect: Dialect) async throws {
            try await withPair(.always(.reset), .always(.answer(429, body: "{}")), { $0.routeLines = [Self.line] }) {
                gateway,
                _,
                _ in
                for stream in [false, true] {
                    let answer = try await gateway.send(.hello(dialect, stream: stream))
                    #expect(answer.status == 200 && answer.isComplete, "\(answer)")
                    #expect(answer["holdfast-served-by"] == "last-resort")
                    #expect(answer["holdfast-model"] == nil)
                    #expect(
                        answer["content-type"]?.hasPrefix(stream ? "text/event-stream" : "application/json") == true
                    )
                    let escaped = String(decoding: JSONValue.string(Self.said).bytes, as: UTF8.self)
                    #expect(answer.text.contains(escaped), "\(answer.text)")
                }
                let records = try await gateway.journal(atLeast: 2)
                #expect(records.allSatisfy { $0["outcome"]?.string == "last_resort" })
                #expect(records.allSatisfy { $0["served_model"] == nil && $0["status"]?.integer == 200 })
                #expect(try await gateway.run("journal", "--outcome", "last_resort").code == 0)
            }
        }

        @Test("does not stand in for what the caller must know, or where the caller wants no substitute")
        func staysAway() async throws {
            let fault = Step.answer(400, body: #"{"error":{"message":"bad","type":"invalid_request_error"}}"#)
            try await withGateway(.always(fault), { $0.routeLines = [Self.line] }) { gateway, provider in
                #expect(try await gateway.send(.hello(.messages)).status == 400)
                provider.play(.always(.answer(503, body: "{}")))
                let alone = try await gateway.send(.hello(.messages).with("holdfast-fallback", "none"))
                #expect(alone.status == 503)
                #expect(alone["holdfast-served-by"] == nil)
            }
        }
    }
}
