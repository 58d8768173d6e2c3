import Dialects
import Domain
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    /// By the words of a provider's error, not only by its status.
    @Suite("What a provider's error means")
    struct FailureClassTests {
        static func error(_ status: Int, _ message: String, code: String? = nil) -> Step {
            let code = code.map { #","code":"\#($0)""# } ?? ""
            return .answer(
                status,
                body: #"{"error":{"message":"\#(message)","type":"invalid_request_error"\#(code)}}"#
            )
        }

        /// A model that is gone is otherwise asked once more by the server itself, and then held.
        private static let heedsNoSignals: @Sendable (inout GatewaySettings) -> Void = {
            $0.more = "signals: {model_gone: nothing}\n"
        }

        private static func classes(_ record: JSONValue) -> [String?] {
            (record["attempts"]?.elements ?? []).map { $0["class"]?.string }
        }

        static let moving: [(Step, String)] = [
            (error(400, "This model's maximum context length is 8192 tokens."), "context_too_long"),
            (error(413, "Request too large"), "context_too_long"),
            (error(429, "Rate limit reached"), "rate_limited"),
            (error(429, "You exceeded your current quota", code: "insufficient_quota"), "quota"),
            (error(401, "Incorrect API key provided"), "credential"),
            (error(403, "Country, region, or territory not supported"), "region"),
            (error(404, "The model `gpt` does not exist", code: "model_not_found"), "model_gone"),
            (error(404, "Mythos is not available. Please use Opus."), "model_gone"),
            (.answer(404, fields: ["content-type": "text/html"], body: "<html>Not Found</html>"), "ours"),
            (error(409, "Conflict"), "transient"),
            (error(503, "The engine is currently overloaded"), "overloaded"),
        ]

        @Test("what is not about the request moves on, and the journal tells what it was")
        func moves() async throws {
            try await withPair(.good(), .good("the second says so"), Self.heedsNoSignals) { gateway, first, _ in
                for (number, (step, name)) in Self.moving.enumerated() {
                    first.play(.always(step))
                    let answer = try await gateway.send(.hello(.chatCompletions))
                    #expect(answer.says("the second says so"), "\(name): \(answer)")
                    #expect(first.requests.count == number + 1, "\(name): asked more than once")
                    let record = try await gateway.journal(atLeast: number + 1)[0]
                    #expect(Self.classes(record) == [name, nil])
                }
                let page = try await gateway.ask("/metrics", token: gateway.localToken).text
                #expect(page.contains(#"error_type="status_404",class="model_gone"} 2"#))
                #expect(page.contains(#"error_type="status_404",class="ours"} 1"#))
            }
        }

        @Test("a model that is gone is counted each time and told once a minute")
        func modelGone() async throws {
            let gone = Self.error(404, "GONEMARK is not available. Please use another.")
            try await withPair(.always(gone), .good("the second says so"), Self.heedsNoSignals) { gateway, _, _ in
                for _ in 0..<3 { #expect(try await gateway.send(.hello(.messages)).says("the second says so")) }
                let page = try await gateway.ask("/metrics", token: gateway.localToken).text
                #expect(page.contains(#"holdfast_model_gone_total{provider="first",model="first"} 3"# + "\n"))
                let log = gateway.process.standardError
                #expect(log.split(separator: "\n").count { $0.contains("does not know a model") } == 1, "\(log)")
                #expect(!log.contains("GONEMARK"))
            }
        }

        @Test("that the only model is gone is an error of ours: the provider's words speak of the account")
        func onlyModelGone() async throws {
            let gone = Self.error(404, "GONEMARK does not exist or you do not have access to it")
            try await withGateway(.always(gone), Self.heedsNoSignals) { gateway, provider in
                let answer = try await gateway.send(.hello(.chatCompletions))
                #expect(answer.status == 503)
                #expect(answer.errorCode == "upstream_unavailable")
                #expect(!answer.text.contains("GONEMARK"))
                #expect(!answer.has("retry-after"))
                #expect(provider.requests.count == 1)
            }
        }

        @Test("a refusal of content is not taken to another model, unless the route says so")
        func refusals() async throws {
            let refused = Self.error(400, "The response was filtered", code: "content_filter")
            try await withPair(.always(refused)) { gateway, _, second in
                let answer = try await gateway.send(.hello(.chatCompletions))
                #expect(answer.status == 400)
                #expect(answer.errorCode == "content_filter")
                #expect(second.requests.isEmpty)
                #expect(Self.classes(try await gateway.journal(atLeast: 1)[0]) == ["content_refused"])
            }
            try await withPair(.always(refused), .good("the second says so"), { $0.routeLines = ["refusals: move"] }) {
                gateway,
                _,
                second in
                #expect(try await gateway.send(.hello(.chatCompletions)).says("the second says so"))
                second.play(.always(.answer(503, body: "{}")))
                let answer = try await gateway.send(.hello(.chatCompletions))
                #expect(answer.status == 400)
                #expect(answer.errorCode == "content_filter")
            }
        }

        @Test("what a substitute objects to moves on down the chain")
        func substitute() async throws {
            let down = Script.always(
                .answer(503, fields: ["x-request-id": "up-1"], body: #"{"error":{"message":"DOWN"}}"#)
            )
            let objection = Script.always(Self.error(400, "prefill is not supported"))
            try await withThree([down, objection, .good("the third says so")]) { gateway, providers in
                #expect(try await gateway.send(.hello(.messages)).says("the third says so"))
                #expect(Self.classes(try await gateway.journal(atLeast: 1)[0]) == ["transient", "callers_fault", nil])
                providers[2].play(objection)
                let answer = try await gateway.send(.hello(.messages))
                #expect(answer.status == 503)
                #expect(answer.text.contains("DOWN"))
                #expect(answer["holdfast-upstream-request-id"] == "up-1")
            }
        }

        @Test("a request that is too long for every model is the first one's to refuse")
        func tooLong() async throws {
            let long = Self.error(
                400,
                "This model's maximum context length is 8192 tokens.",
                code: "context_length_exceeded"
            )
            try await withPair(.always(long), .always(Self.error(400, "prompt is too long"))) {
                gateway,
                first,
                second in
                let answer = try await gateway.send(.hello(.chatCompletions))
                #expect(answer.status == 400)
                #expect(answer.errorCode == "context_length_exceeded")
                #expect(first.requests.count == 1 && second.requests.count == 1)
            }
        }

        @Test("what the caller named and the provider does not have is the caller's")
        func namedFile() async throws {
            let body =
                #"{"model":"support","messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"file-1"}}]}]}"#
            try await withPair(
                .always(Self.error(404, "No such File object: file-1")),
                .good(),
                { settings in
                    for index in settings.sources.indices { settings.sources[index].model = ["capabilities: [files]"] }
                }
            ) { gateway, _, second in
                let answer = try await gateway.send(Call("POST", "/v1/chat/completions", body: body))
                #expect(answer.status == 404)
                #expect(answer.text.contains("No such File object"))
                #expect(second.requests.isEmpty)
                let page = try await gateway.ask("/metrics", token: gateway.localToken).text
                #expect(!page.contains("holdfast_model_gone_total{"))
            }
        }

        @Test("a refused credential inside a stream that has begun is not the caller's to read")
        func innerCredential() async throws {
            let error = #"{"error":{"message":"KEYMARK is invalid","type":"x","code":"invalid_api_key"}}"#
            let frame = "data: {\"choices\":[{\"delta\":{\"content\":\"so\"}}]}\n\n"
            try await withGateway(.always(.stream([frame, "data: \(error)\n\n"]), .endStream)) { gateway, _ in
                let answer = try await gateway.send(.hello(.chatCompletions, stream: true))
                #expect(!answer.text.contains("KEYMARK"))
                #expect(answer.text.contains("stream_interrupted"))
                #expect(Self.classes(try await gateway.journal(atLeast: 1)[0]) == ["credential"])
            }
        }
    }
}
