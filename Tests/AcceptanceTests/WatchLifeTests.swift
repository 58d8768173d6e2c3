import Dialects
import HoldfastTesting
import JSON
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Acceptance {
    @Suite("The life of a watch")
    struct WatchLifeTests {
        private static let slow = "rehearsal: {first_token: 50ms, weaknesses: [{leaks: secret, rate: 50%}]}"

        @Test(
            "a watch that is killed goes on where it was: each trial is in the store once, and a close look comes to its end"
        )
        func killed() async throws {
            let folder = try TemporaryFolder()
            let stage = WatchStage(["sonnet": WatchStage.strong, "backup": WatchStage.strong], onFinding: "notify")
            func stream(_ place: JSONValue?) -> JSONValue? { place?["streams"]?.elements?.first }
            var before = 0
            try await GatewayProcess.with(stage.settings, in: folder) { gateway in
                try await gateway.trials(of: "sonnet", atLeast: 8)
                gateway.process.signal(SIGKILL)
                _ = try await gateway.process.ended()
                // Without a server the state folder tells.
                let shown = try await gateway.run("watch", "--json")
                #expect(shown.code == 0 && shown.errors.contains("no server was asked"), "\(shown)")
                let place = shown.json?["places"]?.elements?.last
                before = try #require(stream(place)?["trials"]?.integer)
                #expect(before >= 8 && place?["model"]?.string == "sonnet")
            }
            let counted = before
            try await GatewayProcess.with(stage.settings, in: folder) { gateway in
                try await gateway.trials(of: "sonnet", atLeast: counted + 2)
                // A close look, and the end in its middle.
                try stage.with("sonnet", [Self.slow]).reload(at: gateway)
                let _: Bool = try await eventually("a close look", within: .seconds(60)) {
                    try await gateway.storedTrials().contains { $0.key.hasSuffix(".demo") } ? true : nil
                }
                gateway.process.signal(SIGKILL)
                _ = try await gateway.process.ended()
            }
            try await GatewayProcess.with(stage.with("sonnet", [Self.slow]).settings, in: folder) { gateway in
                let finding = try await gateway.measuredFinding("sonnet")
                #expect(finding["rate"]?["n"]?.integer == 40, "\(finding)")
                let trials = try await gateway.storedTrials()
                #expect(trials.contains { $0.key.hasPrefix("watch_sonnet/firm/demo/") })
                for (run, numbers) in trials { #expect(numbers == Array(0..<numbers.count), "\(run): \(numbers)") }
                let place = try await gateway.watchPlace("sonnet")
                let scored = try #require(stream(place)?["scored"]?.integer)
                #expect(scored > counted)
            }
        }

        @Test(
            "a pause stops the trials of a model or of all, and what goes on meanwhile is seen; an end of it lets them go on"
        )
        func pauses() async throws {
            let stage = WatchStage()
            try await GatewayProcess.with(stage.settings) { gateway in
                try await gateway.trials(of: "sonnet", atLeast: 1)
                let paused = try await gateway.run(
                    "watch",
                    "pause",
                    "sonnet",
                    "--for",
                    "2h",
                    "--reason",
                    "why not",
                    "--json"
                )
                #expect(paused.code == 0 && paused.json?["paused"]?.string == "sonnet", "\(paused)")
                let _: Bool = try await eventually("the pause at the server") {
                    let place = try await gateway.watchPlace("sonnet")
                    return place?["state"]?.string == "paused" && place?["paused_until"] == paused.json?["until"]
                        ? true : nil
                }
                let look = try await gateway.run("watch", "run", "sonnet")
                #expect(
                    look.code == 1 && look.errors.contains("is not looked at: its watch is paused until 20"),
                    "\(look)"
                )
                #expect(look.errors.contains("`holdfast watch resume sonnet`"), "\(look)")
                // What was under way is over when the other one has got further.
                try await gateway.trials(of: "backup", atLeast: try await gateway.trials(of: "backup") + 1)
                let made = try await gateway.trials(of: "sonnet")
                try await gateway.trials(of: "backup", atLeast: try await gateway.trials(of: "backup") + 3)
                #expect(try await gateway.trials(of: "sonnet") == made)

                #expect(try await gateway.run("watch", "pause", "--reason", "load test").code == 0)
                let resumed = try await gateway.run("watch", "resume", "sonnet", "--reason", "mended")
                #expect(resumed.code == 0 && resumed.output.contains("sonnet goes on"), "\(resumed)")
                let again = try await gateway.run("watch", "resume", "sonnet", "--reason", "mended")
                #expect(again.code == 1 && again.errors.contains("is not paused"), "\(again)")
                let _: Bool = try await eventually("both to be paused") {
                    let places = try await gateway.watch()["places"]?.elements
                    return places?.allSatisfy { $0["state"]?.string == "paused" } == true ? true : nil
                }
                #expect(try await gateway.run("watch", "resume", "--reason", "it is over").code == 0)
                for model in ["sonnet", "backup"] {
                    try await gateway.trials(of: model, atLeast: try await gateway.trials(of: model) + 1)
                }
                let public_ = gateway.folder.path + "/public"
                #expect(try await gateway.run("ledger", "export", public_).code == 0)
                for file in gateway.folder.files() where file.name.hasPrefix("public/") {
                    #expect(!String(decoding: file.bytes, as: UTF8.self).contains("why not"), "\(file.name)")
                }
            }
        }

        @Test("a model that returns and is weak still is held again by the server")
        func relapse() async throws {
            let stage = WatchStage()
            try await stage.serve { gateway in
                let ada = try await gateway.makeOperator("Ada"), bob = try await gateway.makeOperator("Bob")
                try stage.with("sonnet", WatchStage.weak).reload(at: gateway)
                _ = try await gateway.measuredFinding("sonnet")
                let id = try #require(try await gateway.recall("held")["id"]?.string)
                let look = try await gateway.run("watch", "run", "sonnet")
                #expect(look.code == 1 && look.errors.contains("is not looked at: \(id) holds it back"), "\(look)")
                #expect(try await gateway.run(as: ada, "recall", id, "--class", "II").code == 0)
                _ = try await gateway.recall("contained")
                for step in ["correct", "recertify"] {
                    let outcome = try await gateway.run(as: ada, "recalls", step, id)
                    #expect(outcome.code == 0, "\(outcome.errors)")
                }
                // It shows itself strong for as long as it is certified.
                try stage.reload(at: gateway)
                let certified = try await gateway.run("certify", "sonnet", "--policy", "firm", "--recall", id)
                #expect(certified.code == 0, "\(certified)")
                try stage.with("sonnet", WatchStage.weak).reload(at: gateway)
                let step = try await gateway.run(as: bob, "reinstate", id, "--statement", "passed", "--json")
                #expect(step.json?["recall"]?["serving_percent"]?.integer == 10, "\(step)")

                let again = try await gateway.recall("held")
                let last = again["steps"]?.elements?.last
                #expect(again["id"]?.string == id && last?["by"]?.string == "server", "\(again)")
                #expect(last?["reason"]?.string?.contains("returned") == true, "\(again)")
                let states = again["steps"]?.elements?.compactMap { $0["state"]?.string } ?? []
                #expect(states.suffix(2) == ["reinstating", "held"], "\(states)")
                for conversation in 0..<40 {
                    let call = Call.hello(.messages).with("holdfast-conversation", "talk \(conversation)")
                    let answer = try await gateway.send(call)
                    #expect(answer.status == 200 && answer["holdfast-model"] == "backup", "\(answer)")
                }
                // What it was broken off for is dealt with.
                let _: Bool = try await eventually("a watch without an open alarm") {
                    try await gateway.run("watch").code == 0 ? true : nil
                }
            }
        }

        @Test(
            "another name in callers' traffic is an alarm that a person ends; the certificate is stale, and nothing is held"
        )
        func renamed() async throws {
            let name = Watched("first-1")
            let script = Script { request in
                [.answer(200, body: GoodAnswer("no").plain(request.dialect ?? .chatCompletions, model: name.value))]
            }
            let provider = try await ScriptedProvider.start(script)
            // With one trial a day only callers can see what it calls itself.
            let stage = WatchStage([:], perDay: 1).changing {
                $0.sources = [.init(name: "first", base: provider.base)]
            }
            try await stage.serve { gateway in
                _ = try await eventually("the first question who it is") {
                    try await gateway.watchPlace("first")?["asked_who_it_is_at"]
                }
                #expect(try await gateway.run("watch").code == 0)
                name.change { $0 = "first-2" }
                let sent = provider.requests.count
                #expect(try await gateway.send(.hello(.chatCompletions)).status == 200)
                let alarm = try await gateway.alarm("served_model")
                #expect(alarm["level"]?.string == "warn" && alarm["model"]?.string == "first", "\(alarm)")
                #expect(provider.requests.count > sent + 1, "it was not asked who it is")
                let explained = try await gateway.run("explain", "support", "--json").output
                #expect(explained.contains("what answers is no longer what HF-CT-"), "\(explained)")
                #expect(try await gateway.recalls().isEmpty)
                #expect(try await gateway.findings().isEmpty)
                #expect(try await gateway.send(.hello(.messages))["holdfast-model"] == "first")

                let shown = try await gateway.run("watch")
                #expect(shown.code == 1 && shown.output.contains("served_model"), "\(shown)")
                let metrics = try await gateway.ask("/metrics", token: gateway.localToken).text
                #expect(metrics.contains(#"holdfast_watch_alarms_open{kind="served_model"} 1"#))
                let id = try #require(alarm["id"]?.string)
                #expect(try await gateway.run("watch", "clear", id, "--reason", "announced").code == 0)
                #expect(try await gateway.run("watch").code == 0)
                let twice = try await gateway.run("watch", "clear", id, "--reason", "announced")
                #expect(twice.code == 1 && twice.errors.contains(id), "\(twice)")
            }
            await provider.stop()
        }
    }
}
