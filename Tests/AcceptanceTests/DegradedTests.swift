import Dialects
import Foundation
import GRDB
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    @Suite("Degraded")
    struct DegradedTests {
        @Test("with little space exchanges are served and not recorded, and recorded again once there is more")
        func space() async throws {
            var settings = GatewaySettings([])
            try await withGateway(
                .good(),
                { edited in
                    edited.more = "retention: {free_space: 1048576GiB}\n"
                    settings = edited
                }
            ) { gateway, _ in
                #expect(try await Self.degraded(gateway, "space").contains("is short"))
                #expect(try await gateway.send(.hello(.messages)).status == 200)
                let _: Bool = try await eventually("the loss") {
                    try await gateway.status()["journal"]?["lost"]?.integer == 1 ? true : nil
                }
                #expect(try await gateway.run("status").output.contains("\ndegraded     Space in"))
                let metrics = try await gateway.ask("/metrics", token: gateway.localToken).text
                #expect(metrics.contains("\nholdfast_degraded 1\n"))
                #expect(try await gateway.ask("/readyz").status == 200)
                // What is decided is recorded all the same.
                let key = try await gateway.makeKey()

                settings.more = "retention: {free_space: 0}\n"
                try gateway.folder.write(settings.yaml(folder: gateway.folder.path), to: "holdfast.yaml")
                gateway.process.signal(SIGHUP)
                try await Self.sound(gateway)
                #expect(FileManager.default.fileExists(atPath: gateway.state + "/reserve"))
                let answer = try await eventually("the key") {
                    let answer = try await gateway.send(.hello(.messages).bearing(key.secret))
                    return answer.status == 200 ? answer : nil
                }
                let records = try await gateway.journal(atLeast: 1)
                #expect(records.contains { $0["id"]?.string == answer["x-request-id"] })
            }
        }

        @Test("a server starts while another process holds the ledger, and appends what it has to tell afterwards")
        func locked() async throws {
            let provider = try await ScriptedProvider.start()
            let settings = GatewaySettings(["only": provider])
            let folder = try TemporaryFolder()
            let key = try await GatewayProcess.with(settings, in: folder) { try await $0.makeKey() }
            var configuration = Configuration()
            configuration.allowsUnsafeTransactions = true
            let holder = try DatabaseQueue(path: folder.path + "/state/ledger.sqlite", configuration: configuration)
            try await holder.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
            try await GatewayProcess.with(settings, in: folder) { gateway in
                #expect(try await Self.degraded(gateway, "ledger").contains("held by another process"))
                #expect(try await gateway.send(.hello(.messages).bearing(key.secret)).status == 200)
                #expect(try await gateway.send(.hello(.messages)).status == 401)
                try await holder.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
                try await Self.sound(gateway)
                let events = try await gateway.run("ledger", "show", "--json").json?["events"]?.elements ?? []
                let started = events.last { $0["entry"]?["kind"] == .string("server.started") }
                #expect(started?["index"]?.integer ?? 0 > 1 && started?["entry"]?["aware_at"]?.integer != nil)
                #expect(try await gateway.run("ledger", "verify").code == 0)
            }
            try holder.close()
            await provider.stop()
        }

        @Test("a server whose state cannot be written serves under the last state, follows it, and touches nothing")
        func unwritable() async throws {
            let provider = try await ScriptedProvider.start()
            let settings = GatewaySettings(["only": provider])
            let folder = try TemporaryFolder()
            let whole = try await GatewayProcess.start(settings, in: folder)
            let (key, revoked) = (try await whole.makeKey(), try await whole.makeKey())
            #expect(try await whole.run("key", "revoke", revoked.id).code == 0)
            // Killed, so that the newest events are in the write-ahead log alone.
            whole.process.signal(SIGKILL)
            _ = try await whole.process.ended()
            let database = folder.path + "/state/ledger.sqlite"
            let before = [database, database + "-wal"].map { FileManager.default.contents(atPath: $0) }

            // No file of its may grow beyond some kilobytes: SQLite cannot even open a database, for want of its index of the log.
            for name in ["ledger", "records"] {
                try FileManager.default.removeItem(atPath: folder.path + "/state/\(name).sqlite-shm")
            }
            let script = "trap '' XFSZ; ulimit -f 20; exec \"$0\" \"$@\""
            let arguments = ["-c", script, try GatewayProcess.binary()]
            try await GatewayProcess.with(settings, in: folder, binary: "/bin/sh", before: arguments) { gateway in
                let reason = try await Self.degraded(gateway, "state")
                #expect(reason.contains("last state that could be read"))
                #expect(try await gateway.send(.hello(.messages).bearing(key.secret)).status == 200)
                #expect(try await gateway.send(.hello(.messages).bearing(revoked.secret)).status == 401)
                #expect(try await gateway.send(.hello(.messages)).status == 401)
                #expect(try await gateway.run("status").output.contains("\ndegraded     "))
                #expect(before == [database, database + "-wal"].map { FileManager.default.contents(atPath: $0) })
                // Somebody who may write.
                #expect(try await gateway.run("key", "revoke", key.id).code == 0)
                let _: Bool = try await eventually("the revocation") {
                    try await gateway.send(.hello(.messages).bearing(key.secret)).status == 401 ? true : nil
                }
            }
            try await GatewayProcess.with(settings, in: folder) { gateway in
                try await Self.sound(gateway)
                #expect(try await gateway.run("ledger", "verify").code == 0)
            }
            await provider.stop()
        }

        /// Waits for the part, and gives its reason.
        private static func degraded(_ gateway: GatewayProcess, _ part: String) async throws -> String {
            try await eventually("`\(part)` in the status") {
                let degraded = try await gateway.status()["degraded"]?.elements
                return degraded?.first { $0["part"]?.string == part }?["reason"]?.string
            }
        }

        private static func sound(_ gateway: GatewayProcess) async throws {
            let _: Bool = try await eventually("nothing degraded") {
                try await gateway.status()["degraded"]?.elements?.isEmpty == true ? true : nil
            }
        }
    }
}
