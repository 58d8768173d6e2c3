import Foundation
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    @Suite("Commands of the watch")
    struct WatchCommandTests {
        /// A command with settings of its own, and no server.
        private static func run(_ settings: GatewaySettings, in folder: TemporaryFolder, _ arguments: String...)
            async throws
            -> GatewayProcess.Outcome
        {
            let config = try folder.write(settings.yaml(folder: folder.path), to: "settings.yaml")
            let process = try RunningProcess(
                try GatewayProcess.binary(),
                arguments + ["--config", config],
                environment: [:],
                output: "\(folder.path)/command-\(UUID().uuidString).log"
            )
            let code = try await process.ended()
            return .init(code: code, output: process.standardOutput, errors: process.standardError)
        }

        @Test("before anything was kept the watch can be explained, and whatever else is asked says what is missing")
        func nothingYet() async throws {
            let folder = try TemporaryFolder()
            let watched = WatchStage().settings
            let explained = try await Self.run(watched, in: folder, "watch", "explain", "--json")
            #expect(explained.code == 0 && explained.json?["streams"]?.integer == 2, "\(explained)")
            #expect(explained.json?["trials_per_day"]?.integer == 200_000)
            // Of the policy's ceiling, for want of a certificate.
            let delays = explained.json?["delays"]?.elements ?? []
            #expect(!delays.isEmpty && delays.allSatisfy { $0["baseline"]?.integer == 50_000 }, "\(explained)")
            #expect((explained.json?["warn"]?.integer ?? 0) < (explained.json?["act"]?.integer ?? 0))
            for arguments in [
                ["status"], ["pause", "--reason", "r"], ["resume", "--reason", "r"],
                ["clear", "HF-WA-2026-0001", "--reason", "r"], ["report", "-o", "\(folder.path)/watch.html"],
            ] {
                let config = try folder.write(watched.yaml(folder: folder.path), to: "settings.yaml")
                let process = try RunningProcess(
                    try GatewayProcess.binary(),
                    ["watch"] + arguments + ["--config", config],
                    environment: [:],
                    output: "\(folder.path)/command-\(UUID().uuidString).log"
                )
                #expect(try await process.ended() == 1, "\(arguments)")
                #expect(process.standardError.contains("There is nothing yet"), "\(process.standardError)")
                #expect(!process.standardError.contains("no server was asked"), "\(process.standardError)")
            }
            let look = try await Self.run(watched, in: folder, "watch", "run", "sonnet")
            #expect(look.code == 1 && look.errors.hasSuffix("Start it with `holdfast serve`.\n"), "\(look.errors)")

            var unwatched = watched
            unwatched.routeLines = []
            let none = try await Self.run(unwatched, in: folder, "watch", "explain")
            #expect(none.code == 1 && none.errors.contains("Nothing is watched. Give a route `watch:`"), "\(none)")
            #expect(!FileManager.default.fileExists(atPath: folder.path + "/state"))
        }

        @Test("who asks for something that is not there hears what there is")
        func wrong() async throws {
            let stage = WatchStage().changing { settings in
                settings.sources.append(.init(name: "aside", base: nil))
                settings.sources[2].extra = WatchStage.strong
                settings.routes = ["other: {serve: [aside]}"]
                settings.routeLines = ["require: {policy: firm, mode: report}", "watch: {probes_per_day: 1}"]
            }
            try await GatewayProcess.with(stage.settings) { gateway in
                let missing = gateway.folder.path + "/none/watch.html"
                for (arguments, code, words) in [
                    (["run", "sonet"], 1, "The model `sonet` is not watched. There are: aside, backup, sonnet."),
                    (["run", "support"], 1, "The model `support` is not watched."), (["run"], 64, "<model>"),
                    (["pause", "sonet", "--reason", "r"], 1, "There is no model `sonet`. Did you mean `sonnet`?"),
                    (["pause", "sonnet"], 64, "--reason"), (["pause", "--reason", " "], 64, "--reason says why"),
                    (["pause", "--reason", "r", "--for", "soon"], 64, "'soon' is invalid"),
                    (["pause", "--reason", "r", "--for", "0s"], 64, "'0s' is invalid"),
                    (["pause", "--reason", "r", "--for", "99999999999999999999d"], 64, "is invalid"),
                    (["pause", "--reason", "r", "--for", "31d"], 64, "--for is 30d at most. Without it"),
                    (["resume", "--reason", "r"], 1, "not paused"),
                    (
                        ["resume", "sonet", "--reason", "r"], 1,
                        "The model `sonet` is not watched. There are: aside, backup, sonnet."
                    ),
                    (["resume", "sonnet", "--reason", "r"], 1, "The watch of `sonnet` is not paused"),
                    (["clear", "HF-WA-2026-0099", "--reason", "r"], 1, "`holdfast watch` lists them"),
                    (["clear", "HF-WA-2026-0099"], 64, "--reason"), (["report", "-o", missing], 1, missing),
                    (["report"], 64, "--output"), (["often"], 64, "often"),
                ] as [([String], Int32, String)] {
                    let outcome = try await gateway.run(["watch"] + arguments)
                    #expect(outcome.code == code && outcome.errors.contains(words), "\(arguments): \(outcome)")
                }
                let body = Array(#"{"model":"sonet"}"#.utf8)
                var call = Call("POST", "/api/v1/watch/look").bearing(try #require(gateway.localToken))
                call.body = body
                #expect(try await call.send(port: gateway.operatorPort).status == 404)
                #expect(try await gateway.watch()["alarms"]?.elements?.isEmpty == true)
            }
        }

        @Test("a close look can be had at any time, and one that finds nothing leaves nothing behind but its trials")
        func look() async throws {
            let stage = WatchStage(["sonnet": WatchStage.strong, "backup": WatchStage.strong], perDay: 1)
            try await stage.serve { gateway in
                let asked = try await gateway.run("watch", "run", "sonnet", "--json")
                let run = try #require(asked.json?["run"]?.string, "\(asked)")
                #expect(asked.code == 0 && run.hasPrefix("watch_"))
                let _: Bool = try await eventually("the end of the look") {
                    let place = try await gateway.watchPlace("sonnet")
                    return place?["looking_closely"]?.elements?.isEmpty == true ? true : nil
                }
                #expect(try await gateway.storedTrials()["\(run).sample"]?.count == 40)
                #expect(try await gateway.findings().isEmpty)
                #expect(try await gateway.recalls().isEmpty)
                let shown = try await gateway.run("watch")
                #expect(shown.code == 0 && shown.output.contains("No alarm until now."), "\(shown)")
            }
        }

        @Test("the report is one page without a script, well-formed, with a chart of every stream")
        func report() async throws {
            try await WatchStage().serve { gateway in
                try await gateway.trials(of: "sonnet", atLeast: 5)
                let file = gateway.folder.path + "/watch.html"
                let outcome = try await gateway.run("watch", "report", "-o", file)
                #expect(outcome.code == 0 && outcome.output == file + "\n", "\(outcome)")
                let page = try String(contentsOfFile: file, encoding: .utf8)
                #expect(
                    page.hasPrefix("<!DOCTYPE html>") && !page.contains("<script") && !page.contains("://")
                        && page.contains("default-src 'none'")
                )
                #expect(page.components(separatedBy: "<svg ").count == 3 && page.contains("sonnet on support"))
                #expect(Self.unbalanced(page) == nil)
            }
        }

        /// The first tag that does not fit those around it.
        private static func unbalanced(_ page: String) -> String? {
            var open: [Substring] = []
            for part in page.split(separator: "<").dropFirst() where !part.hasPrefix("!") {
                guard let end = part.firstIndex(of: ">") else { return String(part) }
                let tag = part[..<end]
                let name = tag.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber }
                if tag.hasSuffix("/") || name == "meta" { continue }
                if !tag.hasPrefix("/") {
                    open.append(name)
                } else if open.popLast() != name {
                    return String(tag)
                }
            }
            return open.last.map(String.init)
        }
    }
}
