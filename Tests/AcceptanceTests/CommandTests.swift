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
