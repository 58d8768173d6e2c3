import Dialects
import Domain
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    @Suite("Clients that read slowly")
    struct SlowReaderTests {
        /// Longer than any clock that runs once an answer is out of the exchange's hands.
        private static let pause: Duration = .seconds(3)

        @Test("get a whole plain answer, however the connection goes on", arguments: [true, false])
        func plain(closes: Bool) async throws {
            let body = Self.answer(bytes: 7 << 20)
            try await withGateway(.always(.answer(200, body: body)), { $0.limits = ["keep_alive: 1s"] }) { gateway, _ in
                let client = try await gateway.connect(reads: false)
                let call = Call.hello(.chatCompletions)
                client.post((closes ? call.with("connection", "close") : call).bytes)
                let _: JSONValue = try await eventually("the end of the exchange") { try await gateway.journal().first }
                try await Task.sleep(for: Self.pause)
                try await client.startReading()
                let answer = try await client.answer()
                #expect(answer.isComplete)
                Self.expect(answer, says: body)
                if closes {
                    #expect(try await !client.ended().wasReset)
                } else {
                    try await client.send(call.bytes)
                    #expect(try await client.answer(2).isComplete)
                }
                await client.close()
            }
        }

        @Test("get a whole stream, however the connection goes on", arguments: [true, false])
        func stream(closes: Bool) async throws {
            let frames = Self.frames(count: 120, bytes: 70_000)
            let script = Script.always(.stream(frames), .endStream)
            try await withGateway(script, { $0.limits = ["keep_alive: 1s"] }) { gateway, _ in
                let client = try await gateway.connect(reads: false)
                let call = Call.hello(.chatCompletions, stream: true)
                client.post((closes ? call.with("connection", "close") : call).bytes)
                // Until the gateway has all of it and some has not left yet.
                try await client.read(pausing: .zero) { _ in try await !gateway.journal().isEmpty }
                try await Task.sleep(for: Self.pause)
                try await client.startReading()
                let answer = try await client.answer()
                #expect(answer.isComplete)
                Self.expect(answer, says: frames.joined())
                await client.close()
            }
        }

        @Test("may pause for longer than a provider may")
        func idle() async throws {
            let frame = Self.frames(count: 3, bytes: 70_000)[1]
            let script = Script.always(.flood(frame, times: 400), .stream(["data: [DONE]\n\n"]), .endStream)
            try await withGateway(script, { $0.routeLines = ["timeouts: {idle: 300ms}"] }) { gateway, provider in
                let client = try await gateway.connect(reads: false)
                client.post(Call.hello(.chatCompletions, stream: true).bytes)
                try await provider.requests(atLeast: 1)
                // A second without a byte taken: three times the provider's clock.
                _ = try await provider.heldBack()
                try await client.startReading()
                let answer = try await client.answer()
                #expect(answer.isComplete)
                #expect(answer.body.count == 400 * frame.utf8.count + "data: [DONE]\n\n".utf8.count)
                await client.close()
                #expect(try await gateway.journal(atLeast: 1)[0]["outcome"]?.string == "completed")
            }
        }

        @Test("get a fast stream byte by byte as it was sent", arguments: ["small frames", "large frames"])
        func fast(kind: String) async throws {
            let frames =
                kind == "small frames" ? Self.frames(count: 20_000, bytes: 5) : Self.frames(count: 60, bytes: 70_000)
            let pieces = Self.cut(frames.joined(), every: 64 << 10)
            try await withGateway(.always(.stream(pieces), .endStream)) { gateway, _ in
                let client = try await gateway.connect(reads: false)
                client.post(Call.hello(.chatCompletions, stream: true).bytes)
                try await client.read(pausing: .milliseconds(1)) { $0.finals.first?.isComplete ?? false }
                let answer = try await client.answer()
                #expect(answer.isComplete)
                Self.expect(answer, says: frames.joined())
                await client.close()
            }
        }

        @Test("get a fast stream whole in their own dialect", arguments: [Dialect.responses, .messages])
        func translated(dialect: Dialect) async throws {
            let pieces = Self.cut(Self.frames(count: 50, bytes: 70_000).joined(), every: 64 << 10)
            let script = Script.always(.stream(pieces), .endStream)
            try await withGateway(script, { $0.sources[0].dialects = [.chatCompletions] }) { gateway, _ in
                let client = try await gateway.connect(reads: false)
                client.post(Call.hello(dialect, stream: true).bytes)
                try await client.read(pausing: .milliseconds(1)) { $0.finals.first?.isComplete ?? false }
                let answer = try await client.answer()
                #expect(answer.isComplete)
                let deltas = answer.text.split(separator: "\n\n").compactMap { frame -> String? in
                    guard let data = frame.split(separator: "\n").last?.dropFirst("data: ".count),
                        let event = try? JSONValue(parsing: Array(data.utf8))
                    else { return nil }
                    if event["type"]?.string == "response.output_text.delta" { return event["delta"]?.string }
                    return event["delta"]?["text"]?.string
                }
                #expect(deltas.reduce(0) { $0 + $1.utf8.count } == 50 * 70_000)
                await client.close()
            }
        }

        @Test("get a plain answer that is too large to be held, told its length or not", arguments: [true, false])
        func large(withLength: Bool) async throws {
            let body = Self.answer(bytes: 20 << 20)
            let script: Script = withLength ? .always(.answer(200, body: body)) : .always(.raw(Self.chunked(body)))
            try await withGateway(script) { gateway, _ in
                let client = try await gateway.connect(reads: false)
                client.post(Call.hello(.chatCompletions).bytes)
                try await client.read(pausing: .milliseconds(1)) { $0.finals.first?.isComplete ?? false }
                let answer = try await client.answer()
                #expect(answer.isComplete)
                Self.expect(answer, says: body)
                await client.close()
            }
        }

        // MARK: Answers

        /// A failed comparison of megabytes would be told as their difference, which takes longer than any test may.
        private static func expect(_ answer: Message, says text: String) {
            let isSame = answer.body == Array(text.utf8)
            #expect(isSame, "\(answer.body.count) bytes of \(text.utf8.count)")
        }

        static func answer(bytes: Int) -> String {
            #"{"id":"a","object":"list","data":[""# + String(repeating: "x", count: bytes) + #""]}"#
        }

        /// A Chat Completions stream of so many deltas of so many bytes, each of another letter than the one before.
        private static func frames(count: Int, bytes: Int) -> [String] {
            let start =
                #"data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":"#
            let letters = "abcdefghijklmnopqrstuvwxyz".map { String(repeating: $0, count: bytes) }
            return (0..<count).map {
                start + #"{"content":"\#(letters[$0 % letters.count])"},"finish_reason":null}]}"# + "\n\n"
            } + [start + #"{},"finish_reason":"stop"}]}"# + "\n\n", "data: [DONE]\n\n"]
        }

        private static func cut(_ text: String, every length: Int) -> [String] {
            let bytes = Array(text.utf8)
            return stride(from: 0, to: bytes.count, by: length).map {
                String(decoding: bytes[$0..<min($0 + length, bytes.count)], as: UTF8.self)
            }
        }

        private static func chunked(_ body: String) -> [UInt8] {
            var bytes = Array(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n".utf8
            )
            for piece in cut(body, every: 64 << 10) {
                bytes += Array("\(String(piece.utf8.count, radix: 16))\r\n\(piece)\r\n".utf8)
            }
            return bytes + Array("0\r\n\r\n".utf8)
        }
    }
}
