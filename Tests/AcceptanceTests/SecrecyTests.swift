import Dialects
import Domain
import Foundation
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    @Suite("What must not be written down")
    struct SecrecyTests {
        @Test(
            "no prompt, no answer, no key and no credential reaches a log, the journal or any file of the state folder"
        )
        func nothingLeaks() async throws {
            let marks = [
                "PROMPTMARK", "ANSWERMARK", "CREDENTIALMARK", "HEADERMARK", "ERRORMARK", "BROKENMARK", "WRONGKEYMARK",
            ]
            let answer = GoodAnswer("ANSWERMARK said so")
            try await withGateway(
                Script { request in
                    switch request.number % 4 {
                    case 0: [.answer(400, body: #"{"error":{"message":"ERRORMARK PROMPTMARK"}}"#)]
                    case 1: [.answer(500, fields: ["x-request-id": "r"], body: "ERRORMARK")]
                    case 2: [.stream(["data: {\"ERRORMARK\n\n"]), .close]
                    default:
                        request.wantsStream
                            ? [.stream(answer.frames(.chatCompletions, model: "m")), .endStream]
                            : [.answer(200, body: answer.plain(.chatCompletions, model: "m"))]
                    }
                },
                { settings in
                    settings.sources[0].extra = ["credential: env:TEST_CREDENTIAL"]
                    settings.more = "logs:\n  level: debug\n"
                },
                environment: ["TEST_CREDENTIAL": "CREDENTIALMARK"]
            ) { gateway, provider in
                let key = try await gateway.makeKey()
                for stream in [false, true] {
                    for _ in 0..<8 {
                        var call = Call.hello(.chatCompletions, stream: stream).bearing(key.secret).with(
                            "x-note",
                            "HEADERMARK"
                        )
                        call.body = Array(
                            String(decoding: call.body, as: UTF8.self).replacing("hello", with: "PROMPTMARK").utf8
                        )
                        _ = try await gateway.send(call)
                    }
                }
                var broken = Call.hello(.messages).bearing(key.secret)
                broken.body = Array(#"{"model":"support","BROKENMARK"#.utf8)
                _ = try await gateway.send(broken)
                _ = try await gateway.send(.hello(.messages).bearing("hf_WRONGKEYMARK"))
                _ = try await gateway.send(Call("GET", "/HEADERMARK?HEADERMARK"))
                let client = try await gateway.connect()
                try await client.send("GET /HEADERMARK HTTP/1.1\r\nHEADERMARK : x\r\n\r\n")
                _ = try await client.answer()
                await client.close()
                #expect(provider.requests.count >= 16)
                _ = try await gateway.journal(atLeast: 16)
                let token = gateway.localToken
                // The command that made the key shows it once, on its own output; the token's own file holds the token.
                let files = gateway.folder.files().filter {
                    !$0.name.hasPrefix("command-") && $0.name != "holdfast.yaml" && !$0.name.hasSuffix("operator.token")
                }
                #expect(files.contains { $0.name == "state/records.sqlite-wal" || $0.name == "state/records.sqlite" })
                #expect(files.contains { $0.name.hasPrefix("serve.log") })
                for file in files {
                    let data = Data(file.bytes)
                    for mark in marks + [key.secret] + [token].compactMap({ $0 }) {
                        #expect(data.range(of: Data(mark.utf8)) == nil, "\(mark.prefix(12)) in \(file.name)")
                    }
                }
            }
        }
    }
}
