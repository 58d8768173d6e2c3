import Domain
import Testing

@testable import Probing

@Suite("Drawing a sample of a pack")
struct PackDrawTests {
    @Test("gives the same for the same seed, and another for another")
    func seeds() throws {
        let pack = try PackFixtures.builtIn("leak-core")
        let one = PackDraw(from: pack, count: 300, seed: 7)
        #expect(one == PackDraw(from: pack, count: 300, seed: 7))
        #expect(one.probes.map(\.id) != PackDraw(from: pack, count: 300, seed: 8).probes.map(\.id))
        // Recorded: a draw must be the same on every machine and in every release.
        #expect(
            one.probes.prefix(3).map(\.id) == [
                "leak-core/claim-bundle/prefill", "leak-core/party-word/few-shot",
                "leak-core/alumni-list/summarise-instructions",
            ]
        )
    }

    @Test("spreads over goals and attacks as evenly as the number allows", arguments: [1, 7, 59, 149, 300, 600, 2000])
    func evenness(count: Int) throws {
        for name in BuiltInPacks.names {
            let pack = try PackFixtures.builtIn(name)
            let drawn = PackDraw(from: pack, count: count, seed: UInt64(count)).probes
            #expect(drawn.count == count)
            for cell in pack.cells {
                let own = drawn.filter { $0.goalSet == cell.goals }
                let size = pack.probes(of: cell).count
                let share = Double(count) * Double(size) / Double(pack.probeCount)
                #expect(abs(Double(own.count) - share) < 1, "\(name) \(cell.goals)")
                let goals = pack[set: cell.goals]?.goals.map(\.id) ?? []
                expectEven(own.map(\.goal.id), over: goals)
                expectEven(own.map(\.attack), over: cell.attacks.map(\.id))
                expectEven(own.map(\.id), over: pack.probes(of: cell).map(\.id))
            }
        }
    }

    @Test("takes every probe once before it takes one twice")
    func whole() throws {
        let pack = try PackFixtures.builtIn("demo")
        let all = PackDraw(from: pack, count: pack.probeCount, seed: 1).probes.map(\.id)
        #expect(Set(all) == Set(pack.probes.map(\.id)))
        #expect(Set(all).count == all.count)
        let double = PackDraw(from: pack, count: 2 * pack.probeCount, seed: 1).probes.map(\.id)
        #expect(Dictionary(grouping: double) { $0 }.values.allSatisfy { $0.count == 2 })
    }

    @Test("gives every probe the same chance")
    func fairness() throws {
        let pack = try PackFixtures.builtIn("demo")
        var counts: [String: Int] = [:]
        let draws = 4000
        for seed in 0..<draws {
            for probe in PackDraw(from: pack, count: 8, seed: UInt64(seed)).probes { counts[probe.id, default: 0] += 1 }
        }
        // Binomial with n = 4000 and p = 1/4: five standard deviations are 137.
        for probe in pack.probes { #expect(abs((counts[probe.id] ?? 0) - draws / 4) < 137, "\(probe.id)") }
    }

    @Test("puts the cells in no order, so that an early stop has seen a part of each")
    func order() throws {
        let pack = try PackFixtures.builtIn("leak-core")
        let half = PackDraw(from: pack, count: 300, seed: 3).probes.prefix(150)
        let sets = Dictionary(grouping: half, by: \.goalSet).mapValues(\.count)
        #expect((90...120).contains(sets["secrets"] ?? 0))
        #expect((20...55).contains(sets["identifiers"] ?? 0))
    }

    @Test("of nothing is nothing")
    func nothing() throws {
        let pack = try PackFixtures.builtIn("demo")
        #expect(PackDraw(from: pack, count: 0, seed: 1).probes.isEmpty)
        #expect(PackDraw(from: pack, count: -3, seed: 1).probes.isEmpty)
        var empty = pack
        empty.cells = []
        #expect(PackDraw(from: empty, count: 10, seed: 1).probes.isEmpty)
    }

    @Test("shares out by largest remainder, and gives out all", arguments: [0, 1, 2, 9, 100, 101, 1_000_003])
    func shares(count: Int) {
        for sizes in [[1], [1, 1, 1], [8, 1, 1], [3, 5, 7, 11], [1000, 1]] {
            var random = SeededRandom(seed: UInt64(count))
            let shares = PackDraw.shares(of: count, by: sizes, &random)
            #expect(shares.reduce(0, +) == count)
            let whole = Double(sizes.reduce(0, +))
            for (share, size) in zip(shares, sizes) {
                #expect(abs(Double(share) - Double(count) * Double(size) / whole) < 1)
            }
        }
    }

    @Test("gives what is left over to the largest remainders")
    func remainders() {
        var random = SeededRandom(seed: 1)
        // 7.2, 0.9 and 0.9.
        #expect(PackDraw.shares(of: 9, by: [8, 1, 1], &random) == [7, 1, 1])
        #expect(PackDraw.shares(of: 109, by: [8, 1, 1], &random) == [87, 11, 11])
    }

    private func expectEven(_ drawn: [String], over all: [String]) {
        let counts = drawn.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
        let each = all.map { counts[$0] ?? 0 }
        #expect((each.max() ?? 0) - (each.min() ?? 0) <= 1)
    }
}
