import Dialects
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    @Suite("Where no other model may go on, and what becomes of one that goes on badly")
    struct ContinuationBoundsTests {
        private static let line = "continue: true"

        private static func chat(_ more: String) -> Call {
            var call = Call.hello(.chatCompletions, stream: true)
            call.body = Array(
                #"{"model":"support","messages":[{"role":"user","content":"hello"}],"stream":true\#(more)}"#.utf8
            )
            return call
        }

        /// Frames of one Chat Completions answer, each around a delta.
        private static func frames(_ deltas: [String], finish: String? = nil) -> [String] {
            func frame(_ delta: String, _ finish: String) -> String {
                #"data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"#
                    + #""delta":\#(delta),"finish_reason":\#(finish)}]}"# + "\n\n"
            }
            return deltas.map { frame($0, "null") } + (finish.map { [frame("{}", "\"\($0)\"")] } ?? [])
        }

        @Test(
            "requests that nobody else could be asked to the letter keep the bytes of their answer and end with it",
            arguments: [
                #","n":2"#, #","logprobs":true"#, #","response_format":{"type":"json_object"}"#, #","unheard_of":1"#,
                #","reasoning_effort":"low""#, #","functions":[{"name":"look","parameters":{}}]"#,
            ]
        )
        func notAsked(more: String) async throws {
            let settings: (inout GatewaySettings) -> Void = {
                $0.routeLines = [Self.line]
                for source in $0.sources.indices { $0.sources[source].model = ["capabilities: [tools, reasoning]"] }
            }
            try await withPair(.good("the first says so"), .good(), settings) {
                gateway,
                first,
                second in
                let whole = try await gateway.send(Self.chat(more))
                let frames = GoodAnswer("the first says so").frames(.chatCompletions, model: "first-model")
                #expect(whole.isComplete && whole.text == frames.joined(), "\(whole)")
                first.play(.always(.stream(Array(frames.prefix(3))), .close))
                let broken = try await gateway.send(Self.chat(more))
                #expect(!broken.isComplete && broken.text.contains("stream_interrupted"), "\(broken)")
                #expect(second.requests.isEmpty)
            }
        }

        @Test("an answer that is not text alone goes its own way, and ends where it breaks off")
        func notText() async throws {
            let call =
                #"{"tool_calls":[{"index":0,"id":"c","type":"function","function":{"name":"look","arguments":"{}"}}]}"#
            let ways: [[String]] = [
                Self.frames([#"{"reasoning_content":"hm"}"#, #"{"content":"the tide"}"#]), Self.frames([call]),
                Self.frames([#"{"refusal":"no"}"#]),
            ]
            try await withPair(.good(), .good(), { $0.routeLines = [Self.line] }) { gateway, first, second in
                for way in ways {
                    let whole = way + Self.frames([], finish: "stop") + ["data: [DONE]\n\n"]
                    first.play(.always(.stream(whole, every: .milliseconds(5)), .endStream))
                    let answer = try await gateway.send(Self.chat(""))
                    #expect(answer.isComplete && answer.text == whole.joined(), "\(answer)")
                    first.play(.always(.stream(way, every: .milliseconds(5)), .close))
                    #expect(try await !gateway.send(Self.chat("")).isComplete)
                }
                #expect(second.requests.isEmpty)
            }
        }

        @Test("what was shown is shown once, also when white space came first")
        func whiteSpaceFirst() async throws {
            let call =
                #"{"tool_calls":[{"index":0,"id":"c","type":"function","function":{"name":"look","arguments":"{}"}}]}"#
            let whole = Self.frames([#"{"content":"\n"}"#, call], finish: "tool_calls") + ["data: [DONE]\n\n"]
            try await withPair(
                .always(.stream(whole, every: .milliseconds(20)), .endStream),
                .good(),
                { $0.routeLines = [Self.line] }
            ) { gateway, _, _ in
                let answer = try await gateway.send(Self.chat(""))
                #expect(answer.isComplete, "\(answer)")
                for once in [#""look""#, #""\n""#, #""assistant""#, "[DONE]"] {
                    #expect(answer.text.components(of: once).count == 2, "\(once): \(answer)")
                }
            }
        }

        @Test("a model that has said why it stopped has nothing left to say", arguments: ["stop", "length"])
        func finished(reason: String) async throws {
            let frames = Self.frames([#"{"content":"the tide is out"}"#], finish: reason)
            try await withPair(
                .always(.stream(frames, every: .milliseconds(20)), .close),
                .good(),
                { $0.routeLines = [Self.line] }
            ) { gateway, _, second in
                let answer = try await gateway.send(Self.chat(""))
                #expect(!answer.isComplete && answer.text.contains("the tide is out"))
                #expect(second.requests.isEmpty)
            }
        }

        @Test("behind the terminator nobody says more, and what the other model could not be asked is told")
        func behindTheEnd() async throws {
            let frames = Self.frames([#"{"content":"All done."}"#]) + ["data: [DONE]\n\n"]
            try await withPair(
                .always(.stream(frames, every: .milliseconds(30)), .endStream),
                .good(),
                {
                    $0.routeLines = [Self.line]
                    $0.sources[1].dialects = [.responses]
                }
            ) { gateway, first, second in
                _ = try await gateway.send(Self.chat(""))
                #expect(second.requests.isEmpty)
                first.play(.always(.stream(Array(frames.prefix(1))), .close))
                let lossy = try await gateway.send(Self.chat(#","stop":["x"]"#))
                #expect(lossy.isComplete)
                #expect(lossy.text.contains(": holdfast-continued-by: second\n: holdfast-lossy: stop\n\n"), "\(lossy)")
            }
        }

        @Test("one that begins anew is cut to the rest, and one that says nothing is a failure")
        func badly() async throws {
            let begun = Self.frames([#"{"content":"the tide"}"#])
            try await withPair(
                .always(.stream(begun), .close),
                .good("the tide is out now"),
                { $0.routeLines = [Self.line, "usage: ask"] }
            ) { gateway, _, second in
                let answer = try await gateway.send(Self.chat(""))
                #expect(answer.isComplete, "\(answer)")
                #expect(answer.text.components(of: "the tide").count == 2 && answer.text.contains(#"" is""#))
                second.play(
                    .always(.stream(Self.frames([], finish: "stop") + ["data: [DONE]\n\n"]), .endStream)
                )
                #expect(try await !gateway.send(Self.chat("")).isComplete)
            }
        }

        @Test("an objecting substitute is no last word, and counts of tokens are those of the model that finished")
        func third() async throws {
            let begun = Array(GoodAnswer("the tide").frames(.messages, model: "m").prefix(4))
            try await withThree(
                [
                    .always(.stream(begun), .close),
                    .always(.answer(400, body: #"{"error":{"message":"no","type":"invalid_request_error"}}"#)),
                    .good("and falls again"),
                ],
                [Self.line]
            ) { gateway, providers in
                let answer = try await gateway.send(.hello(.messages, stream: true))
                #expect(answer.isComplete && answer.text.contains(": holdfast-continued-by: third\n\n"), "\(answer)")
                #expect(providers[1].requests.count == 1)
                let record = try #require(try await gateway.journal(atLeast: 1).first)
                #expect(record["tokens_in"]?.integer == 7 && record["tokens_out"]?.integer == 4)
                #expect(record["served_model"]?.string == "third")
            }
        }

        @Test("a strict route asks no model that would lose a part of the request")
        func strict() async throws {
            let begun = Self.frames([#"{"content":"the tide"}"#])
            try await withPair(
                .always(.stream(begun), .close),
                .good(),
                {
                    $0.routeLines = [Self.line, "strict: true"]
                    $0.sources[1].dialects = [.responses]
                }
            ) { gateway, _, second in
                let alone = try await gateway.send(Self.chat(#","stop":["x"]"#))
                #expect(!alone.isComplete && second.requests.isEmpty)
                let continued = try await gateway.send(Self.chat(""))
                #expect(continued.isComplete)
            }
        }

        @Test("an answer of two models is nobody's to remember")
        func remembered() async throws {
            let begun = Array(GoodAnswer("the tide").frames(.responses, model: "m").prefix(4))
            try await withPair(.always(.stream(begun), .close), .good(), { $0.routeLines = [Self.line] }) {
                gateway,
                first,
                second in
                #expect(try await gateway.send(.hello(.responses, stream: true)).isComplete)
                let asked = [first.requests.count, second.requests.count]
                let next = Call(
                    "POST",
                    "/v1/responses",
                    body: #"{"model":"support","input":"and?","previous_response_id":"resp_1"}"#
                )
                let answer = try await gateway.send(next)
                #expect(answer.errorCode == "bound_model_unavailable", "\(answer)")
                #expect([first.requests.count, second.requests.count] == asked)
            }
        }
    }
}

extension String {
    fileprivate func components(of part: String) -> [Substring] {
        split(separator: part, omittingEmptySubsequences: false)
    }
}
