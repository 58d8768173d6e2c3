import Dialects
import Foundation
import GRDB
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    @Suite("The journal in the ledger")
    struct SegmentTests {
        @Test("records of a server that ended, and of one that was killed, are committed to, and any change is found")
        func committed() async throws {
            let provider = try await ScriptedProvider.start()
            let settings = GatewaySettings(["only": provider])
            let folder = try TemporaryFolder()
            try await GatewayProcess.with(settings, in: folder) { gateway in
                for _ in 0..<3 { _ = try await gateway.send(.hello(.messages)) }
                _ = try await gateway.journal(atLeast: 3)
            }
            let killed = try await GatewayProcess.start(settings, in: folder)
            for _ in 0..<2 { _ = try await killed.send(.hello(.messages)) }
            _ = try await killed.journal(atLeast: 5)
            killed.process.signal(SIGKILL)
            _ = try await killed.process.ended()
            // An idle start closes what was left, and nothing else.
            let gateway = try await GatewayProcess.start(settings, in: folder)
            let segments = try await eventually("the segment of the killed server") {
                let found = try await Self.segments(gateway)
                return found.count == 2 ? found : nil
            }
            gateway.process.signal(SIGTERM)
            #expect(try await gateway.process.ended() == 0)
            #expect(segments.map { $0["first"]?.integer } == [0, 3] && segments.map { $0["last"]?.integer } == [2, 4])
            #expect(try await Self.segments(gateway).count == 2)

            let right = try await gateway.run("ledger", "verify", "--json")
            #expect(right.json?["journal"]?["right"]?.integer == 2 && right.json?["journal"]?["open"]?.integer == 0)
            let records = try DatabaseQueue(path: gateway.state + "/records.sqlite")
            try await records.writeWithoutTransaction { database in
                try database.execute(
                    sql:
                        "UPDATE exchanges SET record = CAST(replace(record, '\"status\":200', '\"status\":500') AS BLOB) WHERE id = (SELECT max(id) FROM exchanges)"
                )
            }
            try records.close()
            let wrong = try await gateway.run("ledger", "verify")
            #expect(wrong.code == 1 && wrong.errors.contains("records 3 to 4"), "\(wrong.errors)")
            await provider.stop()
        }

        private static func segments(_ gateway: GatewayProcess) async throws -> [JSONValue] {
            let events = try await gateway.run("ledger", "show", "--json").json?["events"]?.elements ?? []
            return events.compactMap { event in
                event["entry"]?["kind"] == .string("journal.segment") ? event["entry"]?["public"] : nil
            }
        }
    }
}
