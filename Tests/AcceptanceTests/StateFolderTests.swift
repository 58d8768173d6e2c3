import Dialects
import Domain
import Foundation
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    @Suite("The state folder")
    struct StateFolderTests {
        @Test("a second server on it is refused by name")
        func second() async throws {
            try await withGateway { gateway, provider in
                let outcome = try await GatewayProcess.failing(GatewaySettings(["only": provider]), in: gateway.folder)
                #expect(outcome.code == 3)
                #expect(outcome.errors.contains("\(gateway.process.pid)"))
                #expect(outcome.errors.contains("Another Holdfast"))
                #expect(try await gateway.send(.hello(.messages)).status == 200)
            }
        }

        @Test(
            "a damaged, a foreign and a newer database are refused and left as they are",
            arguments: ["records.sqlite", "ledger.sqlite"]
        )
        func databases(name: String) async throws {
            let provider = try await ScriptedProvider.start()
            let settings = GatewaySettings(["only": provider])
            let folder = try TemporaryFolder()
            try await GatewayProcess.with(settings, in: folder) { _ = try await $0.send(.hello(.messages)) }
            let file = URL(fileURLWithPath: folder.path + "/state/" + name)
            let sound = try Data(contentsOf: file)
            var newer = sound
            // The header's user version (SQLite file format §1.3), big-endian at offset 60.
            newer.replaceSubrange(60..<64, with: [0, 0, 3, 231])
            var foreign = sound
            foreign.replaceSubrange(68..<72, with: [1, 2, 3, 4])
            for (bytes, word) in [
                (Data(repeating: 0x5A, count: 8192), "damaged"), (newer, "newer"), (foreign, "another program"),
            ] {
                try bytes.write(to: file)
                let outcome = try await GatewayProcess.failing(settings, in: folder)
                #expect(outcome.code == 3, "\(word): \(outcome.errors)")
                #expect(outcome.errors.contains(word), "\(outcome.errors)")
                #expect(outcome.errors.contains(name), "\(outcome.errors)")
                #expect(try Data(contentsOf: file) == bytes, "\(word)")
            }
            try sound.write(to: file)
            try await GatewayProcess.with(settings, in: folder) { gateway in
                let records = try await gateway.journal()
                #expect(records.count == 1)
            }
            await provider.stop()
        }

        @Test("a folder that cannot be made is said in one sentence")
        func unwritable() async throws {
            let provider = try await ScriptedProvider.start()
            let folder = try TemporaryFolder()
            try folder.write("no folder", to: "state")
            let outcome = try await GatewayProcess.failing(GatewaySettings(["only": provider]), in: folder)
            #expect(outcome.code == 3)
            #expect(outcome.errors.contains("state"))
            #expect(outcome.errors.split(separator: "\n").count == 1)
            await provider.stop()
        }

        @Test("a file system that takes no more is told once in the log, and in the status")
        func full() async throws {
            let provider = try await ScriptedProvider.start()
            // A limit on what a process may write to a file, in blocks, stands in for a full disk.
            let script = "trap '' XFSZ; ulimit -f 432; exec \"$0\" \"$@\""
            let gateway = try await GatewayProcess.start(
                GatewaySettings(["only": provider]),
                in: try TemporaryFolder(),
                binary: "/bin/sh",
                before: ["-c", script, try GatewayProcess.binary()]
            )
            let refusal = "the journal refuses records"
            let _: Bool = try await eventually("the store's refusal") {
                let answer = try await gateway.send(.hello(.messages))
                #expect(answer.status == 200)
                return gateway.process.standardError.contains(refusal) ? true : nil
            }
            let lost = try await gateway.run("status", "--json").json?["live"]?["journal"]?["lost"]?.integer ?? 0
            let _: Bool = try await eventually("a further loss") {
                let answer = try await gateway.send(.hello(.messages))
                #expect(answer.status == 200)
                let live = try await gateway.run("status", "--json").json?["live"]
                return live?["journal"]?["lost"]?.integer ?? 0 > lost ? true : nil
            }
            #expect(try await gateway.run("status").output.contains("\nfailure "))
            // A small batch may still fit where a larger one did not: each turn is told, not each flush.
            let log = gateway.process.standardError
            #expect(log.ranges(of: refusal).count == log.ranges(of: "the journal takes records again").count + 1)
            gateway.process.signal(SIGTERM)
            #expect(try await gateway.process.ended() == 0)
            await provider.stop()
        }

        @Test("after kill -9 at full load every record older than the flush interval is there")
        func killed() async throws {
            let provider = try await ScriptedProvider.start()
            let settings = GatewaySettings(["only": provider])
            let folder = try TemporaryFolder()
            let gateway = try await GatewayProcess.start(settings, in: folder)
            // Answered before: must be in the journal. The load goes on until the kill.
            let answered = try await withThrowingTaskGroup(of: [(id: String, at: ContinuousClock.Instant)].self) {
                tasks in
                for _ in 0..<8 {
                    tasks.addTask {
                        var seen: [(id: String, at: ContinuousClock.Instant)] = []
                        guard let client = try? await gateway.connect() else { return seen }
                        while let answer = try? await Self.next(client, seen.count + 1) {
                            seen.append((id: answer["x-request-id"] ?? "", at: .now))
                        }
                        await client.close()
                        return seen
                    }
                }
                try await provider.requests(atLeast: 2000)
                gateway.process.signal(9)
                return try await tasks.reduce(into: []) { $0 += $1 }
            }
            let end = try #require(answered.map(\.at).max())
            #expect(try await gateway.process.ended() == -9)
            // The interval is 100 ms; the rest is for a machine on which the writer's thread waits for its turn.
            let due = answered.filter { $0.at + .milliseconds(500) < end }.map(\.id)
            #expect(due.count > 100)
            try await GatewayProcess.with(settings, in: folder) { restarted in
                let kept = Set(try await restarted.journal().compactMap { $0["id"]?.string })
                #expect(due.count { !kept.contains($0) } == 0)
                #expect(try await restarted.send(.hello(.messages)).status == 200)
            }
            await provider.stop()
        }

        private static func next(_ client: RawClient, _ number: Int) async throws -> Message {
            try await client.send(Call.hello(.chatCompletions).bytes)
            return try await client.answer(number)
        }
    }
}
