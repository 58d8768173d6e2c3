import Domain
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    @Suite("TLS")
    struct TLSTests {
        @Test("the service listener serves over TLS, streams and refusals too")
        func listener() async throws {
            let provider = try await ScriptedProvider.start()
            let folder = try TemporaryFolder()
            let certificate = try folder.write(TestCertificate.certificate, to: "certificate.pem")
            let key = try folder.write(TestCertificate.privateKey, to: "key.pem")
            var settings = GatewaySettings(["only": provider])
            settings.service = ["tls: {certificate: \(certificate), key: \(key)}"]
            try await GatewayProcess.with(settings, in: folder) { gateway in
                for dialect in Dialect.allCases {
                    #expect(try await gateway.send(.hello(dialect), tls: true).says("the tide is out"))
                    #expect(try await gateway.send(.hello(dialect, stream: true), tls: true).says("the tide is out"))
                }
                let refused = try await gateway.send(.hello(.messages).with("content-encoding", "gzip"), tls: true)
                #expect(refused.status == 415)
                // Clear text on a TLS port is cut off, not answered.
                let clear = try await gateway.connect()
                clear.post(Call.hello(.messages).bytes)
                let seen = try await clear.ended()
                #expect(seen.finals.isEmpty)
                await clear.close()
                #expect(try await gateway.send(.hello(.messages), tls: true).status == 200)
            }
            await provider.stop()
        }

        @Test("a certificate that cannot be read stops the start and says which")
        func badCertificate() async throws {
            let provider = try await ScriptedProvider.start()
            let folder = try TemporaryFolder()
            var settings = GatewaySettings(["only": provider])
            settings.service = ["tls: {certificate: \(folder.path)/none.pem, key: \(folder.path)/none.pem}"]
            let outcome = try await GatewayProcess.failing(settings, in: folder)
            #expect(outcome.code == 2)
            #expect(outcome.errors.contains("none.pem"))
            await provider.stop()
        }

        @Test("a provider with TLS is verified against the configured authority, and against nothing less")
        func upstream() async throws {
            let provider = try await ScriptedProvider.start(.good(), tls: true)
            let folder = try TemporaryFolder()
            let authority = try folder.write(TestCertificate.certificate, to: "ca.pem")
            var settings = GatewaySettings(["only": provider])
            settings.sources[0].extra = ["ca: \(authority)"]
            try await GatewayProcess.with(settings, in: folder) { gateway in
                let plain = try await gateway.send(.hello(.messages))
                #expect(plain.says("the tide is out"))
                let streamed = try await gateway.send(.hello(.messages, stream: true))
                #expect(streamed.says("the tide is out"))
                #expect(provider.log.connections.count == 1)
            }
            settings.sources[0].extra = []
            try await GatewayProcess.with(settings) { gateway in
                let answer = try await gateway.send(.hello(.messages))
                #expect(answer.status == 503)
                let record = try await gateway.journal(atLeast: 1)[0]
                #expect(record["attempts"]?.elements?.first?["failure"]?.string == "tls")
            }
            #expect(provider.requests.count == 2)
            await provider.stop()
        }
    }
}
