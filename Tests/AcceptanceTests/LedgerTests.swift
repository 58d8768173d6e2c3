import Dialects
import Foundation
import GRDB
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    @Suite("The ledger")
    struct LedgerTests {
        @Test("events are shown, exported, verified offline with the key alone, and proved one by one")
        func whole() async throws {
            try await withGateway { gateway, _ in
                let key = try await gateway.makeKey()
                let shown = try await gateway.run("ledger", "show")
                #expect(shown.output.contains("key \(key.id) was made for tenant acme"))
                let events = try await gateway.run("ledger", "show", "--json").json?["events"]?.elements
                #expect(events?.first?["entry"]?["kind"] == .string("server.started"))
                #expect(events?.compactMap { $0["index"]?.integer } == events.map { Array($0.indices) })
                #expect(!shown.output.contains(key.secret))

                let public_ = gateway.folder.path + "/public"
                let exported = try await gateway.run("ledger", "export", public_, "--json")
                #expect(exported.code == 0, "\(exported.errors)")
                #expect(exported.json?["size"]?.integer == events?.count)
                let vkey = try await gateway.run("ledger", "key").output.trimmingCharacters(in: .whitespacesAndNewlines)
                let verified = try await Self.elsewhere(gateway, "ledger", "verify", public_, "--key", vkey)
                #expect(verified.code == 0, "\(verified.errors)")
                #expect(verified.output.contains("every entry (\(events?.count ?? 0))"))
                #expect(try await gateway.run("ledger", "verify").code == 0)

                let (proof, entry) = (gateway.folder.path + "/2.tlog-proof", gateway.folder.path + "/2.entry")
                #expect(try await gateway.run("ledger", "prove", "2", "-o", proof, "--entry", entry).code == 0)
                let check = ["ledger", "verify", "--proof", proof, "--entry", entry, "--key", vkey]
                let holds = try await Self.elsewhere(gateway, check)
                #expect(holds.code == 0 && holds.output.contains("Entry 2 stands in"), "\(holds.errors)")
                try gateway.folder.write("{}", to: "2.entry")
                let fails = try await Self.elsewhere(gateway, check)
                #expect(fails.code == 1 && fails.errors.contains("does not stand"))
                #expect(try await gateway.run("ledger", "prove", "99").errors.contains("no event 99"))
                for file in gateway.folder.files() where file.name.hasPrefix("public") {
                    #expect(!String(decoding: file.bytes, as: UTF8.self).contains("acme"), "\(file.name)")
                }
            }
        }

        @Test("an exported copy that was tampered with is convicted, and an export that does not continue is refused")
        func tampered() async throws {
            try await withGateway { gateway, _ in
                let public_ = gateway.folder.path + "/public", kept = gateway.folder.path + "/kept"
                #expect(try await gateway.run("ledger", "export", public_).code == 0)
                try FileManager.default.copyItem(atPath: public_ + "/checkpoint", toPath: kept)
                _ = try await gateway.makeKey()
                #expect(try await gateway.run("ledger", "export", public_).code == 0)
                let verify = ["ledger", "verify", public_, "--since", kept, "--config", gateway.config]
                let continued = try await Self.elsewhere(gateway, verify)
                #expect(continued.code == 0 && continued.output.contains("It continues"), "\(continued.errors)")

                let bundles = public_ + "/tile/entries"
                let name = try #require(
                    FileManager.default.subpathsOfDirectory(atPath: bundles).last { $0.hasSuffix("/3") }
                )
                var bytes = try #require(FileManager.default.contents(atPath: bundles + "/" + name))
                bytes[bytes.count - 3] ^= 1
                try bytes.write(to: URL(fileURLWithPath: bundles + "/" + name))
                let bad = try await Self.elsewhere(gateway, verify)
                #expect(bad.code == 1 && bad.errors.contains("Entry 2 is not what was logged"), "\(bad.errors)")

                try await withGateway { other, _ in
                    let refused = try await other.run("ledger", "export", public_)
                    #expect(refused.code == 1 && refused.errors.contains("left as it is"))
                    let stranger = try await other.run("ledger", "verify", public_)
                    #expect(stranger.code == 1 && stranger.errors.contains("not signed by this key"))
                }
            }
        }

        @Test("a database that is behind what was signed stops the start and says how to proceed")
        func rolledBack() async throws {
            let provider = try await ScriptedProvider.start()
            let settings = GatewaySettings(["only": provider])
            let folder = try TemporaryFolder()
            try await GatewayProcess.with(settings, in: folder) { _ in }
            let state = folder.path + "/state", old = folder.path + "/old"
            try FileManager.default.copyItem(atPath: state, toPath: old)
            try await GatewayProcess.with(settings, in: folder) { _ = try await $0.makeKey() }
            try FileManager.default.removeItem(atPath: state)
            try FileManager.default.moveItem(atPath: old, toPath: state)
            let outcome = try await GatewayProcess.failing(settings, in: folder)
            #expect(outcome.code == 3)
            #expect(outcome.errors.contains("older copy") && outcome.errors.contains("docs/ledger.md"))
            await provider.stop()
        }

        @Test(
            "a changed event, private value and tile are found in the database itself",
            arguments: [
                (
                    "UPDATE events SET leaf = CAST(replace(leaf, '0.1.0', '0.1.1') AS BLOB) WHERE position = 0",
                    "event 0 is not what was logged"
                ),
                (
                    "UPDATE events SET private = CAST(replace(private, 'signal', 'SIGNAL') AS BLOB) WHERE position = 2",
                    "event 2"
                ),
                ("UPDATE tiles SET hashes = zeroblob(96)", "event 0 is not"),
                ("DELETE FROM events WHERE position = 2", "more events than there are"),
                ("DELETE FROM events WHERE position = 1", "event 1 is missing"),
            ]
        )
        func databases(sql: String, word: String) async throws {
            let provider = try await ScriptedProvider.start()
            let folder = try TemporaryFolder()
            let gateway = try await GatewayProcess.start(GatewaySettings(["only": provider]), in: folder)
            gateway.process.signal(SIGTERM)
            #expect(try await gateway.process.ended() == 0)
            #expect(try await gateway.run("ledger", "verify").code == 0)
            try Self.execute(sql, on: folder.path + "/state/ledger.sqlite")
            let outcome = try await gateway.run("ledger", "verify")
            #expect(outcome.code != 0 && outcome.errors.contains(word), "\(outcome.errors)\(outcome.output)")
            await provider.stop()
        }

        @Test("a changed projection lets a revoked key in for no longer than the server needs to fold the events")
        func projection() async throws {
            let provider = try await ScriptedProvider.start()
            let settings = GatewaySettings(["only": provider])
            let folder = try TemporaryFolder()
            let key = try await GatewayProcess.with(settings, in: folder) { gateway in
                let key = try await gateway.makeKey()
                #expect(try await gateway.run("key", "revoke", key.id).code == 0)
                return key
            }
            try Self.execute(
                #"UPDATE projection SET state = CAST(replace(state, '"revokedAt"', '"revokedOn"') AS BLOB)"#,
                on: folder.path + "/state/ledger.sqlite"
            )
            try await GatewayProcess.with(settings, in: folder) { gateway in
                let found = try await eventually("the finding") {
                    try await gateway.status()["degraded"]?.elements?.first { $0["part"]?.string == "audit" }
                }
                #expect(found["reason"]?.string?.contains("projection") == true)
                let _: Bool = try await eventually("the refusal") {
                    try await gateway.send(.hello(.messages).bearing(key.secret)).status == 401 ? true : nil
                }
                #expect(try await gateway.run("ledger", "verify").code == 0)
            }
            try await GatewayProcess.with(settings, in: folder) { gateway in
                #expect(try await gateway.send(.hello(.messages).bearing(key.secret)).status == 401)
                let _: Bool = try await eventually("nothing to be found") {
                    try await gateway.status()["degraded"]?.elements?.isEmpty == true ? true : nil
                }
            }
            await provider.stop()
        }

        @Test("a ledger that cannot be signed takes events all the same, says so, and is signed when it can be")
        func unsigned() async throws {
            try await withGateway { gateway, _ in
                let key = try await gateway.makeKey()
                let keys = gateway.folder.path + "/keys"
                try FileManager.default.moveItem(atPath: keys, toPath: keys + "-aside")
                try gateway.folder.write("no folder", to: "keys")
                #expect(try await gateway.run("key", "revoke", key.id).code == 0)
                let failure = try await eventually("the failure in the status") {
                    try await gateway.status()["ledger"]?["failure"]?.string
                }
                #expect(failure.contains("keys"))
                #expect(try await gateway.send(.hello(.messages).bearing(key.secret)).status == 401)

                try FileManager.default.removeItem(atPath: keys)
                try FileManager.default.moveItem(atPath: keys + "-aside", toPath: keys)
                _ = try await gateway.makeKey()
                let signed = try await eventually("the signature") {
                    let status = try await gateway.status()
                    return status["ledger"]?["signed"] == status["epoch"] ? status["ledger"] : nil
                }
                #expect(signed["failure"] == nil)
            }
        }

        @Test("tail follows what comes, an event a line")
        func tail() async throws {
            try await withGateway { gateway, _ in
                let process = try RunningProcess(
                    try GatewayProcess.binary(),
                    ["ledger", "tail", "-n", "1", "--follow", "--json", "--config", gateway.config],
                    environment: [:],
                    output: gateway.folder.path + "/tail.log"
                )
                // It follows once it has shown the newest.
                let _: Bool = try await eventually("the newest event") {
                    process.standardOutput.contains("\n") ? true : nil
                }
                let key = try await gateway.makeKey()
                let line = try await eventually("the event in the tail") {
                    process.standardOutput.split(separator: "\n").dropFirst().first.map(String.init)
                }
                #expect(try JSONValue(parsing: Array(line.utf8))["entry"]?["public"]?["id"] == .string(key.id))
                process.signal(SIGTERM)
                _ = try await process.ended()
            }
        }

        /// Without the settings: as whoever was given the folder and the key.
        private static func elsewhere(_ gateway: GatewayProcess, _ arguments: String...) async throws
            -> GatewayProcess.Outcome
        {
            try await elsewhere(gateway, arguments)
        }

        private static func elsewhere(_ gateway: GatewayProcess, _ arguments: [String]) async throws
            -> GatewayProcess.Outcome
        {
            let process = try RunningProcess(
                try GatewayProcess.binary(),
                arguments,
                environment: [:],
                output: gateway.folder.path + "/command-\(UUID().uuidString).log"
            )
            let code = try await process.ended()
            return .init(code: code, output: process.standardOutput, errors: process.standardError)
        }

        private static func execute(_ sql: String, on file: String) throws {
            let queue = try DatabaseQueue(path: file)
            try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        }
    }
}
