import Control
import HoldfastTesting
import Testing

@testable import Probing

@Suite("The watch of live traffic")
struct WatcherLiveTests {
    private static func answers(_ count: Int, failed: Bool) -> [LiveAnswer] {
        (0..<count).map {
            LiveAnswer(
                model: "opal",
                at: WatchBench.start + UInt64($0),
                failed: failed,
                refused: false,
                truncated: false,
                microseconds: failed ? nil : 1000
            )
        }
    }

    @Test("an alarm says the answers that it is judged on, those since it counts anew, and how far they bring it")
    func judged() async throws {
        let bench = try WatchBench(serve: "[opal]")
        try await bench.certify("opal")
        let watcher = bench.watcher()
        try await watcher.hear(Self.answers(LiveStreams.learning, failed: false))
        try await watcher.hear(Self.answers(100, failed: true))
        let alarms = try bench.alarms(.service).map(\.alarm)
        #expect(alarms.map(\.level) == [.warn, .act] && alarms.allSatisfy { $0.stream == "live:errors" })
        #expect(alarms.allSatisfy { $0.trials > 0 && $0.hits == $0.trials && $0.evidence >= $0.line })
        #expect(alarms.first?.trials ?? .max < alarms.last?.trials ?? 0)
    }
}
