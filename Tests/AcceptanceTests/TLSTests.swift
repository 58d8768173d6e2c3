import Dialects
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

        @Test("a provider that accepts and never shakes hands keeps no connection, whoever has left meanwhile")
        func silent() async throws {
            // It speaks clear text, so to it a handshake is the start of a head that never ends.
            let provider = try await ScriptedProvider.start()
            var settings = GatewaySettings([.init(name: "only", base: "https://127.0.0.1:\(provider.port)/v1")])
            settings.routeLines = ["timeouts: {connect: 1s}"]
            try await GatewayProcess.with(settings) { gateway in
                // Once, so that what a first request opens for good is open.
                #expect(try await gateway.send(.hello(.messages)).status == 504)
                _ = try await gateway.journal(atLeast: 1)
                let before = gateway.process.openDescriptors
                var clients: [RawClient] = []
                for _ in 0..<20 {
                    let client = try await gateway.connect()
                    client.post(Call.hello(.messages).bytes)
                    clients.append(client)
                }
                try await provider.wait(for: "20 handshakes") { $0.connections.count { $0.bytesReceived > 0 } >= 21 }
                for client in clients { await client.close() }
                try await provider.wait(for: "the end of each connection") { $0.openConnections == 0 }
                if let before {
                    let _: Bool = try await eventually("the return of the descriptors") {
                        gateway.process.openDescriptors.map { $0 <= before } ?? true ? true : nil
                    }
                }
            }
            await provider.stop()
        }

        /// Of no certificate. Made for this test and published with it: it protects nothing.
        private static let otherKey = """
            -----BEGIN PRIVATE KEY-----
            MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgagp8qygLUkh/+Uvd
            cnQkZIPTDARdnQsjQEL2lhOXRPqhRANCAARKzN33sAcYpcOG8AiNR+0qYiL7e2pV
            TxfdkMpEoBXbqiGgc/fPMR49PCc6udQiRSL9Vrau+gS8m7J604VKVBwQ
            -----END PRIVATE KEY-----
            """

        @Test("check tries the files, and says where the bad one is named")
        func check() async throws {
            let folder = try TemporaryFolder()
            let certificate = try folder.write(TestCertificate.certificate, to: "certificate.pem")
            let key = try folder.write(TestCertificate.privateKey, to: "key.pem")
            let other = try folder.write(Self.otherKey, to: "other.pem")
            let junk = try folder.write(
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                to: "junk.pem"
            )
            let none = folder.path + "/none.pem"
            for (certificate, key, authority, sentence) in [
                (certificate, key, certificate, nil), (none, key, certificate, "none.pem cannot be read: No such file"),
                (junk, key, certificate, "tls.certificate: The file \(junk) holds no certificate"),
                (key, key, certificate, "tls.certificate: The file \(key) holds no certificate"),
                (certificate, certificate, certificate, "tls.key: The file \(certificate) holds no private key"),
                (certificate, other, certificate, "tls: The key in \(other) does not belong"),
                (certificate, folder.path, certificate, "tls.key: \(folder.path) is no file"),
                (certificate, key, none, "providers.only.ca: The file \(none) cannot be read"),
                (certificate, key, junk, "providers.only.ca: The file \(junk) holds no certificate"),
            ] as [(String, String, String, String?)] {
                var settings = GatewaySettings([.init(name: "only", base: "https://127.0.0.1:9")])
                settings.sources[0].extra = ["ca: \(authority)"]
                settings.service = ["tls: {certificate: \(certificate), key: \(key)}"]
                let config = try folder.write(settings.yaml(folder: folder.path), to: "holdfast.yaml")
                let process = try RunningProcess(
                    try GatewayProcess.binary(),
                    ["check", "--config", config],
                    environment: [:],
                    output: folder.path + "/check.log"
                )
                #expect(try await process.ended() == (sentence == nil ? 0 : 2))
                #expect(process.standardError.contains(sentence ?? ""), "\(process.standardError)")
                #expect(process.standardError.split(separator: "\n").count == (sentence == nil ? 0 : 1))
            }
        }

        @Test("a provider with TLS is verified against the configured authority, and against nothing less")
        func upstream() async throws {
            let provider = try await ScriptedProvider.start(.good(), tls: true)
            let folder = try TemporaryFolder()
            let authority = try folder.write(TestCertificate.certificate, to: "ca.pem")
            var settings = GatewaySettings(["only": provider])
            settings.sources[0].extra = ["ca: \(authority)"]
            // Connections belong to a loop; with one loop the second request finds the first one's.
            settings.limits = ["threads: 1"]
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
