import Dialects
import Domain
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    @Suite("What two parsers could read in two ways")
    struct SmugglingTests {
        private static let post = "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\n"
        private static let body = #"{"model":"support","messages":[]}"#
        /// A request that would reach the provider, were it ever read as one.
        private static let smuggled =
            "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-length: 33\r\n\r\n" + body

        static let attacks: [(name: String, bytes: String)] = [
            ("both lengths", post + "content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled),
            (
                "both lengths, the other way",
                post + "transfer-encoding: chunked\r\ncontent-length: 4\r\n\r\n21\r\n" + body
            ),
            ("two lengths", post + "content-length: 33\r\ncontent-length: 0\r\n\r\n" + body + smuggled),
            ("the same length twice", post + "content-length: 33\r\ncontent-length: 33\r\n\r\n" + body),
            ("a list of lengths", post + "content-length: 33, 33\r\n\r\n" + body),
            ("a signed length", post + "content-length: +33\r\n\r\n" + body),
            ("a negative length", post + "content-length: -1\r\n\r\n" + body),
            ("an empty length", post + "content-length:\r\n\r\n" + smuggled),
            ("a folded field", post + "x: a\r\n b: c\r\ncontent-length: 33\r\n\r\n" + body),
            ("a folded first field", "GET /v1/models HTTP/1.1\r\n host: localhost\r\n\r\n"),
            ("a bare line feed in the head", post + "x: a\ncontent-length: 33\r\n\r\n" + body),
            ("a bare line feed at its end", "GET /v1/models HTTP/1.1\nhost: localhost\n\n" + smuggled),
            ("a bare carriage return", post + "x: a\rtransfer-encoding: chunked\r\ncontent-length: 33\r\n\r\n" + body),
            ("a space before the colon", post + "transfer-encoding : chunked\r\n\r\n0\r\n\r\n" + smuggled),
            ("an unknown coding", post + "transfer-encoding: xchunked\r\n\r\n0\r\n\r\n" + smuggled),
            ("two codings", post + "transfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n" + smuggled),
            ("chunked twice", post + "transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"),
            ("identity", post + "transfer-encoding: identity\r\ncontent-length: 33\r\n\r\n" + body),
            (
                "a coding in HTTP/1.0",
                "POST /v1/messages HTTP/1.0\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled
            ),
            ("a chunk size with a sign", post + "transfer-encoding: chunked\r\n\r\n+21\r\n" + body + "\r\n0\r\n\r\n"),
            (
                "a chunk size with a prefix",
                post + "transfer-encoding: chunked\r\n\r\n0x21\r\n" + body + "\r\n0\r\n\r\n"
            ),
            ("an empty chunk size", post + "transfer-encoding: chunked\r\n\r\n\r\n" + smuggled),
            (
                "a chunk size beyond all numbers",
                post + "transfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\n" + body
            ),
            (
                "a chunk that is longer than its size",
                post + "transfer-encoding: chunked\r\n\r\n20\r\n" + body + "\r\n0\r\n\r\n"
            ),
            (
                "a bare line feed behind a chunk size",
                post + "transfer-encoding: chunked\r\n\r\n21\n" + body + "\r\n0\r\n\r\n"
            ),
            (
                "a bare line feed behind a chunk",
                post + "transfer-encoding: chunked\r\n\r\n21\r\n" + body + "\n0\r\n\r\n"
            ),
            ("a null in a value", post + "x: a\0b\r\ncontent-length: 33\r\n\r\n" + body),
            ("a null in a name", post + "x\0: a\r\ncontent-length: 33\r\n\r\n" + body),
            ("two hosts", post + "host: other\r\ncontent-length: 33\r\n\r\n" + body),
            ("no host", "POST /v1/chat/completions HTTP/1.1\r\ncontent-length: 33\r\n\r\n" + body),
            (
                "a whole URL",
                "POST http://localhost/v1/chat/completions HTTP/1.1\r\nhost: a\r\ncontent-length: 33\r\n\r\n" + body
            ),
            ("a space in the target", "GET /v1/models x HTTP/1.1\r\nhost: localhost\r\n\r\n"),
            ("HTTP/2 by hope", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
            ("no HTTP at all", "\u{16}\u{3}\u{1}\r\n\r\n"),
        ]

        @Test("is a 400, ends the connection and reaches no provider")
        func refused() async throws {
            try await withGateway { gateway, provider in
                for attack in Self.attacks {
                    let client = try await gateway.connect()
                    client.post(Array(attack.bytes.utf8))
                    let answer = try await client.answer()
                    #expect(answer.status == 400, "\(attack.name)")
                    #expect(answer.errorCode == "bad_request", "\(attack.name)")
                    let seen = try await client.ended()
                    #expect(seen.finals.count == 1, "\(attack.name)")
                    await client.close()
                }
                // Whatever had been smuggled would have come by now: this one comes after all of them.
                #expect(try await gateway.send(.hello(.chatCompletions)).status == 200)
                #expect(provider.requests.count == 1)
            }
        }

        @Test("a head that is too large, or has too many fields, is a 431")
        func large() async throws {
            try await withGateway { gateway, _ in
                let long = try await gateway.connect()
                long.post(Array((Self.post + "x: " + String(repeating: "y", count: 70_000)).utf8))
                #expect(try await long.answer().status == 431)
                try await long.ended()
                await long.close()
                let many = try await gateway.connect()
                many.post(Array((Self.post + String(repeating: "x: y\r\n", count: 200) + "\r\n").utf8))
                let answer = try await many.answer()
                #expect(answer.status == 431)
                #expect(answer.errorCode == "headers_too_large")
                await many.close()
            }
        }
    }
}
