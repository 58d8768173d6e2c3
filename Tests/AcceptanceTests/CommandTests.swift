import Foundation
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    @Suite("Commands")
    struct CommandTests {
        private let folder: TemporaryFolder
        private let config: String

        init() throws {
            folder = try TemporaryFolder()
            var settings = GatewaySettings([.init(name: "only", base: "http://127.0.0.1:9")])
            settings.acme = ["routes: [support]"]
            let text = settings.yaml(folder: folder.path)
                .replacing("routes:\n  support:", with: "routes:\n  sales:\n    serve: [only]\n  support:")
            config = try folder.write(text, to: "holdfast.yaml")
        }

        private func run(_ arguments: String...) async throws -> GatewayProcess.Outcome {
            let process = try RunningProcess(
                try GatewayProcess.binary(),
                arguments + ["--config", config],
                environment: [:],
                output: folder.path + "/command-\(UUID().uuidString).log"
            )
            let code = try await process.ended()
            return .init(code: code, output: process.standardOutput, errors: process.standardError)
        }

        @Test(
            "an option's value that is none is a command that was not understood, and what would do is said",
            arguments: [
                ("usage --by foo", "tenant"), ("usage --since 3x", "--since"), ("usage --outcome foo", "interrupted"),
                ("journal --since soon", "--since"), ("journal --outcome foo", "interrupted"),
                ("journal --limit 0", "100000"), ("journal --limit many", "--limit"),
                ("key create --tenant acme --expires 0s", "--expires"),
                ("key create --tenant acme --expires tomorrow", "--expires"),
                ("key create --tenant acme --requests-per-minute 0", "10000000"),
                ("operator create Ada --role king", "viewer"), ("operator create Ada --expires 1y", "--expires"),
            ]
        )
        func usage(command: String, hint: String) async throws {
            let process = try RunningProcess(
                try GatewayProcess.binary(),
                command.split(separator: " ").map(String.init) + ["--config", config],
                environment: [:],
                output: folder.path + "/usage.log"
            )
            #expect(try await process.ended() == 64)
            #expect(process.standardError.contains(hint), "\(process.standardError)")
        }

        @Test(
            "who only looks leaves nothing behind, and hears that there is nothing yet",
            arguments: [
                ["journal"], ["journal", "req_01jd"], ["usage"], ["key", "list"], ["operator", "list"],
                ["key", "revoke", "key_x"], ["operator", "revoke", "op_x"],
            ]
        )
        func nothingYet(command: [String]) async throws {
            let process = try RunningProcess(
                try GatewayProcess.binary(),
                command + ["--config", config],
                environment: [:],
                output: folder.path + "/nothing.log"
            )
            #expect(try await process.ended() == 1)
            #expect(process.standardError.contains("There is nothing yet"), "\(process.standardError)")
            for name in ["state", "keys"] {
                #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/\(name)"))
            }
        }

        @Test(
            "with --json what failed is one document on standard output, the same words on standard error, and the code as ever",
            arguments: [
                ("journal", 1, "failed"), ("usage", 1, "failed"), ("key list", 1, "failed"), ("findings", 1, "failed"),
                ("findings HF-FD-2020-0001", 1, "failed"), ("recalls show HF-RC-2020-0001", 1, "failed"),
                ("pack show nothing", 1, "failed"), ("pack check nothing.yaml", 1, "failed"),
                ("probe nobody", 1, "failed"), ("probe --show run_none", 1, "failed"),
                ("certify only --policy none", 3, "failed"), ("fingerprint only", 3, "stopped"),
                ("explain nothing", 1, "failed"), ("ledger verify", 1, "failed"), ("notify test nobody", 1, "failed"),
                ("detector test nothing.jsonl", 1, "failed"), ("recall nobody/nothing", 1, "failed"),
            ]
        )
        func failures(command: String, code: Int, word: String) async throws {
            let words = command.split(separator: " ").map(String.init)
            let more = words[0] == "detector" ? [] : ["--config", config]
            let process = try RunningProcess(
                try GatewayProcess.binary(),
                words + ["--json"] + more,
                environment: [:],
                output: folder.path + "/failure.log"
            )
            #expect(try await process.ended() == code)
            let document = try JSONValue(parsing: Array(process.standardOutput.utf8))
            #expect(document["error"]?["code"]?.string == word, "\(process.standardOutput)")
            let message = try #require(document["error"]?["message"]?.string)
            #expect(process.standardError.contains("holdfast: \(message)\n"), "\(process.standardError)")
        }

        @Test("settings that are wrong are told with --json as check tells them, whatever was asked for")
        func wrongSettings() async throws {
            try folder.write("routes: {a: {serve: [nobody]}}\n", to: "holdfast.yaml")
            let outcome = try await run("probe", "a", "--json")
            #expect(outcome.code == 2 && outcome.json?["error"]?["code"]?.string == "settings", "\(outcome)")
            let checked = try await run("check", "--json")
            #expect(outcome.json?["error"]?["problems"] == checked.json?["problems"])
            #expect(outcome.json?["error"]?["problems"]?.elements?.isEmpty == false)
        }

        @Test("what was made is there for who looks")
        func something() async throws {
            #expect(try await run("key", "create", "--tenant", "acme", "--expires", "1d").code == 0)
            #expect(try await run("key", "list", "--json").json?["keys"]?.elements?.count == 1)
            #expect(try await run("journal").output == "There are none.\n")
        }

        @Test("a key for a route that its tenant may not use, or that is not there, is not made")
        func foreignRoute() async throws {
            let foreign = try await run("key", "create", "--tenant", "acme", "--route", "sales")
            #expect(foreign.code == 1)
            #expect(foreign.errors.contains("The tenant `acme` may not use the route `sales`: it has support."))
            #expect(foreign.errors.contains("tenants.acme.routes"))
            let unknown = try await run("key", "create", "--tenant", "acme", "--route", "slaes")
            #expect(unknown.code == 1)
            #expect(unknown.errors.contains("There are: sales, support."), "\(unknown.errors)")
            #expect(try await run("key", "list").code == 1)
            #expect(try await run("key", "create", "--tenant", "acme", "--route", "support").code == 0)
        }
    }
}
