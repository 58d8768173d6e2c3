import Dialects
import Domain
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    @Suite("A stream ends honestly")
    struct StreamEndTests {
        static let ends: [(name: String, steps: [Step])] = [
            ("cut", [.close]), ("reset", [.reset]), ("ended without terminator", [.endStream]),
            ("malformed", [.stream(["data: {\"broken\n\n"])]), ("silent", [.hang]),
        ]

        @Test(
            "one that fails after content ends with the dialect's error event and an abnormal close",
            arguments: Dialect.allCases
        )
        func interrupted(dialect: Dialect) async throws {
            let frames = GoodAnswer("only half of this").frames(dialect, model: "m")
            let shown = Array(frames.prefix(GoodAnswer.opening(dialect) + 2))
            try await withPair(.good(), .good(), { $0.routeLines = ["timeouts: {idle: 400ms}"] }) {
                gateway,
                first,
                second in
                for end in Self.ends {
                    first.play(Script { _ in [.stream(shown)] + end.steps })
                    let answer = try await gateway.send(.hello(dialect, stream: true))
                    #expect(answer.status == 200)
                    #expect(!answer.isComplete, "\(end.name)")
                    #expect(answer.text.hasPrefix(shown.joined()), "\(end.name)")
                    let tail = String(answer.text.split(separator: "\n\n").last ?? "")
                    let data = tail.split(separator: "\n").last { $0.hasPrefix("data: ") }?.dropFirst(6) ?? ""
                    let event = try JSONValue(parsing: Array(data.utf8))
                    switch dialect {
                    case .chatCompletions: #expect(event["error"]?["code"]?.string != nil, "\(end.name)")
                    case .messages:
                        #expect(tail.hasPrefix("event: error\n"))
                        #expect(event["type"]?.string == "error")
                    case .responses:
                        #expect(event["type"]?.string == "error")
                    }
                    #expect(!answer.text.contains("[DONE]"))
                }
                #expect(second.requests.isEmpty)
                let records = try await gateway.journal(atLeast: Self.ends.count)
                #expect(records.allSatisfy { $0["outcome"]?.string == "interrupted" })
            }
        }

        @Test("one whose end was shown is whole, whatever its connection does", arguments: Dialect.allCases)
        func wholeAndOpen(dialect: Dialect) async throws {
            let frames = GoodAnswer("all of this").frames(dialect, model: "m")
            let ends: [Step] = [.hang, .close, .reset]
            try await withPair(.good(), .good(), { $0.sources[0].model = ["limits: {concurrency: 1}"] }) {
                gateway,
                first,
                second in
                for end in ends {
                    first.play(.always(.stream(frames), end))
                    let answer = try await gateway.send(.hello(dialect, stream: true))
                    #expect(answer.isComplete && answer.text == frames.joined(), "\(end): \(answer)")
                }
                #expect(first.requests.count == ends.count && second.requests.isEmpty)
                let records = try await gateway.journal(atLeast: ends.count)
                #expect(records.allSatisfy { $0["outcome"]?.string == "completed" })
            }
        }

        @Test("one with an error inside of its choice is broken, before content and after it")
        func errorInChoice() async throws {
            let frame =
                #"data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"#
                + #""finish_reason":"error","error":{"code":502,"message":"gone"}}]}"# + "\n\n"
            let begun = Array(GoodAnswer("all").frames(.chatCompletions, model: "m").prefix(2))
            try await withPair(.good(), .good("the second says so")) { gateway, first, second in
                first.play(.always(.stream([frame, "data: [DONE]\n\n"]), .endStream))
                let moved = try await gateway.send(.hello(.chatCompletions, stream: true))
                #expect(moved.says("the second says so"))
                first.play(.always(.stream(begun + [frame, "data: [DONE]\n\n"]), .endStream))
                let told = try await gateway.send(.hello(.chatCompletions, stream: true))
                #expect(!told.isComplete && told.text.contains("gone"), "\(told)")
            }
        }

        /// What keeps a connection warm and says nothing.
        private static let warmth = [": keep-alive\n\n", "event: ping\ndata: {\"type\": \"ping\"}\n\n"]

        @Test("comments and pings are no content, before it and after it", arguments: Dialect.allCases)
        func warmth(dialect: Dialect) async throws {
            let frames = GoodAnswer("only half of this").frames(dialect, model: "m")
            let shown = Array(frames.prefix(GoodAnswer.opening(dialect) + 2))
            let warmth = dialect == .messages ? Self.warmth : [Self.warmth[0]]
            let warm = (0..<60).flatMap { _ in [Step.stream(warmth), .wait(.milliseconds(50))] }
            try await withPair(
                .good(),
                .good("the second says so"),
                { $0.routeLines = ["timeouts: {first_content: 600ms, idle: 600ms}"] }
            ) { gateway, first, _ in
                first.play(Script { _ in warm })
                let rescued = try await gateway.send(.hello(dialect, stream: true))
                #expect(rescued.says("the second says so"), "\(rescued)")
                first.play(Script { _ in [.stream(shown)] + warm })
                let broken = try await gateway.send(.hello(dialect, stream: true))
                #expect(!broken.isComplete)
                let records = try await gateway.journal(atLeast: 2)
                let failures = records.map { $0["attempts"]?.elements?.first?["failure"]?.string ?? "" }
                #expect(Set(failures) == ["first_content_timeout", "idle_timeout"])
            }
        }

        @Test("a stream that comes in drops is ended", arguments: Dialect.allCases)
        func drops(dialect: Dialect) async throws {
            let frames = GoodAnswer("only half of this").frames(dialect, model: "m")
            let opening = GoodAnswer.opening(dialect)
            let drops = (0..<30).flatMap { _ in [Step.stream([frames[opening]]), .wait(.milliseconds(200))] }
            try await withPair(
                .good(),
                .good(),
                { $0.routeLines = ["timeouts: {floor: 5000, floor_window: 1s}"] }
            ) { gateway, first, second in
                first.play(Script { _ in [.stream(Array(frames.prefix(opening)))] + drops })
                let answer = try await gateway.send(.hello(dialect, stream: true))
                #expect(answer.status == 200)
                #expect(!answer.isComplete)
                #expect(second.requests.isEmpty)
                let record = try await gateway.journal(atLeast: 1)[0]
                #expect(record["attempts"]?.elements?.first?["failure"]?.string == "too_slow")
                #expect(record["refusal"]?.string == "upstream_timeout")
            }
        }

        @Test(
            "whole frames that come in one read with the one that breaks the stream are not lost",
            arguments: Dialect.allCases
        )
        func beforeTheFault(dialect: Dialect) async throws {
            let frames = GoodAnswer("only half of this").frames(dialect, model: "m")
            let opening = GoodAnswer.opening(dialect) + 1
            let shown = frames.prefix(opening).joined()
            let next = frames[opening]
            let half = next.prefix(9)
            try await withGateway { gateway, provider in
                for (start, rest) in [("", next), (String(half), String(next.dropFirst(9)))] {
                    for broken in [
                        "data: {\"broken\n\n", "data: {\"error\":{\"message\":\"x\"},\"type\":\"error\"}\n\n",
                    ] {
                        let pieces = [shown + start, rest + broken]
                        provider.play(Script { _ in [.stream(pieces), .endStream] })
                        let answer = try await gateway.send(.hello(dialect, stream: true))
                        #expect(answer.text.hasPrefix(shown + next), "\(dialect), \(start.count), \(answer.text)")
                        #expect(!answer.text.contains("broken"))
                        #expect(!answer.isComplete)
                    }
                }
                // What follows the end does not take it back.
                let last = frames.dropFirst(opening).joined() + "data: {\"broken\n\n"
                provider.play(Script { _ in [.stream([shown, last]), .endStream] })
                let answer = try await gateway.send(.hello(dialect, stream: true))
                #expect(answer.text == frames.joined())
                #expect(answer.isComplete)
            }
        }

        @Test(
            "one that is cut inside a frame ends with the last whole one and the error event",
            arguments: Dialect.allCases
        )
        func cutInside(dialect: Dialect) async throws {
            let frames = GoodAnswer("only half of this").frames(dialect, model: "m")
            let shown = frames.prefix(GoodAnswer.opening(dialect) + 2).joined()
            let next = frames[GoodAnswer.opening(dialect) + 2]
            try await withGateway { gateway, provider in
                for length in [1, 7, next.utf8.count / 2, next.utf8.count - 1] {
                    // The half frame comes with what is whole, or by itself.
                    let half = String(next.prefix(length))
                    for pieces in [
                        [shown + half], [shown, half], [shown + half.prefix(1)] + half.dropFirst().map(String.init),
                    ] {
                        provider.play(.always(.stream(pieces), .close))
                        let answer = try await gateway.send(.hello(dialect, stream: true))
                        #expect(!answer.isComplete)
                        #expect(answer.text.hasPrefix(shown), "\(length) of \(pieces.count)")
                        let rest = answer.text.dropFirst(shown.count)
                        #expect(rest.hasPrefix(dialect == .chatCompletions ? "data: {" : "event: error\ndata: {"))
                        #expect(rest.hasSuffix("}\n\n"))
                        #expect(rest.split(separator: "\n\n").count == 1)
                        let data = rest.split(separator: "\n").last?.dropFirst("data: ".count) ?? ""
                        let event = try JSONValue(parsing: Array(data.utf8))
                        let error = dialect == .responses ? event : event["error"]
                        #expect(error?["code"]?.string == "stream_interrupted")
                    }
                }
            }
        }

        @Test("usage that the caller did not ask for is counted and not shown")
        func usageAsked() async throws {
            let start = #"data: {"id":"c","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":"#
            let frames = [
                start + #"{"content":"a"},"finish_reason":null}],"usage":null}"# + "\n\n",
                start + #"{},"finish_reason":"stop"}],"usage":null}"# + "\n\n",
                #"data: {"id":"c","choices":[],"usage":{"prompt_tokens":31,"completion_tokens":17,"total_tokens":48}}"#
                    + "\n\n",
                "data: [DONE]\n\n",
            ]
            for pieces in [frames, [frames.joined()], frames.joined().map(String.init)] {
                try await withGateway(.always(.stream(pieces), .endStream), { $0.routeLines = ["usage: ask"] }) {
                    gateway,
                    provider in
                    let answer = try await gateway.send(.hello(.chatCompletions, stream: true))
                    #expect(answer.isComplete)
                    #expect(answer.text == frames[0] + frames[1] + frames[3])
                    let sent = try #require(provider.requests.first).request.json
                    #expect(sent?["stream_options"]?["include_usage"]?.bool == true)
                    let record = try await gateway.journal(atLeast: 1)[0]
                    #expect(record["tokens_in"]?.integer == 31)
                    #expect(record["tokens_out"]?.integer == 17)
                }
            }
        }

        @Test("usage that the caller asked for is shown, and without a report it is unknown")
        func usageOfTheCaller() async throws {
            let usage = #"data: {"id":"c","choices":[],"usage":{"prompt_tokens":31,"completion_tokens":17}}"# + "\n\n"
            var frames = GoodAnswer("a").frames(.chatCompletions, model: "m")
            frames.insert(usage, at: frames.count - 1)
            let sent = frames
            try await withGateway(.always(.stream(sent), .endStream), { $0.routeLines = ["usage: ask"] }) {
                gateway,
                provider in
                var call = Call.hello(.chatCompletions, stream: true)
                call.body = Array(
                    #"{"model":"support","messages":[],"stream":true,"stream_options":{"include_usage":true}}"#.utf8
                )
                #expect(try await gateway.send(call).text == sent.joined())
                provider.play(.good("a"))
                _ = try await gateway.send(.hello(.chatCompletions, stream: true))
                let record = try await gateway.journal(atLeast: 2)[0]
                #expect(record["tokens_in"] == nil)
                let table = try await gateway.run("journal")
                #expect(table.output.contains("unknown"))
            }
        }
    }
}
