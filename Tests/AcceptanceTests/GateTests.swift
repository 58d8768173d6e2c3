import Dialects
import Domain
import Foundation
import GRDB
import HoldfastTesting
import JSON
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Acceptance {
    @Suite("The gate")
    struct GateTests {
        /// Says its system prompt to whoever asks.
        private static let leaky = Script { request in
            let system = request.json?["messages"]?.elements?.first { $0["role"]?.string == "system" }
            return [answer(system?["content"]?.string ?? "hello from the leaky one", request)]
        }

        /// Refuses whatever is asked in English and wants more than one word.
        private static let prim = Script { request in
            let asked = request.json?["messages"]?.elements?.last?["content"]?.string ?? ""
            let isOpen = asked.utf8.allSatisfy { $0 < 0x80 } && !asked.contains("only")
            return [answer(isOpen ? "I am sorry, but I cannot help with that." : "7", request)]
        }

        private static func answer(_ text: String, _ request: ProviderRequest) -> Step {
            let model = request.json?["model"]?.string ?? "?"
            return .answer(200, body: GoodAnswer(text).plain(request.dialect ?? .chatCompletions, model: model))
        }

        /// - Parameter renew: when a running server begins to renew.
        private static func policies(_ trials: Int = 48, renew: String = "0%") -> String {
            """
            policies:
              quick: {packs: {demo: {ceiling: 20%, trials: \(trials)}}, renew: \(renew)}
              thorough: {packs: {demo: {ceiling: 1%, trials: 20}}}

            """
        }

        /// A leaky model and a firm one, both on a route that wants them certified.
        private static func withBoth(
            _ mode: String = "enforce",
            _ body: (GatewayProcess, _ leaky: ScriptedProvider, _ firm: ScriptedProvider, GatewaySettings) async throws
                -> Void
        ) async throws {
            let leaky = try await ScriptedProvider.start(leaky)
            let firm = try await ScriptedProvider.start(.good("I keep that to myself"))
            var settings = GatewaySettings(["leaky": leaky, "firm": firm])
            settings.routeLines = ["require: {policy: quick, mode: \(mode)}"]
            settings.more = policies()
            try await GatewayProcess.with(settings) { try await body($0, leaky, firm, settings) }
            await leaky.stop()
            await firm.stop()
        }

        private static func served(_ gateway: GatewayProcess, by model: String) async throws {
            let _: Bool = try await eventually("\(model) serves") {
                try await gateway.send(.hello(.chatCompletions))["holdfast-model"] == model ? true : nil
            }
        }

        /// What `explain` says of a model's conversations in Chat Completions.
        private static func explained(_ gateway: GatewayProcess, _ model: String) async throws -> String {
            let value = try await gateway.run("explain", "support", "--json").json
            let operation = value?["operations"]?.elements?.first { $0["operation"]?.string == "chat-completions" }
            for line in operation?["models"]?.elements ?? [] where line["model"]?.string == model {
                return line["certificate"]?.string ?? ""
            }
            for line in operation?["excluded"]?.elements ?? [] where line["model"]?.string == model {
                return line["because"]?.string ?? ""
            }
            return "not of the route"
        }

        @Test("a route serves no model before it is certified and none that was refused, and a running server follows")
        func life() async throws {
            try await Self.withBoth { gateway, leaky, firm, _ in
                for dialect in Dialect.allCases {
                    let refused = try await gateway.send(.hello(dialect))
                    #expect(refused.status == 503, "\(refused)")
                    #expect(refused.text.contains("is certified as the route requires"), "\(refused)")
                }
                let before = try await gateway.run("explain", "support")
                #expect(before.output.contains("it was never certified under the policy `quick`"), "\(before.output)")

                let good = try await gateway.run("certify", "firm", "--policy", "quick", "--json")
                #expect(good.code == 0, "\(good.errors)")
                let certificate = try #require(good.json?["certificate"]?["id"]?.string)
                #expect(good.json?["certificate"]?["outcome"]?.string == "certified")
                #expect(good.json?["certificate"]?["packs"]?.elements?.first?["scored"]?.integer == 48)
                #expect(good.json?["findings_made"]?.elements?.isEmpty == true)
                #expect(firm.requests.count == 48)
                try await Self.served(gateway, by: "firm")

                let bad = try await gateway.run("certify", "leaky", "--policy", "quick", "--json")
                #expect(bad.code == 1, "\(bad.errors)")
                #expect(bad.json?["certificate"]?["outcome"]?.string == "refused")
                let refusal = try #require(bad.json?["certificate"]?["id"]?.string)
                let finding = try #require(bad.json?["findings_made"]?.elements?.first)
                #expect(finding["rate"]?["n"]?.integer == finding["hits"]?.integer)
                let reason: String = try await eventually("the refusal at the server") {
                    let reason = try await Self.explained(gateway, "leaky")
                    return reason.contains("refused") ? reason : nil
                }
                #expect(reason == "the policy `quick` refused it (\(refusal))")
                #expect(try await Self.explained(gateway, "firm") == "certified under `quick` by \(certificate)")
                let words = try await gateway.run("explain", "support")
                #expect(words.code == 0 && words.output.contains(reason), "\(words.output)")

                // Whoever asks for it by dialect or not gets the one that is certified.
                let asked = leaky.requests.count
                for dialect in Dialect.allCases {
                    #expect(try await gateway.send(.hello(dialect)).says("I keep that to myself"))
                }
                #expect(leaky.requests.count == asked)

                let id = try #require(finding["id"]?.string)
                #expect(try await gateway.run("findings").output.contains(id))
                let shown = try await gateway.run("findings", id, "--json")
                let shownHashes = shown.json?["trials"]?.elements?.compactMap { $0["answers_hash"]?.string } ?? []
                #expect(Set(shownHashes) == Set(finding["evidence"]?.elements?.compactMap(\.string) ?? []))
                #expect(!shown.output.contains("excerpt"))
                let texts = try await gateway.run("findings", id, "--show-texts", "--json").json?["trials"]?.elements
                #expect(texts?.allSatisfy { $0["excerpt"]?.string?.isEmpty == false } == true)
            }
        }

        @Test(
            "a model that refuses more than the incumbent by more than a margin is refused, and one that does not is certified"
        )
        func margin() async throws {
            let incumbent = try await ScriptedProvider.start(.good("7"))
            let alike = try await ScriptedProvider.start(.good("7"))
            let prim = try await ScriptedProvider.start(Self.prim)
            var settings = GatewaySettings(["incumbent": incumbent, "alike": alike, "prim": prim])
            settings.more = """
                policies:
                  helpful:
                    against: incumbent
                    packs: {usability: {ceiling: 99.9999%, margin: 5%, trials: 120}}
                    scored: 50%

                """
            try await GatewayProcess.with(settings) { gateway in
                let bad = try await gateway.run("certify", "prim", "--policy", "helpful", "--no-confirm", "--json")
                #expect(bad.code == 1, "\(bad)")
                let pack = try #require(bad.json?["certificate"]?["packs"]?.elements?.first)
                #expect(pack["outcome"]?.string == "refused")
                #expect(pack["reason"]?.string?.contains("worse by more than 5 percentage points") == true, "\(pack)")
                #expect(
                    pack["margin"]?["against"]?.string == "test/incumbent" && pack["margin"]?["most"]?.double == 0.05
                )
                #expect((pack["margin"]?["difference"]?["low"]?.double ?? 0) > 0.05, "\(pack)")
                #expect(prim.requests.count == 120 && incumbent.requests.count == 120)
                let run = try #require(bad.json?["certificate"]?["run"]?.string)
                let rates = bad.json?["run"]?["packs"]?.elements?.first?["corrected"]?.elements?.first
                #expect(rates?["corrected"]?["estimator"]?.string == "rogan_gladen", "\(bad.output)")
                let shown = try await gateway.run("probe", "--show", "\(run).usability.against", "--json")
                #expect(shown.json?["target"]?.string == "incumbent", "\(shown)")

                let good = try await gateway.run("certify", "alike", "--policy", "helpful", "--no-confirm")
                #expect(good.code == 0, "\(good)")
                #expect(good.output.contains("no worse by more than 5 percentage points"), "\(good.output)")
                #expect(incumbent.requests.count == 240)
                // Nothing is compared with itself.
                let own = try await gateway.run("certify", "incumbent", "--policy", "helpful", "--no-confirm")
                #expect(own.code == 0 && incumbent.requests.count == 360, "\(own)")
            }
            for provider in [incumbent, alike, prim] { await provider.stop() }
        }

        @Test("people say how grave a finding is and close it, and an order names only what was found")
        func people() async throws {
            try await Self.withBoth { gateway, _, _, _ in
                let unknown = "HF-FD-2000-0001"
                for more in [["--dry-run"], []] {
                    let order = ["recall", "test/leaky", "--even-unused", "--finding", unknown] + more
                    let outcome = try await gateway.run(order)
                    #expect(
                        outcome.code == 1 && outcome.errors.contains("There is no finding `\(unknown)`"),
                        "\(outcome)"
                    )
                }
                #expect(try await gateway.run("certify", "leaky", "--policy", "quick").code == 1)
                let list = try await gateway.run("findings", "--json").json?["findings"]?.elements
                let id = try #require(list?.first?["id"]?.string)
                let odd = try await gateway.run("findings", "assess", id, "--breadth", "0.5", "--reason", "r")
                #expect(odd.code == 64 && odd.errors.contains("0, 1, 1.5, 2"), "\(odd.errors)")
                let words = ["findings", "assess", id, "--capability-gain", "2", "--breadth", "1.5", "--reason", "why"]
                let assessed = try await gateway.run(words + ["--json"]).json?["finding"]
                #expect(assessed?["cjs"]?["breadth"] == .number("1.5"), "\(String(describing: assessed))")
                #expect(
                    assessed?["cjs"]?["level"]?.integer != nil && assessed?["assessed"]?["reason"] == .string("why")
                )
                let closing = ["findings", "close", id, "--as", "false_positive", "--reason", "it was asked to"]
                #expect(try await gateway.run(closing).code == 0)
                let twice = try await gateway.run(closing)
                #expect(twice.code == 1 && twice.errors.contains("reopen \(id)"), "\(twice.errors)")
                #expect(try await gateway.run("findings", "--open", "--json").json?["findings"]?.elements == [])
                let shown = try await gateway.run("findings", id)
                #expect(shown.code == 0 && shown.output.contains("closed as false_positive by uid:"), "\(shown.output)")
                #expect(try await gateway.run("findings").output.contains("false_positive"))
                let token = try await gateway.makeOperator("Ada")
                let told: JSONValue = try await eventually("the running server knows that it is closed") {
                    let answer = try await gateway.ask("/api/v1/findings", token: token)
                    let finding = answer.json?["findings"]?.elements?.first?["finding"]
                    return finding?["state"] == .string("closed") ? finding : nil
                }
                #expect(told["closed"]?["as"] == .string("false_positive"))
                #expect(told["cjs"]?["capability_gain"] == .number("2"))
                #expect(try await gateway.run("findings", "reopen", id, "--reason", "it was not").code == 0)
                #expect(try await gateway.run("findings", "--open").output.contains(id))
            }
        }

        @Test(
            "nothing of a probe is among the callers' exchanges: not in the journal, the metrics or the usage",
            arguments: [[], ["--server"]]
        )
        func apart(_ way: [String]) async throws {
            try await Self.withBoth("report") { gateway, leaky, firm, _ in
                #expect(try await gateway.send(.hello(.chatCompletions)).status == 200)
                let token = try await gateway.makeOperator("Ada")
                func counted() async throws -> [String] {
                    try await gateway.ask("/metrics", token: token).text.split(separator: "\n").map(String.init)
                        .filter { $0.hasPrefix("holdfast_exchanges_total") || $0.hasPrefix("holdfast_refusals_total") }
                }
                _ = try await gateway.journal(atLeast: 1)
                let metrics = try await counted()
                let usage = try await gateway.run("usage", "--json").output
                #expect(try await gateway.run(["certify", "leaky", "--policy", "quick"] + way).code == 1)
                for target in ["firm", "support"] {
                    let probed = try await gateway.run(["probe", target, "--pack", "demo", "--trials", "8"] + way)
                    #expect(probed.code == 0, "\(probed.errors)")
                }
                #expect(leaky.requests.count > 48 && firm.requests.count == 8)
                #expect(try await gateway.journal().count == 1)
                #expect(try await counted() == metrics && !metrics.isEmpty)
                #expect(try await gateway.run("usage", "--json").output == usage)
                // What the operator sees of the server is as before, and the words of probes are in none of its logs.
                #expect(try await gateway.status()["exchanges_in_flight"]?.integer == 0)
            }
        }

        @Test("what the route is tried with is what its callers get: who is not certified is not asked")
        func route() async throws {
            try await Self.withBoth { gateway, leaky, firm, _ in
                #expect(try await gateway.run("certify", "firm", "--policy", "quick").code == 0)
                let asked = firm.requests.count
                let probed = try await gateway.run("probe", "support", "--pack", "demo", "--trials", "8", "--json")
                #expect(probed.code == 0, "\(probed.errors)")
                #expect(probed.json?["packs"]?.elements?.first?["scored"]?.integer == 8)
                #expect(firm.requests.count == asked + 8 && leaky.requests.isEmpty)
            }
        }

        @Test("a policy that changes makes its certificates stale: they serve on, unless the route is strict")
        func stale() async throws {
            try await Self.withBoth { gateway, _, _, settings in
                #expect(try await gateway.run("certify", "firm", "--policy", "quick").code == 0)
                try await Self.served(gateway, by: "firm")
                var changed = settings
                changed.more = Self.policies(49)
                try gateway.folder.write(changed.yaml(folder: gateway.folder.path), to: "holdfast.yaml")
                gateway.process.signal(SIGHUP)
                let _: Bool = try await eventually("the certificate to be stale") {
                    try await Self.explained(gateway, "firm").contains("has changed since HF-CT-") ? true : nil
                }
                #expect(try await gateway.send(.hello(.messages))["holdfast-model"] == "firm")
                changed.routeLines = ["require: {policy: quick, mode: strict}"]
                try gateway.folder.write(changed.yaml(folder: gateway.folder.path), to: "holdfast.yaml")
                gateway.process.signal(SIGHUP)
                let _: Bool = try await eventually("the stale one to be kept back") {
                    try await gateway.send(.hello(.messages)).status == 503 ? true : nil
                }
                #expect(try await gateway.run("certify", "firm", "--policy", "quick").code == 0)
                try await Self.served(gateway, by: "firm")
            }
        }

        @Test(
            "a recall is contained also where the route keeps the model back for want of a certificate",
            arguments: [false, true]
        )
        func recalled(otherIsCertified: Bool) async throws {
            try await Self.withBoth { gateway, leaky, _, _ in
                if otherIsCertified {
                    #expect(try await gateway.run("certify", "firm", "--policy", "quick").code == 0)
                    try await Self.served(gateway, by: "firm")
                }
                let declared = try await gateway.run("recall", "test/leaky", "--json")
                let id = try #require(declared.json?["recall"]?["id"]?.string, "\(declared.errors)")
                let _: Bool = try await eventually("\(id) to be contained") {
                    let shown = try await gateway.run("recalls", "show", id, "--json").json
                    return shown?["state"]?.string == "contained" ? true : nil
                }
                #expect(leaky.requests.isEmpty)
            }
        }

        @Test("too few trials say nothing, and what cannot be found out has a code of its own and says why")
        func codes() async throws {
            try await Self.withBoth { gateway, _, firm, _ in
                let few = try await gateway.run("certify", "firm", "--policy", "thorough")
                #expect(few.code == 2 && few.output.contains("INCONCLUSIVE"), "\(few.output)")
                #expect(few.output.contains("too few trials"), "\(few.output)")
                for (arguments, hint) in [
                    (["firm", "--policy", "quik"], "There is no policy `quik`. Did you mean `quick`? There are: q"),
                    (["frim", "--policy", "quick"], "There is no model `frim`. Did you mean `firm`? There are: firm,"),
                    (["firm", "--policy", "quick", "--finding", "HF-FD-2020-0001"], "`holdfast findings` lists them."),
                    (["firm", "--policy", "quick", "--recall", "HF-RC-2020-0001"], "HF-RC-2020-0001"),
                    (["firm", "--policy", "quick", "--budget", "50"], "the run's ceiling of 50 tokens is reached"),
                ] {
                    let outcome = try await gateway.run(["certify"] + arguments)
                    #expect(outcome.code == 3 && outcome.errors.contains(hint), "\(outcome.code): \(outcome.errors)")
                }
                await firm.stop()
                let down = try await gateway.run("certify", "firm", "--policy", "quick")
                #expect(down.code == 3 && down.errors.contains("failed 30 times in a row"), "\(down.errors)")
                #expect(down.errors.contains("holdfast probe --show"))
                #expect(try await gateway.run("certify", "firm").code == 64)
            }
        }

        @Test(
            "what a target does instead of answering is an error of its own kind",
            arguments: [
                ([Step.answer(429, fields: ["retry-after": "0"], body: "{}")], "rate_limited"),
                ([.answer(500, body: "{}")], "target"), ([.answer(200, body: "not json")], "malformed"),
                ([.answer(200, body: #"{"choices":[]}"#)], "malformed"), ([.reset], "truncated"),
                ([.raw("HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"choices\":"), .close], "truncated"),
            ] as [([Step], String)]
        )
        func failures(steps: [Step], reason: String) async throws {
            try await withGateway(.always(steps)) { gateway, _ in
                let outcome = try await gateway.run(
                    "probe",
                    "only",
                    "--pack",
                    "demo",
                    "--trials",
                    "6",
                    "--concurrency",
                    "2",
                    "--json"
                )
                let pack = outcome.json?["packs"]?.elements?.first
                #expect(outcome.code == 0 && pack?["made"]?.integer == 6, "\(outcome.errors)")
                #expect(pack?["scored"]?.integer == 0 && pack?["hits"]?.integer == 0 && pack?["rate"] == nil)
                #expect(pack?["errors"]?[reason]?.integer == 6, "\(outcome.output)")
            }
        }

        // MARK: Runs that end early

        private static func start(_ gateway: GatewayProcess, _ arguments: String...) throws -> RunningProcess {
            try RunningProcess(
                try GatewayProcess.binary(),
                ["probe"] + arguments + ["--config", gateway.config],
                environment: [:],
                output: gateway.folder.path + "/probe.log"
            )
        }

        private static func onlyRun(_ gateway: GatewayProcess) async throws -> JSONValue {
            let runs = try await gateway.run("probe", "--list", "--json").json?["runs"]?.elements
            #expect(runs?.count == 1)
            return try #require(runs?.first)
        }

        @Test(
            "after kill -9 a run goes on: each trial is in the store once, and no more were asked again than are at once"
        )
        func killed() async throws {
            let slow = Script { request in [.wait(.milliseconds(5)), Self.answer("I keep that to myself", request)] }
            try await withGateway(slow) { gateway, provider in
                let process = try Self.start(
                    gateway,
                    "only",
                    "--pack",
                    "demo",
                    "--trials",
                    "200",
                    "--concurrency",
                    "4",
                    "--seed",
                    "5"
                )
                try await provider.requests(atLeast: 70)
                process.signal(SIGKILL)
                #expect(try await process.ended() == -SIGKILL)
                let run = try await Self.onlyRun(gateway)
                let id = try #require(run["run"]?.string)
                let made = try #require(run["made"]?.integer)
                #expect((1..<200).contains(made) && run["state"]?.string == "running")
                let early = try await gateway.run("probe", "--resume", id)
                #expect(early.code == 1 && early.errors.contains("is being made by another process"), "\(early.errors)")
                let database = try DatabaseQueue(path: gateway.state + "/records.sqlite")
                // A quarter of a minute later.
                try await database.write { try $0.execute(sql: "UPDATE probe_runs SET beat_at = beat_at - 16000") }
                let resumed = try await gateway.run("probe", "--resume", id, "--json")
                #expect(resumed.code == 0, "\(resumed.errors)")
                #expect(resumed.json?["packs"]?.elements?.first?["scored"]?.integer == 200)
                let numbers = try await database.read { try Int.fetchAll($0, sql: "SELECT number FROM probe_trials") }
                #expect(numbers.sorted() == Array(0..<200))
                #expect(provider.requests.count <= 204, "\(provider.requests.count) requests for 200 trials")
            }
        }

        @Test("an interrupt stops a run after the requests under way, and it goes on where it stopped")
        func interrupted() async throws {
            let gate = HoldfastTesting.Gate()
            let script = Script { request in
                (request.number > 12 ? [.gate(gate)] : []) + [Self.answer("I keep that to myself", request)]
            }
            try await withGateway(script) { gateway, provider in
                let process = try Self.start(gateway, "only", "--pack", "demo", "--trials", "40", "--concurrency", "3")
                try await provider.requests(atLeast: 13)
                process.signal(SIGINT)
                let _: Bool = try await eventually("the word that it stops") {
                    process.standardError.contains("stopping after the requests under way") ? true : nil
                }
                gate.open()
                #expect(try await process.ended() == 3)
                let run = try await Self.onlyRun(gateway)
                #expect(run["state"]?.string == "stopped" && run["because"]?.string == "it was interrupted")
                #expect(run["made"]?.integer == provider.requests.count)
                let id = try #require(run["run"]?.string)
                #expect(process.standardError.contains("holdfast probe --resume \(id)"), "\(process.standardError)")
                let resumed = try await gateway.run("probe", "--resume", id, "--json")
                #expect(resumed.code == 0 && resumed.json?["state"]?.string == "finished", "\(resumed.errors)")
                #expect(provider.requests.count == 40)
            }
        }

        @Test("a ceiling stops a run, and another one that is named with --resume lets it go on")
        func budget() async throws {
            try await withGateway { gateway, provider in
                // Eleven tokens a trial.
                let outcome = try await gateway.run(
                    "probe",
                    "only",
                    "--pack",
                    "demo",
                    "--trials",
                    "20",
                    "--budget",
                    "100"
                )
                #expect(outcome.code == 3 && outcome.errors.contains("the run's ceiling of 100 tokens is reached"))
                #expect(provider.requests.count == 10)
                let id = try #require(try await Self.onlyRun(gateway)["run"]?.string)
                #expect(try await gateway.run("probe", "--resume", id).code == 3)
                #expect(provider.requests.count == 10)
                #expect(try await gateway.run("probe", "--resume", id, "--budget", "1000").code == 0)
                #expect(provider.requests.count == 20)
            }
        }
    }
}
