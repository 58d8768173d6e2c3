import Dialects
import Domain
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    @Suite("Bad input gets an answer that helps")
    struct BadRequestTests {
        static let documents: [(name: String, body: [UInt8])] = [
            ("empty", []),
            ("cut", Array(#"{"model":"support","messages":["#.utf8)),
            ("no object", Array("[1]".utf8)),
            ("bad UTF-8", Array(#"{"model":"support","a":""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8)),
            ("overlong UTF-8", Array(#"{"model":"support","a":""#.utf8) + [0xC0, 0x80] + Array(#""}"#.utf8)),
            ("lone surrogate", Array(#"{"model":"support","a":"\ud800"}"#.utf8)),
            ("duplicate key", Array(#"{"model":"support","a":1,"a":2}"#.utf8)),
            ("duplicate key in disguise", Array(#"{"model":"support","\u006dodel":"other"}"#.utf8)),
            ("too deep", Array((#"{"model":"support","a":"# + String(repeating: "[", count: 200)).utf8)),
            ("something behind", Array(#"{"model":"support"} x"#.utf8)),
            ("byte order mark", [0xEF, 0xBB, 0xBF] + Array(#"{"model":"support"}"#.utf8)),
            ("number too large", Array(#"{"model":"support","a":1e999}"#.utf8)),
        ]

        @Test("JSON that is none is a 400 with code and position, in the caller's shape")
        func badJSON() async throws {
            try await withGateway { gateway, provider in
                for document in Self.documents {
                    for dialect in Dialect.allCases {
                        var call = Call.hello(dialect)
                        call.body = document.body
                        let answer = try await gateway.send(call)
                        #expect(answer.status == 400, "\(document.name)")
                        #expect(answer.errorCode == "invalid_json", "\(document.name)")
                        let message = answer.json?["error"]?["message"]?.string ?? ""
                        #expect(message.contains("line 1, column"), "\(document.name): \(message)")
                        if dialect == .messages {
                            #expect(answer.json?["type"]?.string == "error")
                            #expect(answer.json?["error"]?["type"]?.string == "invalid_request_error")
                            #expect(answer.json?["request_id"]?.string == answer["request-id"])
                        } else {
                            #expect(answer.json?["error"]?["type"]?.string == "invalid_request_error")
                            #expect(answer.json?["error"]?["request_id"]?.string == answer["x-request-id"])
                        }
                    }
                }
                #expect(provider.requests.isEmpty)
            }
        }

        @Test("a bad body does not harm the next request of the connection")
        func connectionGoesOn() async throws {
            try await withGateway { gateway, _ in
                let client = try await gateway.connect()
                var bad = Call.hello(.chatCompletions)
                bad.body = Array("{".utf8)
                try await client.send(bad.bytes)
                #expect(try await client.answer(1).status == 400)
                try await client.send(Call.hello(.chatCompletions).bytes)
                #expect(try await client.answer(2).status == 200)
                await client.close()
            }
        }

        @Test("a missing or impossible model is told by name")
        func model() async throws {
            try await withGateway { gateway, _ in
                for (body, code) in [
                    ("{}", "missing_model"), (#"{"model":7}"#, "bad_request"), (#"{"model":""}"#, "bad_request"),
                    (#"{"model":"support","stream":"yes"}"#, "bad_request"),
                ] {
                    let answer = try await gateway.send(Call("POST", "/v1/chat/completions", body: body))
                    #expect(answer.status == 400, "\(body)")
                    #expect(answer.errorCode == code, "\(body)")
                }
            }
        }

        @Test("an unknown route is a 404 that lists the routes")
        func unknownRoute() async throws {
            try await withGateway { gateway, _ in
                for dialect in Dialect.allCases {
                    let answer = try await gateway.send(.hello(dialect, route: "suport"))
                    #expect(answer.status == 404)
                    #expect(answer.errorCode == "unknown_route")
                    #expect(answer.json?["error"]?["message"]?.string?.contains("support") == true)
                }
            }
        }

        @Test("an unknown path is a 404 in the shape of whoever asks")
        func unknownPath() async throws {
            try await withGateway { gateway, _ in
                let openAI = try await gateway.send(Call("POST", "/v1/audio/speech", body: "{}"))
                #expect(openAI.status == 404)
                #expect(openAI.json?["error"]?["type"]?.string == "not_found_error")
                let anthropic = try await gateway.send(
                    Call("POST", "/v1/complete", fields: ["anthropic-version": "2023-06-01"], body: "{}")
                )
                #expect(anthropic.status == 404)
                #expect(anthropic.json?["type"]?.string == "error")
                let batches = try await gateway.send(Call("GET", "/v1/messages/batches"))
                #expect(batches.status == 404)
                #expect(batches.json?["type"]?.string == "error")
                let method = try await gateway.send(Call("GET", "/v1/chat/completions"))
                #expect(method.status == 405)
            }
        }

        @Test("models are listed in both vendors' shapes")
        func models() async throws {
            try await withGateway { gateway, _ in
                let openAI = try await gateway.send(Call("GET", "/v1/models"))
                #expect(openAI.json?["object"]?.string == "list")
                #expect(openAI.json?["data"]?.elements?.first?["id"]?.string == "support")
                let anthropic = try await gateway.send(
                    Call("GET", "/v1/models", fields: ["anthropic-version": "2023-06-01"])
                )
                #expect(anthropic.json?["has_more"]?.bool == false)
                #expect(anthropic.json?["data"]?.elements?.first?["type"]?.string == "model")
                #expect(try await gateway.send(Call("GET", "/v1/models/support")).status == 200)
                #expect(try await gateway.send(Call("GET", "/v1/models/other")).status == 404)
            }
        }

        @Test("an answer to HEAD has no body, so the next answer is where it is looked for")
        func head() async throws {
            try await withGateway { gateway, _ in
                let client = try await gateway.connect()
                try await client.send(
                    "HEAD /v1/models HTTP/1.1\r\nhost: localhost\r\n\r\nGET /v1/models HTTP/1.1\r\nhost: localhost\r\n\r\n"
                )
                let seen = try await client.wait(for: "the second answer") { seen in
                    String(decoding: seen.bytes, as: UTF8.self).contains(#""object":"list""#)
                }
                let text = String(decoding: seen.bytes, as: UTF8.self)
                let behindHead = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)[1]
                #expect(behindHead.hasPrefix("HTTP/1.1 200"), "\(behindHead.prefix(80))")
                await client.close()
            }
        }

        @Test("a foreign host is a 421, a foreign origin a 403, a configured one is named in the answer")
        func strangers() async throws {
            try await withGateway(.good(), { $0.service = ["origins: [\"https://app.example\"]"] }) {
                gateway,
                provider in
                let host = try await gateway.send(.hello(.chatCompletions).with("host", "evil.example"))
                #expect(host.status == 421)
                #expect(host.errorCode == "host_refused")
                let origin = try await gateway.send(.hello(.messages).with("origin", "https://evil.example"))
                #expect(origin.status == 403)
                #expect(origin.errorCode == "origin_refused")
                #expect(provider.requests.isEmpty)
                let known = try await gateway.send(.hello(.messages).with("origin", "https://app.example"))
                #expect(known.status == 200)
                #expect(known["access-control-allow-origin"] == "https://app.example")
                let named = try await gateway.send(.hello(.messages).with("host", "localhost:99"))
                #expect(named.status == 200)
            }
        }

        @Test("a compressed request body is a 415")
        func encoded() async throws {
            try await withGateway { gateway, provider in
                let answer = try await gateway.send(.hello(.messages).with("content-encoding", "gzip"))
                #expect(answer.status == 415)
                #expect(answer.errorCode == "unsupported_encoding")
                #expect(provider.requests.isEmpty)
            }
        }

        @Test("a body of the limit passes, one byte more is a 413, told or chunked")
        func limit() async throws {
            try await withGateway(.good(), { $0.limits = ["body: 64KiB"] }) { gateway, provider in
                func body(_ size: Int) -> String {
                    let frame = #"{"model":"support","messages":[],"x":""}"#
                    return frame.replacing(
                        #""x":"""#,
                        with: #""x":"\#(String(repeating: "y", count: size - frame.utf8.count))""#
                    )
                }
                #expect(try await gateway.send(Call("POST", "/v1/chat/completions", body: body(65_536))).status == 200)
                #expect(provider.requests.count == 1)
                let told = try await gateway.send(Call("POST", "/v1/chat/completions", body: body(65_537)))
                #expect(told.status == 413)
                #expect(told.errorCode == "body_too_large")
                let client = try await gateway.connect()
                client.post(
                    Array("POST /v1/messages HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n".utf8)
                        + Array("10001\r\n\(body(65_537))\r\n0\r\n\r\n".utf8)
                )
                let chunked = try await client.answer()
                #expect(chunked.status == 413)
                #expect(chunked.json?["error"]?["type"]?.string == "request_too_large")
                try await client.ended()
                #expect(provider.requests.count == 1)
                await client.close()
            }
        }
    }
}
