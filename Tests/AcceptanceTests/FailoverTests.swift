import Dialects
import Domain
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    @Suite("The next model answers")
    struct FailoverTests {
        static let sicknesses: [(name: String, steps: [Step], failure: String)] = [
            ("reset", [.reset], "reset"),
            ("closed", [.close], "reset"),
            ("500", [.answer(500, body: "{}")], "status_500"),
            (
                "503 without a body's end", [.raw("HTTP/1.1 503 Sad\r\ncontent-length: 10\r\n\r\nhalf"), .close],
                "status_503"
            ),
            ("429", [.answer(429, fields: ["retry-after": "60"], body: "{}")], "status_429"),
            ("a refused credential", [.answer(401, body: #"{"error":{"message":"bad key"}}"#)], "status_401"),
            ("a redirect", [.answer(307, fields: ["location": "http://127.0.0.1:1/"], body: "")], "status_3xx"),
            ("no HTTP", [.raw("SSH-2.0-x\r\n\r\n")], "malformed"),
            (
                "two lengths", [.raw("HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}x")],
                "malformed"
            ),
            ("a cut answer", [.raw("HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n{\"id\":"), .close], "cut"),
            ("an answer that is no JSON", [.answer(200, body: "<html>")], "malformed"),
            (
                "an answer that says it broke off",
                [.answer(200, body: #"{"content":[],"output":[],"choices":[{"message":{},"finish_reason":"error"}]}"#)],
                "error_event"
            ),
            ("an object that is no answer", [.answer(200, body: #"{"detail":"starting"}"#)], "malformed"),
            ("an answer without choices", [.answer(200, body: #"{"choices":[],"content":null}"#)], "malformed"),
            (
                "an answer with a bare control character",
                [.answer(200, body: "{\"output\":[],\"data\":[\"a\u{1}b\"],\"content\":[],\"choices\":[{}]}")],
                "malformed"
            ),
            (
                "a stream that nobody asked for",
                [
                    .stream(["data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n", "data: [DONE]\n\n"]),
                    .endStream,
                ],
                "malformed"
            ),
            ("silence", [.hang], "head_timeout"),
            (
                "a head and then nothing", [.raw("HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n"), .hang],
                "first_content_timeout"
            ),
            (
                "a head and then white space for ever",
                [.raw("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")] + drip("1\r\n\n\r\n"),
                "first_content_timeout"
            ),
            ("half an answer", [.raw("HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n{"), .hang], "idle_timeout"),
            (
                "an answer that comes in drops",
                [.raw("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")] + drip("1\r\n{\r\n"),
                "too_slow"
            ),
            (
                "an answer that does not come to an end",
                [.raw("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")]
                    + drip("80\r\n\(String(repeating: "x", count: 128))\r\n"),
                "attempt_timeout"
            ),
        ]

        /// For longer than the clocks of these tests.
        private static func drip(_ bytes: String) -> [Step] {
            (0..<60).flatMap { _ in [.raw(bytes), .wait(.milliseconds(50))] }
        }

        static let clocks =
            "timeouts: {head: 400ms, first_content: 400ms, idle: 400ms, floor: 100, floor_window: 600ms, attempt: 1500ms}"

        @Test("whatever the first one's sickness is, before anything was shown")
        func plain() async throws {
            try await withPair(
                .good(),
                .good("the second says so"),
                { $0.routeLines = [Self.clocks] }
            ) {
                gateway,
                first,
                _ in
                for sickness in Self.sicknesses {
                    first.play(Script { _ in sickness.steps })
                    for dialect in Dialect.allCases {
                        let answer = try await gateway.send(.hello(dialect))
                        #expect(answer.says("the second says so"), "\(sickness.name), \(dialect): \(answer)")
                        #expect(answer["holdfast-model"] == "second")
                    }
                    let record = try await Self.record(gateway)
                    #expect(record["outcome"]?.string == "completed")
                    #expect(record["served_model"]?.string == "second")
                    let attempts = record["attempts"]?.elements ?? []
                    #expect(attempts.map { $0["outcome"]?.string } == ["failed", "served"])
                    #expect(attempts.first?["failure"]?.string == sickness.failure, "\(sickness.name)")
                }
            }
        }

        @Test("an error's length is believed only as far as its bytes come, and its status stands without them")
        func errorBodies() async throws {
            try await withGateway { gateway, provider in
                for length in ["4294967295", "922337203685477580", "1000"] {
                    let head = "HTTP/1.1 400 Bad\r\ncontent-type: application/json\r\ncontent-length: \(length)\r\n\r\n"
                    provider.play(Script { _ in [.raw(head + #"{"error":"#), .close] })
                    let answer = try await gateway.send(.hello(.chatCompletions))
                    #expect(answer.status == 400, "\(length): \(answer)")
                }
                #expect(try await gateway.send(Call("GET", "/v1/models")).status == 200)
            }
        }

        @Test("an error whose body does not come in time keeps its status where no other model stands ready")
        func slowErrorBody() async throws {
            try await withGateway(.good(), { $0.routeLines = ["timeouts: {head: 400ms, idle: 400ms}"] }) {
                gateway,
                provider in
                let head = "HTTP/1.1 422 Bad\r\ncontent-type: application/json\r\ncontent-length: 90\r\n\r\n"
                provider.play(Script { _ in [.raw(head + #"{"error":"#), .hang] })
                let answer = try await gateway.send(.hello(.chatCompletions))
                #expect(answer.status == 422, "\(answer)")
            }
        }

        @Test("the first one answers plainly where a stream was asked for", arguments: ["", "repair: true"])
        func plainInsteadOfStream(line: String) async throws {
            let settings: (inout GatewaySettings) -> Void = { if !line.isEmpty { $0.routeLines = [line] } }
            try await withPair(.good(), .good("the second says so"), settings) { gateway, first, _ in
                first.play(Script { _ in [.answer(200, body: #"{"id":"a","model":"m","choices":[]}"#)] })
                for dialect in Dialect.allCases {
                    let answer = try await gateway.send(.hello(dialect, stream: true))
                    #expect(answer.says("the second says so"), "\(dialect): \(answer)")
                    #expect(answer["content-type"]?.hasPrefix("text/event-stream") == true)
                    #expect(answer["holdfast-model"] == "second")
                }
            }
        }

        /// The newest record, once it is there.
        private static func record(_ gateway: GatewayProcess) async throws -> JSONValue {
            let id = try await gateway.send(.hello(.responses))["x-request-id"] ?? ""
            let records = try await eventually("the newest record") {
                let records = try await gateway.journal()
                return records.first?["id"]?.string == id ? records : nil
            }
            return records[1]
        }

        @Test("nobody listens at the first one")
        func refused() async throws {
            try await withPair(.good()) { gateway, first, _ in
                await first.stop()
                #expect(try await gateway.send(.hello(.messages)).says("the second says so"))
                let record = try await gateway.journal(atLeast: 1)[0]
                #expect(record["attempts"]?.elements?.first?["failure"]?.string == "connect_refused")
            }
        }

        @Test("a stream that fails before its first content moves on unseen", arguments: Dialect.allCases)
        func uncommitted(dialect: Dialect) async throws {
            let frames = GoodAnswer("never seen").frames(dialect, model: "m")
            let opening = Array(frames.prefix(GoodAnswer.opening(dialect)))
            let ends: [(String, [Step])] = [
                ("cut", [.close]), ("reset", [.reset]), ("ended without terminator", [.endStream]),
                ("malformed", [.stream(["data: {\"broken\n\n"])]), ("silent", [.hang]),
                (
                    "an error event",
                    [
                        .stream([
                            "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}\n\n"
                        ])
                    ]
                ),
            ]
            try await withPair(
                .good(),
                .good("the second says so"),
                { $0.routeLines = ["timeouts: {first_content: 400ms}"] }
            ) {
                gateway,
                first,
                _ in
                for (name, steps) in ends {
                    first.play(Script { _ in [.stream(opening)] + steps })
                    let answer = try await gateway.send(.hello(dialect, stream: true))
                    #expect(answer.says("the second says so"), "\(name): \(answer)")
                    #expect(!answer.text.contains("never"), "\(name)")
                }
            }
        }

        @Test("the caller's own mistake is the caller's to see", arguments: [400, 422])
        func callersFault(status: Int) async throws {
            let body = #"{"error":{"message":"max_tokens is too large","type":"invalid_request_error"}}"#
            try await withPair(.always(.answer(status, body: body))) { gateway, _, second in
                let answer = try await gateway.send(.hello(.chatCompletions))
                #expect(answer.status == status)
                #expect(answer.text == body)
                #expect(second.requests.isEmpty)
                #expect(try await gateway.journal(atLeast: 1)[0]["outcome"]?.string == "failed")
            }
        }

        @Test("when all fail, the answer that tells most is told")
        func allFail() async throws {
            let body = #"{"error":{"message":"slow down"}}"#
            try await withPair(.always(.answer(429, fields: ["retry-after": "7"], body: body)), .always(.reset)) {
                gateway,
                _,
                _ in
                let answer = try await gateway.send(.hello(.chatCompletions))
                #expect(answer.status == 429)
                #expect(answer["retry-after"] == "7")
                #expect(answer.text == body)
            }
            try await withPair(.always(.reset), .always(.reset)) { gateway, _, _ in
                let answer = try await gateway.send(.hello(.messages))
                #expect(answer.status == 503)
                #expect(answer.errorCode == "upstream_unavailable")
                #expect(answer.has("retry-after"))
            }
        }

        @Test("a connection that closed while it was idle is nobody's failure")
        func staleConnection() async throws {
            try await withGateway { gateway, provider in
                provider.play(
                    Script { request in
                        let good = GoodAnswer("fine").plain(.chatCompletions, model: "m")
                        // The second request on the same connection meets its end.
                        return request.number == 2 ? [.reset] : [.answer(200, body: good)]
                    }
                )
                let client = try await gateway.connect()
                try await client.send(Call.hello(.chatCompletions).bytes)
                #expect(try await client.answer(1).status == 200)
                try await client.send(Call.hello(.chatCompletions).bytes)
                #expect(try await client.answer(2).status == 200)
                await client.close()
                #expect(provider.requests.map(\.request.connection) == [1, 1, 2])
                let record = try await gateway.journal(atLeast: 2)[0]
                #expect(record["attempts"]?.elements?.count == 1)
            }
        }
    }
}
