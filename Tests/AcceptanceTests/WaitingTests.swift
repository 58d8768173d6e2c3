import Dialects
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    @Suite("A stream that waits for its model")
    struct WaitingTests {
        private static func settings(_ more: [String] = []) -> (inout GatewaySettings) -> Void {
            { $0.routeLines = ["comment_after: 50ms"] + more }
        }

        private static let comment = ": holdfast-waiting: no model has answered yet\n\n"

        /// After a pause, what the script would do at once.
        private static func late(_ script: Script) -> Script {
            Script { [.wait(.milliseconds(400))] + script.steps(for: $0) }
        }

        /// The provider does what the script says when its client has been told twice to wait.
        private static func ask(
            _ gateway: GatewayProcess,
            _ provider: ScriptedProvider,
            _ script: Script,
            _ dialect: Dialect
        ) async throws -> Message {
            let gate = Gate()
            provider.play(Script { [.gate(gate)] + script.steps(for: $0) })
            let client = try await gateway.connect()
            client.post(Call.hello(dialect, stream: true).bytes)
            _ = try await client.wait(for: "two comments") {
                String(decoding: $0.bytes, as: UTF8.self).split(separator: comment, omittingEmptySubsequences: false)
                    .count > 2
            }
            gate.open()
            let answer = try await client.answer()
            await client.close()
            return answer
        }

        @Test("is opened, kept open and told who answers in the end", arguments: Dialect.allCases)
        func opened(dialect: Dialect) async throws {
            try await withGateway(.good(), Self.settings()) { gateway, provider in
                let answer = try await Self.ask(gateway, provider, .good(), dialect)
                #expect(answer.status == 200 && answer.isComplete, "\(answer)")
                #expect(answer["content-type"]?.hasPrefix("text/event-stream") == true)
                #expect(answer["holdfast-route"] == "support" && answer["x-request-id"] != nil)
                #expect(answer["holdfast-model"] == nil && answer["holdfast-epoch"] == nil)
                #expect(answer.text.hasPrefix(Self.comment + Self.comment), "\(answer.text)")
                #expect(answer.text.contains(": holdfast-model: only\n: holdfast-lineage: test/only\n"))
                let frames = GoodAnswer("the tide is out").frames(dialect, model: "only-model").joined()
                #expect(answer.text.hasSuffix(": holdfast-epoch: 2\n\n" + frames), "\(answer.text)")
                let record = try #require(try await gateway.journal(atLeast: 1).first)
                #expect(record["outcome"]?.string == "completed" && record["status"]?.integer == 200)
            }
        }

        @Test("moves on unseen all the same")
        func movesOn() async throws {
            try await withPair(
                .always(.hang),
                .good(),
                Self.settings(["timeouts: {head: 300ms, first_content: 300ms}"])
            ) { gateway, _, _ in
                let answer = try await gateway.send(.hello(.messages, stream: true))
                #expect(answer.says("the tide is out"), "\(answer)")
                #expect(answer.text.contains(": holdfast-model: second\n"))
                #expect(answer.text.contains(": holdfast-attempts: 2\n: holdfast-reason: head_timeout\n"))
            }
        }

        @Test("ends with an error event when no model answers", arguments: Dialect.allCases)
        func nobody(dialect: Dialect) async throws {
            let told = #"{"error":{"message":"the reef is closed","type":"invalid_request_error"},"type":"error"}"#
            try await withGateway(.good(), Self.settings(["retries: {last_model: 0}"])) { gateway, provider in
                let ours = try await Self.ask(gateway, provider, .always(.close), dialect)
                #expect(ours.status == 200 && !ours.isComplete, "\(ours)")
                #expect(ours.text.contains("upstream_unavailable"), "\(ours)")
                let theirs = try await Self.ask(gateway, provider, .always(.answer(400, body: told)), dialect)
                #expect(theirs.status == 200 && !theirs.isComplete)
                #expect(theirs.text.contains("the reef is closed"), "\(theirs)")
                for record in try await gateway.journal(atLeast: 2) {
                    #expect(record["outcome"]?.string == "failed" && record["status"]?.integer == 200)
                }
            }
        }

        @Test("gets the last resort behind the comments")
        func lastResort() async throws {
            try await withGateway(
                .good(),
                Self.settings(["retries: {last_model: 0}", "last_resort: {text: \"the desk is closed\"}"])
            ) { gateway, provider in
                let sick = Script.always(.answer(503, body: "{}"))
                let answer = try await Self.ask(gateway, provider, sick, .chatCompletions)
                #expect(answer.isComplete && answer.text.hasPrefix(Self.comment))
                #expect(answer.text.contains(": holdfast-served-by: last-resort\n\n"))
                #expect(answer.text.contains("the desk is closed"))
            }
        }

        @Test("stays silent where the route says so, and so does a plain answer")
        func silent() async throws {
            try await withGateway(
                Self.late(.always(.answer(503, body: "{}"))),
                {
                    $0.routeLines = ["comment_after: off", "retries: {last_model: 0}"]
                }
            ) { gateway, _ in
                let refused = try await gateway.send(.hello(.chatCompletions, stream: true))
                #expect(refused.status == 503)
            }
            try await withGateway(Self.late(.good()), Self.settings()) { gateway, _ in
                let plain = try await gateway.send(.hello(.chatCompletions))
                #expect(plain["holdfast-model"] == "only" && !plain.text.contains("holdfast-waiting"))
            }
        }
    }
}
