import Dialects
import Foundation
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    @Suite("Backup and restore")
    struct BackupTests {
        private let folder: TemporaryFolder
        private var copy: String { folder.path + "/copy" }

        init() throws {
            folder = try TemporaryFolder()
        }

        @Test("a backup of a running server, restored, starts, and its keys work; nothing is written over")
        func restored() async throws {
            let provider = try await ScriptedProvider.start()
            let settings = GatewaySettings(["only": provider])
            let key = try await GatewayProcess.with(settings, in: folder) { gateway in
                let key = try await gateway.makeKey()
                _ = try await gateway.send(.hello(.messages).bearing(key.secret))
                _ = try await gateway.journal(atLeast: 1)
                #expect(try await gateway.run("backup", copy).code == 0)
                try FileManager.default.copyItem(atPath: folder.path + "/keys", toPath: folder.path + "/keys-copy")
                let again = try await gateway.run("backup", copy)
                #expect(again.code == 3 && again.errors.contains("not empty"))
                let running = try await gateway.run("restore", copy, "--replace")
                #expect(running.code == 3 && running.errors.contains("Another Holdfast"))
                return key
            }
            // Both folders are lost, and come back from the same night.
            for name in ["state", "keys"] { try FileManager.default.removeItem(atPath: folder.path + "/" + name) }
            try FileManager.default.moveItem(atPath: folder.path + "/keys-copy", toPath: folder.path + "/keys")
            let outcome = try await run("restore", copy, "--json")
            #expect(outcome.code == 0, "\(outcome.errors)")
            #expect(outcome.json?["events"]?.integer == 3)
            let refused = try await run("restore", copy)
            #expect(refused.code == 3 && refused.errors.contains("--replace"))
            try await GatewayProcess.with(settings, in: folder) { gateway in
                #expect(try await gateway.send(.hello(.messages).bearing(key.secret)).status == 200)
                #expect(try await gateway.send(.hello(.messages)).status == 401)
                let records = try await gateway.journal(atLeast: 2)
                #expect(records.count == 2)
            }
            await provider.stop()
        }

        @Test("an older backup stops the start until the ledger is renewed, under a new name and key, and tells of it")
        func renewed() async throws {
            let provider = try await ScriptedProvider.start()
            let settings = GatewaySettings(["only": provider])
            let (key, old) = try await GatewayProcess.with(settings, in: folder) { gateway in
                let key = try await gateway.makeKey()
                #expect(try await gateway.run("backup", copy).code == 0)
                _ = try await gateway.makeKey()
                return (key, try await gateway.run("ledger", "key", "--json").json?["key"]?.string ?? "")
            }
            let restored = try await run("restore", copy, "--replace")
            #expect(restored.code == 1 && restored.errors.contains("ledger renew"), "\(restored.errors)")
            #expect(try await GatewayProcess.failing(settings, in: folder).code == 3)
            let renewed = try await run("ledger", "renew", "--reason", "the disk was lost", "--json")
            #expect(renewed.code == 0, "\(renewed.errors)")
            let fresh = try #require(renewed.json?["key"]?.string)
            #expect(fresh != old && renewed.json?["previous_origin"]?.string.map { old.hasPrefix($0 + "+") } == true)
            try await GatewayProcess.with(settings, in: folder) { gateway in
                #expect(try await gateway.send(.hello(.messages).bearing(key.secret)).status == 200)
                let events = try await gateway.run("ledger", "show", "--private", "--json").json?["events"]?.elements
                let renewal = try #require(events?.first { $0["entry"]?["kind"] == .string("ledger.renewed") })
                #expect(renewal["entry"]?["public"]?["previous_size"]?.integer ?? 0 > 3)
                #expect(renewal["private"]?["reason"] == .string("the disk was lost"))
                #expect(try await gateway.run("ledger", "verify", "--key", fresh).code == 0)
            }
            await provider.stop()
        }

        @Test("a lost signing key stops the start until the ledger is renewed")
        func lostKey() async throws {
            let provider = try await ScriptedProvider.start()
            let settings = GatewaySettings(["only": provider])
            try await GatewayProcess.with(settings, in: folder) { _ in }
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path + "/keys") {
                if name.hasSuffix(".key") { try FileManager.default.removeItem(atPath: folder.path + "/keys/" + name) }
            }
            let failing = try await GatewayProcess.failing(settings, in: folder)
            #expect(failing.code == 3 && failing.errors.contains("ledger renew"), "\(failing.errors)")
            #expect(try await run("ledger", "renew", "--reason", "lost").code == 0)
            try await GatewayProcess.with(settings, in: folder) { _ in }
            await provider.stop()
        }

        @Test("half a backup, a changed file, and a restore that was broken off are refused by name")
        func broken() async throws {
            let provider = try await ScriptedProvider.start()
            let settings = GatewaySettings(["only": provider])
            let code = try await GatewayProcess.with(settings, in: folder) { try await $0.run("backup", copy).code }
            #expect(code == 0)
            let manager = FileManager.default
            let ledger = copy + "/ledger.sqlite"
            let sound = try #require(manager.contents(atPath: ledger))
            try (sound.dropLast() + [1]).write(to: URL(fileURLWithPath: ledger))
            #expect(try await run("restore", copy, "--replace").errors.contains("not the file that was backed up"))
            try sound.write(to: URL(fileURLWithPath: ledger))
            try manager.moveItem(atPath: copy + "/backup.json", toPath: folder.path + "/elsewhere.json")
            #expect(try await run("restore", copy, "--replace").errors.contains("not a whole backup"))
            try manager.moveItem(atPath: folder.path + "/elsewhere.json", toPath: copy + "/backup.json")
            try manager.moveItem(
                atPath: folder.path + "/state/ledger.sqlite",
                toPath: folder.path + "/state/ledger.sqlite.restoring"
            )
            let failing = try await GatewayProcess.failing(settings, in: folder)
            #expect(failing.code == 3 && failing.errors.contains("broken off"), "\(failing.errors)")
            #expect(try await run("restore", copy, "--replace").code != 3)
            await provider.stop()
        }

        private func run(_ arguments: String...) async throws -> GatewayProcess.Outcome {
            let process = try RunningProcess(
                try GatewayProcess.binary(),
                arguments + ["--config", folder.path + "/holdfast.yaml"],
                environment: [:],
                output: folder.path + "/command-\(UUID().uuidString).log"
            )
            let code = try await process.ended()
            return .init(code: code, output: process.standardOutput, errors: process.standardError)
        }
    }
}
