import Foundation
import HoldfastTesting
import Settings
import Testing

@testable import Notifications

@Suite("Webhook client", .timeLimit(.minutes(1)))
struct WebhookClientTests {
    /// Posts once and tells what came of it.
    private static func post(
        to url: String,
        authority: String? = nil,
        patience: Duration = .seconds(30)
    ) async throws -> Result<Int, WebhookFailure> {
        let client = WebhookClient(patience: patience)
        let address = try #require(WebhookAddress(url))
        let result: Result<Int, WebhookFailure>
        do throws(WebhookFailure) {
            result = .success(
                try await client.post(
                    Array(#"{"text":"x"}"#.utf8),
                    fields: [("webhook-id", "one")],
                    to: address,
                    authority: authority
                )
            )
        } catch {
            result = .failure(error)
        }
        await client.stop()
        return result
    }

    @Test(
        "only a status of success is one, and redirects lead nowhere",
        arguments: [200, 202, 204, 301, 307, 308, 400, 410, 500, 503]
    )
    func statuses(status: Int) async throws {
        let other = try await ScriptedProvider.start()
        let provider = try await ScriptedProvider.start(
            .always(.answer(status, fields: ["location": "\(other.base)/stolen"], body: status == 204 ? "" : "words"))
        )
        let result = try await Self.post(to: "http://127.0.0.1:\(provider.port)/hook/?a=b%20c")
        switch status {
        case 200..<300: #expect(result == .success(status))
        case 300..<400: #expect(result == .failure(.redirected(status)))
        default: #expect(result == .failure(.status(status)))
        }
        let message = provider.requests[0].request.message
        #expect(message.startLine == "POST /hook/?a=b%20c HTTP/1.1")
        #expect(message["host"] == "127.0.0.1:\(provider.port)" && message["webhook-id"] == "one")
        #expect(message.text == #"{"text":"x"}"# && message.framing == .length(12))
        #expect(other.log.connections.isEmpty)
        await provider.stop()
        await other.stop()
    }

    @Test(
        "what is no answer is told apart",
        arguments: [
            ([Step.close], WebhookFailure.closed), ([.reset], .closed),
            ([.raw("SSH-2.0-OpenSSH_9\r\n\r\n")], .malformed),
            ([.raw("HTTP/1.1 2"), .close], .closed),
            ([.raw("HTTP/1.1 200 OK\r\nx: " + String(repeating: "y", count: 200_000)), .hang], .malformed),
        ]
    )
    func noAnswer(steps: [Step], failure: WebhookFailure) async throws {
        let provider = try await ScriptedProvider.start(.always(steps))
        #expect(try await Self.post(to: "http://127.0.0.1:\(provider.port)") == .failure(failure))
        await provider.stop()
    }

    @Test("an answer without end is not waited for")
    func endless() async throws {
        let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
        let provider = try await ScriptedProvider.start(.always(.raw(head), .hang))
        #expect(try await Self.post(to: "http://127.0.0.1:\(provider.port)") == .success(200))
        try await provider.wait(for: "the end of the connection") { $0.openConnections == 0 }
        await provider.stop()
    }

    @Test("a receiver that hangs is left, before TLS and after the request")
    func hangs() async throws {
        let provider = try await ScriptedProvider.start(.always(.hang))
        for scheme in ["http", "https"] {
            let url = "\(scheme)://127.0.0.1:\(provider.port)"
            #expect(try await Self.post(to: url, patience: .milliseconds(200)) == .failure(.timeout))
        }
        try await provider.wait(for: "the end of the connections") { $0.openConnections == 0 }
        await provider.stop()
    }

    @Test("a cancelled task does not wait for the receiver")
    func cancelled() async throws {
        let provider = try await ScriptedProvider.start(.always(.hang))
        let posting = Task { try await Self.post(to: "http://127.0.0.1:\(provider.port)", patience: .seconds(600)) }
        try await provider.requests(atLeast: 1)
        posting.cancel()
        #expect(try await posting.value == .failure(.cancelled))
        await provider.stop()
    }

    @Test("nobody listens, or has the name")
    func nobody() async throws {
        let provider = try await ScriptedProvider.start()
        await provider.stop()
        #expect(try await Self.post(to: "http://127.0.0.1:\(provider.port)") == .failure(.refused))
        #expect(try await Self.post(to: "http://nobody.invalid") == .failure(.unresolved))
    }

    @Test("TLS is verified, by address and by name, against the given authority and against nothing less")
    func tls() async throws {
        let folder = try TemporaryFolder()
        let authority = try folder.write(TestCertificate.certificate, to: "ca.pem")
        let provider = try await ScriptedProvider.start(.always(.answer(200, body: "")), tls: true)
        for host in ["127.0.0.1", "localhost"] {
            let url = "https://\(host):\(provider.port)/hook"
            #expect(try await Self.post(to: url, authority: authority) == .success(200))
            #expect(try await Self.post(to: url) == .failure(.tls))
        }
        #expect(provider.requests.count == 2)
        let url = "https://127.0.0.1:\(provider.port)"
        #expect(try await Self.post(to: url, authority: folder.path + "/none.pem") == .failure(.authority))
        await provider.stop()
    }

    @Test("garbage where TLS should be is told as such")
    func garbage() async throws {
        let other = try await TalkingServer.start("220 mail.example ESMTP\r\n")
        #expect(try await Self.post(to: "https://127.0.0.1:\(other.port)") == .failure(.tls))
        await other.stop()
    }
}
