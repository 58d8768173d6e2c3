import Control
import Dialects
import Domain
import GRDB
import HoldfastTesting
import JSON
import Routing
import Testing

@testable import Relay

@Suite("Requests of our own, for probes", .timeLimit(.minutes(1)))
struct InternalRequestTests {
    private static func document(_ provider: ScriptedProvider, require: String = "") -> String {
        """
        providers:
          up: {kind: openai-compatible, base_url: "\(provider.base)", dialects: [chat-completions]}
        lineages: {acme/atlas: {}}
        models:
          alone: {provider: up, id: alone-model, lineage: acme/atlas, prices: {input: "1", output: "2"}}
          routed: {provider: up, id: routed-model, lineage: acme/atlas}
        policies: {clinic: {packs: {demo: {ceiling: 5%}}}}
        listeners: {service: {bind: "127.0.0.1:0"}}
        routes:
          support: {serve: [routed]\(require)}
        """
    }

    private static func request(
        _ name: String,
        isAlone: Bool = true,
        keepsAnswer: Bool = true,
        certifies: String? = nil,
        parting: Duration? = nil
    ) -> InternalRequest {
        InternalRequest(
            route: name,
            operation: .conversation(.chatCompletions),
            body: Call.hello(.chatCompletions, route: name).body,
            patience: .seconds(20),
            parting: parting,
            certifies: certifies,
            isAlone: isAlone,
            keepsAnswer: keepsAnswer
        )
    }

    private static func recall() -> Recall {
        Recall(
            id: "HF-RC-2026-0001",
            order: RecallOrder(LineagePattern(Lineage(vendor: "acme", family: "atlas"))),
            first: RecallMove(to: .declared, by: .uid(0)),
            at: 1,
            awareAt: nil,
            epoch: 1
        )
    }

    @Test("a model that no route serves answers by its name alone, and its answer is kept where it is wanted")
    func alone() async throws {
        let provider = try await ScriptedProvider.start(.good("quiet water"))
        try await LiveRelay.run(Self.document(provider)) { relay, _, _ in
            let kept = await relay.ask(Self.request("alone"))
            #expect(kept.status == 200 && kept.model == "alone" && kept.attempts == 1)
            let body = try JSONValue(parsing: kept.body)
            #expect(body["choices"]?.elements?.first?["message"]?["content"]?.string == "quiet water")
            #expect(kept.usage.input == 7 && kept.cost == Money(decimal: "0.000015"))
            let dropped = await relay.ask(Self.request("alone", keepsAnswer: false))
            #expect(dropped.status == 200 && dropped.body.isEmpty)
            #expect(provider.requests.map { $0.request.json?["model"]?.string } == ["alone-model", "alone-model"])
        }
        await provider.stop()
    }

    @Test("a model alone is asked once, whatever it says, and how long it asks to be left is told")
    func once() async throws {
        let script = Script.always(
            .answer(429, fields: ["retry-after": "7"], body: #"{"error":{"message":"slow down"}}"#)
        )
        let provider = try await ScriptedProvider.start(script)
        try await LiveRelay.run(Self.document(provider)) { relay, _, _ in
            let answer = await relay.ask(Self.request("alone"))
            #expect(answer.status == 429 && answer.retryAfter == 7, "\(answer)")
            #expect(answer.failureClass == FailureClass.rateLimited.rawValue)
            #expect(provider.requests.count == 1)
        }
        await provider.stop()
    }

    @Test(
        "who no longer wants an answer waits no longer than it said, and is told that none came",
        arguments: [true, false]
    )
    func parting(isUnderWay: Bool) async throws {
        let gate = HoldfastTesting.Gate()
        let provider = try await ScriptedProvider.start(.always(.gate(gate)))
        try await LiveRelay.run(Self.document(provider)) { relay, _, _ in
            let asking = Task {
                // Cancelled before it asks, or while it waits.
                while !isUnderWay, !Task.isCancelled { await Task.yield() }
                var request = Self.request("alone", parting: .zero)
                // Longer than this test may take.
                request.patience = .seconds(600)
                return await relay.ask(request)
            }
            if isUnderWay { try await provider.requests(atLeast: 1) }
            asking.cancel()
            let answer = await asking.value
            #expect(answer.failure == "total_timeout" && answer.model == nil, "\(answer)")
        }
        gate.open()
        await provider.stop()
    }

    @Test("who said nothing of it waits on when it is no longer wanted")
    func patient() async throws {
        let gate = HoldfastTesting.Gate()
        let provider = try await ScriptedProvider.start(
            Script { request in
                [.gate(gate), .answer(200, body: GoodAnswer("late").plain(.chatCompletions, model: "alone-model"))]
            }
        )
        try await LiveRelay.run(Self.document(provider)) { relay, _, _ in
            let asking = Task { await relay.ask(Self.request("alone")) }
            try await provider.requests(atLeast: 1)
            asking.cancel()
            gate.open()
            let answer = await asking.value
            #expect(answer.status == 200 && answer.model == "alone", "\(answer)")
        }
        await provider.stop()
    }

    @Test("the recalls that keep a model from plain requests that name it are known before it is asked")
    func standing() async throws {
        let provider = try await ScriptedProvider.start()
        func recall(_ number: Int, slice: RecallSlice = RecallSlice()) -> Recall {
            Recall(
                id: "HF-RC-2026-000\(number)",
                order: RecallOrder(LineagePattern(Lineage(vendor: "acme", family: "atlas")), slice: slice),
                first: RecallMove(to: .declared, by: .uid(0)),
                at: 1,
                awareAt: nil,
                epoch: 1
            )
        }
        let narrow = RecallSlice([.tenant: ["bank"]])
        let other = RecallSlice([.model: ["routed"]])
        let recalls = [recall(1), recall(2, slice: narrow), recall(3, slice: other)]
        try await LiveRelay.run(Self.document(provider), recalls: recalls) { relay, _, _ in
            #expect(await relay.recalls(ofModelAlone: "alone") == ["HF-RC-2026-0001"])
            #expect(await relay.recalls(ofModelAlone: "routed") == ["HF-RC-2026-0001", "HF-RC-2026-0003"])
            #expect(await relay.recalls(ofModelAlone: "nobody").isEmpty)
        }
        await provider.stop()
    }

    @Test("names are those of models where a model is meant, and of routes where a route is")
    func names() async throws {
        let provider = try await ScriptedProvider.start()
        try await LiveRelay.run(Self.document(provider)) { relay, _, _ in
            for (name, isAlone, status) in [
                ("support", true, 404), ("routed", false, 404), ("support", false, 200), ("routed", true, 200),
                ("nobody", true, 404),
            ] {
                let answer = await relay.ask(Self.request(name, isAlone: isAlone))
                #expect(answer.status == status, "\(name), alone: \(isAlone)")
            }
        }
        await provider.stop()
    }

    @Test("a recalled model is tried only by who certifies under that very recall")
    func certifies() async throws {
        let provider = try await ScriptedProvider.start()
        try await LiveRelay.run(Self.document(provider), recalls: [Self.recall()]) { relay, _, _ in
            for name in ["alone", "routed"] {
                for other in [nil, "HF-RC-2026-0002"] {
                    let answer = await relay.ask(Self.request(name, certifies: other))
                    #expect(answer.isRecalled && answer.model == nil && answer.status == 503)
                }
            }
            #expect(provider.requests.isEmpty)
            let answer = await relay.ask(Self.request("alone", certifies: "HF-RC-2026-0001"))
            #expect(answer.status == 200 && answer.model == "alone" && !answer.isRecalled)
            #expect(provider.requests.count == 1)
        }
        await provider.stop()
    }

    @Test("what a route requires keeps a model from the route, and from nobody who tries it alone")
    func required() async throws {
        let provider = try await ScriptedProvider.start()
        let document = Self.document(provider, require: ", require: {policy: clinic}")
        try await LiveRelay.run(document) { relay, port, _ in
            let routed = await relay.ask(Self.request("support", isAlone: false))
            #expect(routed.status == 503 && routed.refusal == RefusalCode.modelNotCertified.rawValue)
            let refused = try await Call.hello(.chatCompletions).send(port: port)
            #expect(refused.status == 503 && refused.text.contains("is certified as the route requires"), "\(refused)")
            #expect(provider.requests.isEmpty)
            #expect(await relay.ask(Self.request("routed")).status == 200)
        }
        await provider.stop()
    }

    @Test("the model cannot tell a probe from a caller's request, and the journal has nothing of it")
    func indistinguishable() async throws {
        let provider = try await ScriptedProvider.start()
        try await LiveRelay.run(Self.document(provider)) { relay, port, records in
            #expect(await relay.ask(Self.request("routed")).status == 200)
            #expect(try await Call.hello(.chatCompletions).send(port: port).status == 200)
            let messages = provider.requests.map(\.request.message)
            #expect(messages.count == 2 && messages.first?.body == messages.last?.body)
            let names = messages.map { $0.fields.map(\.name).sorted() }
            #expect(names.first == names.last, "\(names)")
            #expect(messages.first?.startLine == messages.last?.startLine)
            // The journal is written behind the answers: once the caller's is there, the probe's would be.
            let count: Int = try await eventually("the caller's record") {
                let count = try await records.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM exchanges") }
                return count == 0 ? nil : count
            }
            #expect(count == 1)
        }
        await provider.stop()
    }
}
