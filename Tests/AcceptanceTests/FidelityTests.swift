import Dialects
import Domain
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    @Suite("Bytes stay bytes")
    struct FidelityTests {
        static let operations = [
            "/v1/chat/completions", "/v1/responses", "/v1/messages", "/v1/messages/count_tokens", "/v1/embeddings",
        ]

        /// Valid, and written as no library would write it.
        private static let odd =
            "{ \"x\" :[1.0,2e3 , -0,\"\\u00e9\\/é\"],\r\n\t\"model\"\t:  \"support\" ,\"input\":\"a\",\"max_tokens\":1,"
            + "\"messages\":[{\"content\":\"\\ud83d\\ude00\",\"role\":\"user\"}], \"future\":{\"deep\":[null,{}]} } \n"

        private static let oddAnswer =
            "{\n  \"z\":1.50,\"id\" : \"a_1\", \"model\":\"whatever\\u002d1\",\"choices\":[],\"content\":[], \"output\":[],"
            + "\"usage\": {\"prompt_tokens\":1e0} , \"note\":\"é\\u00e9\"}\r\n"

        @Test("only the model's name differs on the way up, nothing on the way back", arguments: operations)
        func plain(path: String) async throws {
            try await withGateway(.always(.answer(200, body: Self.oddAnswer))) { gateway, provider in
                let answer = try await gateway.send(Call("POST", path, body: Self.odd))
                #expect(answer.status == 200)
                #expect(answer.text == Self.oddAnswer)
                let seen = try #require(provider.requests.first).request.message
                #expect(seen.text == Self.odd.replacing("\"support\"", with: "\"only-model\""))
                #expect(seen.target == path)
                #expect(seen["content-type"] == "application/json")
            }
        }

        @Test("a stream's bytes come back as they were sent", arguments: Dialect.allCases)
        func stream(dialect: Dialect) async throws {
            var frames = GoodAnswer("the tide is out").frames(dialect, model: "m")
            frames.insert(": a comment\n\n", at: 0)
            frames.insert("id: 7\r\nretry: 10\r\n: another\r\n\r\n", at: 3)
            let sent = frames
            try await withGateway(.always(.stream(sent), .endStream)) { gateway, _ in
                let answer = try await gateway.send(.hello(dialect, stream: true))
                #expect(answer.isComplete)
                #expect(answer.text == sent.joined())
                #expect(answer["content-type"] == "text/event-stream")
            }
        }

        @Test("a frame that is sent byte by byte comes back the same", arguments: Dialect.allCases)
        func dripped(dialect: Dialect) async throws {
            let whole = GoodAnswer("out").frames(dialect, model: "m").joined()
            let pieces = whole.unicodeScalars.map { String($0) }
            try await withGateway(.always(.stream(pieces), .endStream)) { gateway, _ in
                let answer = try await gateway.send(.hello(dialect, stream: true))
                #expect(answer.isComplete)
                #expect(answer.text == whole)
            }
        }

        @Test("a chunked request goes up whole")
        func chunked() async throws {
            try await withGateway { gateway, provider in
                let client = try await gateway.connect()
                let call = Call.hello(.chatCompletions).with("transfer-encoding", "chunked")
                try await client.send(Array(call.bytes.prefix(call.bytes.count - call.body.count)))
                for start in stride(from: 0, to: call.body.count, by: 7) {
                    let piece = call.body[start..<min(start + 7, call.body.count)]
                    try await client.send(
                        Array("\(String(piece.count, radix: 16));x=y\r\n".utf8) + piece + Array("\r\n".utf8)
                    )
                }
                try await client.send("0\r\ntrailer: dropped\r\n\r\n")
                #expect(try await client.answer().status == 200)
                let seen = try #require(provider.requests.first).request.message
                #expect(seen.framing == .length(call.body.count + "only-model".count - "support".count))
                #expect(seen["trailer"] == nil)
                await client.close()
            }
        }

        @Test("a client that waits for 100 Continue gets it, and then its answer")
        func expectContinue() async throws {
            try await withGateway { gateway, _ in
                let client = try await gateway.connect()
                let call = Call.hello(.messages).with("expect", "100-continue")
                try await client.send(Array(call.bytes.prefix(call.bytes.count - call.body.count)))
                try await client.wait(for: "100 Continue") { $0.answers.first?.status == 100 }
                try await client.send(call.body)
                #expect(try await client.answer().status == 200)
                await client.close()
            }
        }

        @Test("a client that waits for 100 Continue is refused before it sends a body too large")
        func expectRefused() async throws {
            try await withGateway(.good(), { $0.limits = ["body: 4KiB"] }) { gateway, _ in
                let client = try await gateway.connect()
                try await client.send(
                    "POST /v1/messages HTTP/1.1\r\nhost: localhost\r\nexpect: 100-continue\r\ncontent-length: 5000\r\n\r\n"
                )
                let answer = try await client.answer()
                #expect(answer.status == 413)
                #expect(client.received.answers.count == 1)
                await client.close()
            }
        }

        @Test("two requests on one connection, sent at once, are answered in order")
        func pipelined() async throws {
            try await withGateway { gateway, _ in
                let client = try await gateway.connect()
                try await client.send(Call.hello(.chatCompletions).bytes + Call.hello(.responses).bytes)
                #expect(try await client.answer(1).text.contains("chat.completion"))
                #expect(try await client.answer(2).text.contains("resp_1"))
                await client.close()
            }
        }

        @Test("an answer too large to be held comes back whole")
        func large() async throws {
            let body = #"{"id":"a","object":"list","data":""# + String(repeating: "x", count: 9 << 20) + #""}"#
            try await withGateway(.always(.answer(200, body: body))) { gateway, _ in
                let answer = try await gateway.send(.hello(.chatCompletions))
                #expect(answer.isComplete)
                #expect(answer.body.count == body.utf8.count)
            }
        }
    }
}
