import Dialects
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
    @Suite("Runs of probes that a running server makes")
    struct ServerRunTests {
        private static let slow = Script { request in
            [
                .wait(.milliseconds(5)),
                .answer(
                    200,
                    body: GoodAnswer("I keep that to myself").plain(request.dialect ?? .chatCompletions, model: "only")
                ),
            ]
        }

        private static func run(_ gateway: GatewayProcess, _ id: String) async throws -> JSONValue {
            try #require(try await gateway.ask("/api/v1/runs/\(id)", token: gateway.localToken).json)
        }

        private static func begin(_ gateway: GatewayProcess) async throws -> String {
            let begun = try await gateway.run([
                "probe", "only", "--pack", "demo", "--trials", "200", "--concurrency", "4", "--server", "--detach",
                "--json",
            ])
            #expect(begun.code == 0, "\(begun.errors)")
            return try #require(begun.json?["run"]?.string)
        }

        private static func ended(_ gateway: GatewayProcess, _ id: String) async throws -> JSONValue {
            try await eventually("the run's end") {
                let run = try await gateway.run("probe", "--show", id, "--json").json
                return run?["state"]?.string == "running" ? nil : run
            }
        }

        @Test(
            "a server that ends, or is killed, goes on with its runs when it starts again: each trial is made once",
            arguments: [SIGKILL, SIGTERM]
        )
        func restarted(signal: Int32) async throws {
            let provider = try await ScriptedProvider.start(Self.slow)
            let settings = GatewaySettings(["only": provider])
            let folder = try TemporaryFolder()
            let first = try await GatewayProcess.start(settings, in: folder)
            let id = try await Self.begin(first)
            try await provider.requests(atLeast: 70)
            // Nobody else takes it from the server.
            let other = try await first.run("probe", "--resume", id)
            #expect(other.code == 1 && other.errors.contains("is the server's"), "\(other.errors)")
            first.process.signal(signal)
            #expect(try await first.process.ended() == (signal == SIGKILL ? -SIGKILL : 0))
            #expect(provider.requests.count < 200)
            try await GatewayProcess.with(settings, in: folder) { second in
                let run = try await Self.ended(second, id)
                #expect(run["state"]?.string == "finished", "\(run)")
                #expect(run["packs"]?.elements?.first?["scored"]?.integer == 200)
                let database = try DatabaseQueue(path: second.state + "/records.sqlite")
                let numbers = try await database.read { try Int.fetchAll($0, sql: "SELECT number FROM probe_trials") }
                #expect(numbers.sorted() == Array(0..<200))
                #expect(provider.requests.count <= 204, "\(provider.requests.count) requests for 200 trials")
            }
            await provider.stop()
        }

        @Test("a paused run stays paused when the server starts again, and goes on when somebody says so")
        func paused() async throws {
            let provider = try await ScriptedProvider.start(Self.slow)
            let settings = GatewaySettings(["only": provider])
            let folder = try TemporaryFolder()
            let first = try await GatewayProcess.start(settings, in: folder)
            let id = try await Self.begin(first)
            try await provider.requests(atLeast: 20)
            #expect(try await Self.run(first, id)["being_made"]?.bool == true)
            #expect(try await first.run("probe", "--pause", id).code == 0)
            let stopped = try await Self.ended(first, id)
            #expect(stopped["because"]?.string == "a person paused it", "\(stopped)")
            let again = try await first.run("probe", "--pause", id)
            #expect(again.code == 1 && again.errors.contains("is not being made by this server"), "\(again.errors)")
            first.process.signal(SIGTERM)
            #expect(try await first.process.ended() == 0)
            let asked = provider.requests.count
            try await GatewayProcess.with(settings, in: folder) { second in
                #expect(try await Self.run(second, id)["being_made"]?.bool == false)
                #expect(provider.requests.count == asked)
                let resumed = try await second.run("probe", "--resume", id, "--server", "--json")
                #expect(resumed.code == 0 && resumed.json?["state"]?.string == "finished", "\(resumed.errors)")
                #expect(provider.requests.count == 200)
            }
            await provider.stop()
        }

        @Test("what the API is told to run is checked member by member")
        func checked() async throws {
            try await withGateway { gateway, provider in
                let token = try #require(gateway.localToken)
                func post(_ path: String, _ body: String) async throws -> Message {
                    let call = Call("POST", "/api/v1/\(path)", body: body).bearing(token)
                    return try await call.send(port: gateway.operatorPort)
                }
                for (body, words) in [
                    (#"{"target":"only","trails":3}"#, "The member `trails` is not known"),
                    (#"{"packs":["demo"]}"#, "`target` must be named"),
                    (#"{"target":"onyl","packs":["demo"]}"#, "Did you mean `only`?"),
                    (#"{"target":"only","packs":["dmeo"]}"#, "Did you mean `demo`?"),
                    (#"{"target":"only","packs":["demo","demo"]}"#, "`packs` must be a list that names `demo` once"),
                    (#"{"target":"only","trials":0}"#, "`trials` must be a whole number from 1 to 100000"),
                    (#"{"target":"only","temperature":"hot"}"#, "`temperature` must be a decimal between 0 and 2"),
                    (#"{"target":"only","money":"0"}"#, "`money` must be a decimal above 0"),
                    (#"{"target":"only","seed":"-1"}"#, "`seed` must be a whole number"),
                    (#"{"target":"only","concurrency":2000}"#, "`concurrency` must be a whole number from 1 to 1024"),
                    (#"{"model":"only","policy":"none"}"#, "There is no policy `none`"),
                    (#"[]"#, "The body is not one JSON object"),
                ] {
                    let refused = try await post("runs", body)
                    #expect(refused.status == 400 && refused.text.contains(words), "\(body): \(refused)")
                }
                #expect(try await gateway.ask("/api/v1/runs/run_none", token: token).status == 404)
                #expect(try await post("runs/run_none/resume", "{}").status == 404)
                #expect(try await post("runs/run_none/pause", "{}").status == 409)
                #expect(provider.requests.isEmpty)
            }
        }

        @Test("a certificate that no longer holds is renewed by the server; what never was certified is not begun")
        func renewed() async throws {
            let firm = try await ScriptedProvider.start(.good("I keep that to myself"))
            let other = try await ScriptedProvider.start(.good("I keep that to myself"))
            var settings = GatewaySettings(["firm": firm, "other": other])
            settings.routeLines = ["require: {policy: quick}"]
            func policy(_ trials: Int) -> String {
                "policies:\n  quick: {packs: {demo: {ceiling: 20%, trials: \(trials)}}}\n"
            }
            settings.more = policy(30)
            try await GatewayProcess.with(settings) { gateway in
                let first = try await gateway.run("certify", "firm", "--policy", "quick", "--json")
                #expect(first.code == 0, "\(first.errors)")
                let old = try #require(first.json?["certificate"]?["id"]?.string)
                var changed = settings
                changed.more = policy(31)
                try gateway.folder.write(changed.yaml(folder: gateway.folder.path), to: "holdfast.yaml")
                gateway.process.signal(SIGHUP)
                let line: JSONValue = try await eventually("the new certificate") {
                    let lines = try await gateway.status()["certificates"]?.elements ?? []
                    let line = lines.first { $0["model"]?.string == "firm" }
                    return line?["id"]?.string != old && line?["standing"]?.string == "valid" ? line : nil
                }
                #expect(firm.requests.count == 61 && other.requests.isEmpty, "\(line)")
                let shown = try await gateway.run("probe", "--list", "--json").json?["runs"]?.elements ?? []
                #expect(shown.count == 2 && shown.contains { $0["by_server"]?.bool == true })
            }
            await firm.stop()
            await other.stop()
        }

        @Test("a decision that a ceiling kept open is gone on with under its own terms, and is made once")
        func decided() async throws {
            let leaky = try await ScriptedProvider.start(
                Script { request in
                    let system = request.json?["messages"]?.elements?.first { $0["role"]?.string == "system" }
                    let text = system?["content"]?.string ?? "hello"
                    return [
                        .answer(200, body: GoodAnswer(text).plain(request.dialect ?? .chatCompletions, model: "only"))
                    ]
                }
            )
            var settings = GatewaySettings(["leaky": leaky])
            settings.more = "policies:\n  quick: {packs: {demo: {ceiling: 20%, trials: 30}}}\n"
            try await GatewayProcess.with(settings) { gateway in
                // Eleven tokens a trial.
                let short = try await gateway.run("certify", "leaky", "--policy", "quick", "--budget", "100", "--json")
                #expect(short.code == 3, "\(short.errors)")
                let runs = try await gateway.run("probe", "--list", "--json").json?["runs"]?.elements
                let id = try #require(runs?.first?["run"]?.string)
                #expect(short.errors.contains("holdfast certify --resume \(id)"), "\(short.errors)")
                let wrong = try await gateway.run("probe", "--resume", id)
                #expect(wrong.code == 1 && wrong.errors.contains("holdfast certify --resume \(id)"), "\(wrong.errors)")
                #expect(try await gateway.run("certify", "leaky", "--resume", id).code == 64)

                // Enough for the run, and not for trying its hits again.
                let half = try await gateway.run(["certify", "--resume", id, "--budget", "340", "--json"])
                #expect(
                    half.code == 1 && half.errors.contains("what hit was not tried again to the end"),
                    "\(half.errors)"
                )
                let certificate = try #require(half.json?["certificate"]?["id"]?.string)
                #expect(half.json?["findings_made"]?.elements?.isEmpty == true)

                let whole = try await gateway.run(["certify", "--resume", id, "--budget", "100000", "--json"])
                #expect(whole.code == 1 && whole.errors.isEmpty, "\(whole.errors)")
                #expect(whole.json?["certificate"]?["id"]?.string == certificate)
                let finding = try #require(whole.json?["findings_made"]?.elements?.first?["id"]?.string)
                let again = try await gateway.run(["certify", "--resume", id, "--budget", "100000", "--json"])
                #expect(again.json?["findings_made"]?.elements?.map { $0["id"]?.string } == [finding])
                #expect(try await gateway.run("findings", "--json").json?["findings"]?.elements?.count == 1)
            }
            await leaky.stop()
        }
    }
}
