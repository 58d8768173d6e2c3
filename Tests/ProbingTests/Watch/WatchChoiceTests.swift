import Statistics
import Testing

@testable import Probing

@Suite("Which stream is tried next")
struct WatchChoiceTests {
    private static func name(_ pack: String) -> WatchStream.Name {
        WatchStream.Name(model: "opal", policy: "clinic", pack: pack)
    }

    /// How often each is chosen, by pack.
    private static func shares(_ streams: [WatchStream], act: Double, _ count: Int = 20_000) -> [String: Int] {
        var shares: [String: Int] = [:]
        for number in 0..<count {
            let picked = WatchChoice.pick(streams, number: number, seed: 7, act: act)
            shares[picked?.name.pack ?? "", default: 0] += 1
        }
        return shares
    }

    @Test("calm ones alike; one at its line three times as often, one half way twice; and never more than that")
    func lots() throws {
        let calm = try WatchSamples.stream(Self.name("calm"))
        let hot = try WatchSamples.stream(Self.name("hot"), hits: 8)
        let log = hot.detector.logStatistic
        for (act, part) in [(log * 1000, 0.5), (log * 2, 2.0 / 3), (log, 0.75), (log / 10, 0.75), (0, 0.5)] {
            let share = Double(Self.shares([calm, hot], act: act)["hot"] ?? 0) / 20_000
            #expect(abs(share - part) < 0.015, "act \(act): \(share)")
        }
    }

    @Test("what was never tried comes first, the least tried of it, and of equals the first by name")
    func new() throws {
        let unknown = WatchStream.Baseline(certificate: nil, packHash: "abcd", rate: 50_000)
        let old = try WatchSamples.stream(Self.name("a"), passes: 3)
        let tried = try WatchSamples.stream(Self.name("b"), unknown, passes: 2)
        let (first, other) = (
            try WatchSamples.stream(Self.name("c"), unknown), try WatchSamples.stream(Self.name("d"), unknown)
        )
        #expect(Self.shares([old, tried, other, first], act: 9, 50) == ["c": 50])
        #expect(Self.shares([old, tried], act: 9, 50) == ["b": 50])
        let done = try WatchSamples.stream(Self.name("b"), unknown, passes: 30)
        #expect(Self.shares([old, done], act: 9, 50).count == 2)
    }

    @Test("the lot follows from the number and the seed of the installation; of nothing nothing is chosen")
    func settled() throws {
        let streams = try ["a", "b", "c"].map { try WatchSamples.stream(Self.name($0)) }
        func picks(_ seed: UInt64) -> [String?] {
            (0..<60).map { WatchChoice.pick(streams, number: $0, seed: seed, act: 9)?.name.pack }
        }
        #expect(picks(1) == picks(1) && picks(1) != picks(2))
        #expect(WatchChoice.pick([], number: 0, seed: 1, act: 9) == nil)
    }
}
