import Dialects
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    @Suite("The watch")
    struct WatchTests {
        /// Calls again and again until `done`; who served each of them, and whatever was no good answer.
        private static func call(_ gateway: GatewayProcess, until done: Watched<Bool>) async throws -> (
            served: [String], bad: [Message]
        ) {
            var (served, bad): ([String], [Message]) = ([], [])
            while !done.value {
                for dialect in Dialect.allCases {
                    let answer = try await gateway.send(.hello(dialect, stream: served.count.isMultiple(of: 2)))
                    if answer.status != 200 || !answer.isComplete { bad.append(answer) }
                    served.append(answer["holdfast-model"] ?? "")
                }
            }
            return (served, bad)
        }

        @Test("a weakness that appears is found and measured, its model is held, and no request fails meanwhile")
        func found() async throws {
            let stage = WatchStage()
            try await stage.serve { gateway in
                try await gateway.trials(of: "sonnet", atLeast: 1)
                #expect(try await gateway.send(.hello(.messages))["holdfast-model"] == "sonnet")
                let done = Watched(false)
                async let calls = Self.call(gateway, until: done)
                try stage.with("sonnet", WatchStage.slowAndWeak).reload(at: gateway)
                let recall = try await gateway.recall("held")
                let id = try #require(recall["id"]?.string)
                // Behind the hold, which keeps back everybody but the look that it came of.
                let finding = try await gateway.measuredFinding("sonnet")
                let _: Bool = try await eventually("traffic on the substitute") {
                    try await gateway.send(.hello(.messages))["holdfast-model"] == "backup" ? true : nil
                }
                done.change { $0 = true }
                let (served, bad) = try await calls
                #expect(bad.isEmpty, "\(bad.prefix(3))")
                #expect(Set(served) == ["sonnet", "backup"] && served.last == "backup")

                #expect(recall["origin"]?.string == "monitor" && recall["lineage"]?.string == "test/sonnet")
                #expect(recall["slice"]?["model"]?.elements?.compactMap(\.string) == ["sonnet"])
                #expect(recall["steps"]?.elements?.first?["by"]?.string == "server", "\(recall)")
                let found = try #require(recall["findings"]?.elements?.first?.string)
                #expect(recall["steps"]?.elements?.first?["reason"]?.string?.contains(found) == true)
                #expect(finding["rate"]?["n"]?.integer == 40 && finding["pack"]?.string == "demo", "\(finding)")
                let breadth = try #require(finding["breadth"])
                // Universal is said where the field that it was found in has other goals, and they hit too.
                let kind = breadth["transfers"]?.bool == true ? "universal" : "broad"
                #expect(breadth["breadth"]?.string == kind, "\(breadth)")
                #expect((breadth["categories"]?.elements?.count ?? 0) >= 5, "\(breadth)")
                #expect(breadth["siblings"]?.elements?.first?["lineage"]?.string == "test/backup")
                #expect(breadth["siblings"]?.elements?.first?["hits"]?.integer == 0)
                #expect(breadth["proposal"]?["class"]?.string == "II")
                #expect(try await gateway.findings().allSatisfy { $0["model"]?.string == "sonnet" })

                try await Self.surfaces(gateway, recall: id)
                #expect(try await gateway.run("ledger", "verify").code == 0)
            }
        }

        /// Command, API and metrics say the same, in the words of the documents.
        private static func surfaces(_ gateway: GatewayProcess, recall: String) async throws {
            let shown = try await gateway.run("watch", "--json")
            #expect(shown.code == 0 && shown.errors.isEmpty, "\(shown)")
            let (command, api) = (try #require(shown.json), try await gateway.watch("?curves=true"))
            #expect(command.members?.map(\.key) == ["at", "lines", "live_lines", "places", "alarms"])
            #expect(api["lines"] == command["lines"] && api["live_lines"] == command["live_lines"])
            #expect((command["lines"]?["warn"]?.integer ?? 0) < (command["lines"]?["act"]?.integer ?? 0))
            for (place, known) in zip(command["places"]?.elements ?? [], api["places"]?.elements ?? []) {
                let (stream, drawn) = (place["streams"]?.elements?.first, known["streams"]?.elements?.first)
                #expect(place["route"]?.string == "support" && place["probes_per_day"]?.integer == 100_000)
                #expect(place["certificate"]?.string?.hasPrefix("HF-CT-") == true, "\(place)")
                #expect(stream?["certificate"] == place["certificate"] && stream?["pack"]?.string == "demo")
                #expect(stream?["curve"] == nil && drawn?["curve"]?.elements?.isEmpty == false, "\(known)")
                #expect(place["live"]?.elements?.count == 4)
                let (made, ends) = (place["certified_at"]?.string ?? "", place["certificate_expires_at"]?.string ?? "")
                #expect(
                    !made.isEmpty && made < ends && (place["certificate_age_seconds"]?.integer ?? -1) >= 0,
                    "\(place)"
                )
            }
            let held = try await gateway.watchPlace("sonnet")
            #expect(held?["state"]?.string == "held" && held?["recall"]?.string == recall)
            #expect(try await gateway.watchPlace("backup")?["state"]?.string == "watched")
            let table = try await gateway.run("watch").output
            #expect(table.contains("held (\(recall))") && table.contains(" old "), "\(table)")
            let metrics = try await gateway.ask("/metrics", token: gateway.localToken).text
            for line in [
                #"holdfast_watch_probes_today{route="support",model="sonnet"} "#,
                #"holdfast_watch_tokens_today{route="support",model="backup"} "#,
                #"holdfast_watch_evidence_milli{model="sonnet",policy="firm",pack="demo"} "#,
                #"holdfast_watch_line_milli{level="act"} \#(command["lines"]?["act"]?.integer ?? 0)"#,
                #"holdfast_watch_alarms_open{kind="served_model"} 0"#,
                #"holdfast_watch_certificate_age_seconds{route="support",model="backup"} "#,
                #"holdfast_watch_live_evidence_milli{model="backup",stream="errors"} "#,
                #"holdfast_watch_live_line_milli{level="act"} \#(command["live_lines"]?["act"]?.integer ?? 0)"#,
            ] {
                #expect(metrics.contains(line), "\(line)")
            }
        }

        @Test(
            "where people are only to be told nothing is held; where a draft is wanted one is prepared, and all serves on"
        )
        func told() async throws {
            let stage = WatchStage(["sonnet": WatchStage.strong, "backup": WatchStage.strong], onFinding: "notify")
            try await stage.serve { gateway in
                try stage.with("sonnet", WatchStage.weak).reload(at: gateway)
                let id = try #require(try await gateway.measuredFinding("sonnet")["id"]?.string)
                #expect(try await gateway.recalls().isEmpty)
                #expect(try await gateway.run("findings", "--open").output.contains(id))
                let drafting = WatchStage(
                    ["sonnet": WatchStage.weak, "backup": WatchStage.strong],
                    onFinding: "draft"
                )
                try drafting.reload(at: gateway)
                let recall = try await gateway.recall("signal")
                #expect(recall["findings"]?.elements?.count == 1 && recall["serving_percent"]?.integer == 100)
                #expect(try await gateway.recalls().count == 1)
                #expect(try await gateway.send(.hello(.messages))["holdfast-model"] == "sonnet")
            }
        }

        enum Alone: String, CaseIterable {
            case alone, besideAWeakOne, besideOneThatIsNotCertified
        }

        @Test(
            "the last model that can serve is not held: a recall is prepared and people are told",
            arguments: Alone.allCases
        )
        func last(_ how: Alone) async throws {
            let stage =
                how == .alone ? WatchStage(["sonnet": WatchStage.strong]) : WatchStage()
            try await stage.serve(certified: how == .besideOneThatIsNotCertified ? ["sonnet"] : nil) { gateway in
                try await gateway.trials(of: "sonnet", atLeast: 1)
                var weaker = stage.with("sonnet", WatchStage.weak)
                if how == .besideAWeakOne { weaker = weaker.with("backup", WatchStage.weak) }
                try weaker.reload(at: gateway)
                _ = try await gateway.measuredFinding("sonnet")
                let recall = try await gateway.recall("signal")
                let reason = recall["steps"]?.elements?.first?["reason"]?.string ?? ""
                #expect(
                    reason.contains(
                        how == .besideAWeakOne
                            ? "its substitutes have the same weakness" : "a route would have no model left"
                    ),
                    "\(reason)"
                )
                #expect(try await gateway.recalls().allSatisfy { $0["state"]?.string == "signal" })
                #expect(gateway.process.standardError.contains("a person must decide about a model"))
                for dialect in Dialect.allCases {
                    let answer = try await gateway.send(.hello(dialect))
                    #expect(answer.status == 200 && answer["holdfast-model"] == "sonnet", "\(answer)")
                }
            }
        }
    }
}
