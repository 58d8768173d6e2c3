import Dialects
import Domain
import HoldfastTesting
import Testing

@Suite("A connection and the attempt that asked for it", .timeLimit(.minutes(1)))
struct ConnectingTests {
    @Test("one that comes when its attempt was given up never carries the next provider's request")
    func late() async throws {
        let late = try await ScriptedProvider.start(.good("late"))
        let next = try await ScriptedProvider.start(.good("next"))
        let other = try await ScriptedProvider.start(.good("other"))
        let names = HeldNames("late.test", "next.test")
        // No machine can be reached there, and the system says so before connect() returns.
        let document = """
            providers:
              nowhere: {kind: openai-compatible, base_url: "http://255.255.255.255:80/v1", auth: none}
              late: {kind: openai-compatible, base_url: "http://late.test:\(late.port)/v1", credential: "env:LATE"}
              next: {kind: openai-compatible, base_url: "http://next.test:\(next.port)/v1", credential: "env:NEXT"}
              other: {kind: openai-compatible, base_url: "\(other.base)", auth: none}
            lineages: {a/a: {}}
            models:
              nowhere: {provider: nowhere, id: nowhere, lineage: a/a}
              late: {provider: late, id: late, lineage: a/a}
              next: {provider: next, id: next, lineage: a/a}
              other: {provider: other, id: other, lineage: a/a}
            routes:
              support: {serve: [nowhere, late, next], timeouts: {connect: 1s}}
              elsewhere: {serve: [other]}
            listeners: {service: {bind: "127.0.0.1:0"}}
            """
        try await LiveRelay.run(document, environment: ["LATE": "late-key", "NEXT": "next-key"], names: names) { port in
            let client = try await RawClient.connect(port: port)
            try await client.send(Call.hello(.chatCompletions).bytes)
            try await names.asked.wait(for: "the look-up of the third provider") { $0.contains("next.test") }
            names.letGo("late.test")
            // A whole exchange on the same event loop: time enough for a connection to the second provider.
            #expect(try await Call.hello(.chatCompletions, route: "elsewhere").send(port: port).text.contains("other"))
            names.letGo("next.test")
            let answer = try await client.answer()
            #expect(answer.status == 200)
            #expect(answer["holdfast-model"] == "next")
            #expect(answer.text.contains("next"))
            await client.close()
        }
        #expect(late.requests.isEmpty)
        #expect(next.requests.count == 1)
        #expect(next.requests.first?.request.message["authorization"] == "Bearer next-key")
        #expect(names.asked.value.starts(with: ["late.test", "next.test"]))
        for provider in [late, next, other] { await provider.stop() }
    }
}
