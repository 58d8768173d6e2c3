import Dialects
import Foundation
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    @Suite("Recalls")
    struct RecallTests {
        /// A recall's state as the ledger has it.
        private static func state(_ gateway: GatewayProcess, _ id: String) async throws -> String? {
            try await gateway.run("recalls", "show", id, "--json").json?["state"]?.string
        }

        private static func wait(_ gateway: GatewayProcess, _ id: String, for state: String) async throws {
            let _: Bool = try await eventually("\(id) to be \(state)", within: .seconds(30)) {
                try await Self.state(gateway, id) == state ? true : nil
            }
        }

        private static func declare(_ gateway: GatewayProcess, _ arguments: String...) async throws -> String {
            var all = ["recall"] + arguments
            all.append("--json")
            let outcome = try await gateway.run(all)
            #expect(outcome.code == 0, "\(outcome.errors)")
            #expect(outcome.json?["effect"]?.string == "in_effect")
            return try #require(outcome.json?["recall"]?["id"]?.string)
        }

        @Test("from the order to the last step back, by two people, and every step is in the ledger")
        func life() async throws {
            let policy = "policies: {probation: {packs: {demo: {ceiling: 50%, trials: 16}}}}\n"
            try await withPair(.good("the first says so"), .good("the second says so"), { $0.more = policy }) {
                gateway,
                first,
                second in
                let ada = try await gateway.makeOperator("Ada"), bob = try await gateway.makeOperator("Bob")
                let declared = try await gateway.run(
                    as: ada,
                    "recall",
                    "test/first",
                    "--class",
                    "I",
                    "--notice",
                    "Not for dosage.",
                    "--json"
                )
                #expect(declared.json?["effect"]?.string == "in_effect", "\(declared.errors)")
                let id = try #require(declared.json?["recall"]?["id"]?.string)
                let before = first.requests.count
                for dialect in Dialect.allCases {
                    for stream in [false, true] {
                        let answer = try await gateway.send(.hello(dialect, stream: stream))
                        #expect(answer.says("the second says so"), "\(answer)")
                        #expect(answer["holdfast-model"] == "second" && answer["holdfast-reason"] == "recalled")
                    }
                }
                try await Self.wait(gateway, id, for: "contained")
                #expect(first.requests.count == before, "a probe or a request reached the recalled model")
                let record = try #require(try await gateway.journal(atLeast: 6).first)
                #expect(record["attempts"]?.elements?.first?["failure"]?.string == "recalled")

                let alone = try await gateway.run(as: ada, "reinstate", id, "--statement", "all passed")
                #expect(alone.code == 1 && alone.errors.contains("Another operator must"))
                let local = try await gateway.run("reinstate", id, "--statement", "all passed")
                #expect(local.code == 1 && local.errors.contains("HOLDFAST_TOKEN"))
                let unproved = try await gateway.run(as: bob, "reinstate", id, "--statement", "all passed")
                #expect(unproved.code == 1 && unproved.errors.contains("holdfast certify first --policy"))
                #expect(try await Self.state(gateway, id) == "contained")
                let other = try await gateway.run("certify", "first", "--policy", "probation")
                #expect(other.code == 3, "a recalled model answers nobody who does not name the recall")
                #expect(first.requests.count == before)
                let certified = try await gateway.run("certify", "first", "--policy", "probation", "--recall", id)
                #expect(certified.code == 0, "\(certified.errors)")
                #expect(first.requests.count == before + 16)

                for (share, state) in [(10, "reinstating"), (50, "reinstating"), (100, "reinstating"), (100, "clear")] {
                    let step = try await gateway.run(as: bob, "reinstate", id, "--statement", "all passed", "--json")
                    #expect(step.code == 0, "\(step.errors)")
                    #expect(step.json?["recall"]?["serving_percent"]?.integer == share)
                    #expect(step.json?["recall"]?["state"]?.string == state)
                }
                #expect(try await gateway.send(.hello(.messages)).says("the first says so"))
                #expect(try await gateway.run("recalls", "close", id).code == 1, "who has no token holds and declares")
                #expect(try await gateway.run(as: bob, "recalls", "close", id).code == 0)
                let shown = try await gateway.run("ledger", "show").output
                for state in ["executing", "contained", "correcting", "recertifying", "clear", "closed"] {
                    #expect(shown.contains("\(id) became \(state)"))
                }
                #expect(try await gateway.run("ledger", "verify").code == 0)
                #expect(second.requests.count >= 6)
            }
        }

        @Test("a share is of conversations, sticks to them, and a larger one holds the smaller")
        func shares() async throws {
            try await withPair(.good("the first says so")) { gateway, _, _ in
                let bob = try await gateway.makeOperator("Bob")
                _ = try await gateway.makeOperator("Ada")
                let id = try await Self.declare(gateway, "test/first", "--reason-kind", "availability")
                try await Self.wait(gateway, id, for: "contained")
                var served: [Set<Int>] = []
                for _ in 0..<3 {
                    #expect(try await gateway.run(as: bob, "reinstate", id, "--statement", "passed").code == 0)
                    var those: Set<Int> = []
                    for round in 0..<2 {
                        var again: Set<Int> = []
                        for conversation in 0..<200 {
                            let call = Call.hello(.messages).with("holdfast-conversation", "talk \(conversation)")
                            if try await gateway.send(call)["holdfast-model"] == "first" { again.insert(conversation) }
                        }
                        if round == 1 { #expect(again == those, "a conversation changed its model") }
                        those = again
                    }
                    served.append(those)
                }
                // Six standard deviations of a binomial of 200.
                #expect((0...45).contains(served[0].count) && (58...142).contains(served[1].count))
                #expect(served[2].count == 200)
                #expect(served[0].isSubset(of: served[1]))
            }
        }

        @Test(
            "a path to the same model under another lineage keeps a recall from being contained, until it is declared"
        )
        func bypass() async throws {
            let script = Script { request in
                request.number == 0
                    ? [] : [.answer(200, body: GoodAnswer("hello").plain(.chatCompletions, model: "first-model"))]
            }
            let provider = try await ScriptedProvider.start(script)
            let settings = GatewaySettings(["first": provider, "sneaky": provider])
            try await GatewayProcess.with(settings) { gateway in
                let id = try await Self.declare(gateway, "test/first", "--class", "I")
                let _: Bool = try await eventually("a failed check") {
                    let recall = try await gateway.run("recalls", "show", id, "--json").json
                    return recall?["failed_check"]?["leaks"]?.integer == 1 ? true : nil
                }
                #expect(try await Self.state(gateway, id) == "executing")
                #expect(try await gateway.run("ledger", "show").output.contains("`sneaky`"))
                let yaml = try String(contentsOfFile: gateway.config, encoding: .utf8)
                try yaml.replacingOccurrences(of: "test/sneaky: {}", with: "test/sneaky: {derived_from: test/first}")
                    .write(toFile: gateway.config, atomically: true, encoding: .utf8)
                gateway.process.signal(SIGHUP)
                try await Self.wait(gateway, id, for: "contained")
                let asked = provider.requests.count
                let refused = try await gateway.send(.hello(.messages))
                #expect(refused.status == 503 && refused.text.contains("model_recalled"))
                #expect(provider.requests.count == asked)
            }
            await provider.stop()
        }

        @Test("settings that give a recalled model another lineage are not taken over")
        func reopened() async throws {
            try await withPair(.good("the first says so")) { gateway, first, _ in
                let id = try await Self.declare(gateway, "test/first")
                let yaml = try String(contentsOfFile: gateway.config, encoding: .utf8)
                try yaml.replacingOccurrences(of: "lineage: test/first", with: "lineage: test/second")
                    .write(toFile: gateway.config, atomically: true, encoding: .utf8)
                gateway.process.signal(SIGHUP)
                let _: Bool = try await eventually("the refusal of the settings") {
                    let log = gateway.process.standardError
                    return log.contains("a recalled model would serve again") && log.contains(id) ? true : nil
                }
                let asked = first.requests.count
                #expect(try await gateway.send(.hello(.messages))["holdfast-model"] == "second")
                #expect(first.requests.count == asked)
            }
        }

        @Test("an earlier order that spares answers under way does not shield them from a later one")
        func deepest() async throws {
            let gate = Gate()
            let dialect = Dialect.chatCompletions
            let frames = GoodAnswer("the tide is rising").frames(dialect, model: "m")
            let begun = Array(frames.prefix(GoodAnswer.opening(dialect) + 2))
            let script = Script { _ in
                [.stream(begun), .gate(gate), .stream(Array(frames.dropFirst(begun.count))), .endStream]
            }
            try await withPair(script, .good(), { $0.routeLines = ["continue: true"] }) { gateway, first, second in
                let client = try await gateway.connect()
                client.post(Call.hello(dialect, stream: true).bytes)
                _ = try await first.requests(atLeast: 1)
                try await client.wait(for: "words") { $0.bytes.count > 200 }
                _ = try await Self.declare(gateway, "test/first", "--reason-kind", "availability", "--checks", "E")
                let id = try await Self.declare(gateway, "test/first", "--class", "I", "--checks", "E")
                let answer = try await client.answer()
                #expect(!answer.isComplete && answer.text.contains(id), "\(answer)")
                #expect(second.requests.isEmpty, "words of a model recalled for safety went to another one")
                gate.open()
                await client.close()
            }
        }

        @Test("what was asked and not shown moves on at once, whatever the depth")
        func uncommitted() async throws {
            let gate = Gate()
            try await withPair(Script { [.gate(gate)] + Script.good("the first says so").steps(for: $0) }) {
                gateway,
                first,
                _ in
                async let answer = gateway.send(.hello(.messages))
                _ = try await first.requests(atLeast: 1)
                _ = try await Self.declare(gateway, "test/first", "--checks", "E")
                // The first model is still silent.
                #expect(try await answer.says("the second says so"))
                gate.open()
            }
        }

        @Test("where nobody is left the last resort answers, otherwise an error that names the recall, in each dialect")
        func nobodyLeft() async throws {
            try await withGateway(.good(), { $0.routes = ["soft: {serve: [only], last_resort: {text: Later.}}"] }) {
                gateway,
                provider in
                let id = try await Self.declare(gateway, "test/only", "--notice", "Not for dosage.")
                // The words of the last resort are no model's: the checks are not taken in by them.
                try await Self.wait(gateway, id, for: "contained")
                for dialect in Dialect.allCases {
                    for stream in [false, true] {
                        let refused = try await gateway.send(.hello(dialect, stream: stream))
                        #expect(refused.status == 503)
                        #expect(refused.text.contains("model_recalled") && refused.text.contains("Not for dosage."))
                        #expect(refused.text.contains("HF-RC-"))
                        let soft = try await gateway.send(.hello(dialect, route: "soft", stream: stream))
                        #expect(soft.says("Later.") && soft["holdfast-served-by"] == "last-resort")
                    }
                }
                #expect(provider.requests.isEmpty)
            }
        }

        @Test(
            "D0 keeps back conversations that begin, and lets those that have begun go on",
            arguments: Dialect.allCases
        )
        func newConversations(dialect: Dialect) async throws {
            try await withPair(.good("the first says so")) { gateway, _, _ in
                _ = try await Self.declare(gateway, "test/first", "--depth", "D0")
                #expect(try await gateway.send(.hello(dialect))["holdfast-model"] == "second")
                var call = Call.hello(dialect)
                let turns =
                    #"[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"}]"#
                let field = dialect == .responses ? "input" : "messages"
                call.body = Array(#"{"model":"support","max_tokens":9,"\#(field)":\#(turns)}"#.utf8)
                if dialect == .responses {
                    call.body = Array(#"{"model":"support","input":\#(turns)}"#.utf8)
                }
                #expect(try await gateway.send(call)["holdfast-model"] == "first")
            }
        }

        @Test("a follow-up of a recalled model's answer is refused, for no other model has its memory")
        func bound() async throws {
            try await withPair(.good("the first says so")) { gateway, _, second in
                let answer = try await gateway.send(.hello(.responses))
                let previous = try #require(answer.json?["id"]?.string)
                _ = try await Self.declare(gateway, "test/first")
                var call = Call.hello(.responses)
                call.body = Array(
                    #"{"model":"support","input":"and then?","previous_response_id":"\#(previous)"}"#.utf8
                )
                let refused = try await gateway.send(call)
                #expect(refused.status == 503 && refused.text.contains("model_recalled"))
                #expect(try await gateway.send(.hello(.responses).with("holdfast-fallback", "none")).status == 503)
                #expect(second.requests.allSatisfy { !$0.request.message.text.contains(previous) })
            }
        }

        @Test("what the lineage answered is listed, what another model finished among it")
        func retained() async throws {
            let dialect = Dialect.chatCompletions
            let begun = Array(
                GoodAnswer("the tide is rising").frames(dialect, model: "m").prefix(GoodAnswer.opening(dialect) + 2)
            )
            try await withPair(
                .good("the first says so"),
                .good("and falls again"),
                { $0.routeLines = ["continue: true"] }
            ) {
                gateway,
                first,
                _ in
                _ = try await gateway.send(.hello(dialect))
                first.play(Script { _ in [.stream(begun), .close] })
                #expect(try await gateway.send(.hello(dialect, stream: true)).isComplete)
                let id = try await Self.declare(gateway, "test/first", "--depth", "D3")
                _ = try await gateway.send(.hello(dialect))
                #expect(try await gateway.journal(atLeast: 3).count == 3)
                for name in [id, "test/first"] {
                    let listed = try await gateway.run("journal", "--answered-by", name, "--json").json?["exchanges"]?
                        .elements
                    #expect(listed?.count == 2 && listed?.allSatisfy { $0["answer_id"] != nil } == true)
                }
                let route = try await gateway.run("journal", "--answered-by", "test/second", "--json").json?[
                    "exchanges"
                ]?.elements
                #expect(route?.count == 2, "the one it finished, and the one after the recall")
            }
        }

        @Test("the API opens, shows and moves recalls, and says in its own words what it refuses")
        func overHTTP() async throws {
            try await withPair(.good("the first says so")) { gateway, first, _ in
                let bob = try await gateway.makeOperator("Bob"),
                    eye = try await gateway.makeOperator("Eye", role: "viewer")
                func post(_ path: String, _ body: String, _ token: String) async throws -> Message {
                    try await Call("POST", "/api/v1/\(path)", body: body).bearing(token).send(
                        port: gateway.operatorPort
                    )
                }
                let dry = try await post("recalls", #"{"lineage":"test/first","dry_run":true}"#, bob)
                #expect(dry.status == 200 && dry.json?["paths"]?.elements?.count == 2)
                #expect(try await gateway.run("recalls", "--json").json?["recalls"]?.elements?.isEmpty == true)
                for (body, words) in [
                    ("", "one JSON object"), ("[]", "one JSON object"), (#"{"lineage":"x"}"#, "no lineage"),
                    (#"{"lineage":"test/first","color":"red"}"#, "color"),
                    (#"{"lineage":"test/first","class":"IV"}"#, "one of: I, II, III"),
                    (#"{"lineage":"test/first","slice":{"route":["nowhere"]}}"#, "nowhere"),
                    (#"{"lineage":"test/third"}"#, "--even-unused"),
                    (#"{"lineage":"test/first","evidence":["x"]}"#, "SHA-256"),
                ] {
                    let bad = try await post("recalls", body, bob)
                    #expect(bad.status == 400 && bad.text.contains(words), "\(body): \(bad.text)")
                }
                #expect(try await post("recalls", #"{"lineage":"test/first"}"#, eye).status == 403)
                let held = try await post("recalls", #"{"lineage":"test/first","state":"held"}"#, bob)
                #expect(held.json?["effect"]?.string == "in_effect", "\(held.text)")
                let id = try #require(held.json?["recall"]?["id"]?.string)
                #expect(try await gateway.send(.hello(.messages))["holdfast-model"] == "second")
                let wrong = try await post("recalls/\(id)/steps", #"{"to":"contained"}"#, bob)
                #expect(wrong.status == 409 && wrong.text.contains("declared, dismissed"))
                #expect(try await post("recalls/HF-RC-1999-0001/steps", #"{"to":"declared"}"#, bob).status == 404)
                let released = try await post("recalls/\(id)/steps", #"{"to":"dismissed","reason":"nothing"}"#, bob)
                #expect(released.json?["recall"]?["state"]?.string == "dismissed", "\(released.text)")
                #expect(try await gateway.send(.hello(.messages))["holdfast-model"] == "first")
                let shown = try await gateway.ask("/api/v1/recalls/\(id)", token: eye)
                #expect(shown.json?["steps"]?.elements?.count == 2)
                #expect(first.requests.count == 1)
            }
        }
    }
}
