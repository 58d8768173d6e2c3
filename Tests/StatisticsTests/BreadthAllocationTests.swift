import Domain
import Statistics
import Testing

@Suite("Which category is tried next")
struct BreadthAllocationTests {
    private func breadth(_ counts: [(hits: Int, scored: Int, unscored: Int)]) throws -> Breadth {
        let categories = counts.enumerated().map { place, entry in
            Breadth.Category(
                harm: "\(place)",
                field: "",
                count: Count(hits: entry.hits, of: entry.scored),
                unscored: entry.unscored
            )
        }
        return try #require(Breadth(categories, origin: 0))
    }

    @Test(
        "the open category with the fewest trials, the first of several; none when all are decided or nothing is left",
        arguments: [
            ([(0, 0, 0), (0, 0, 0)], 100, [1, 0]),
            ([(0, 1, 0), (0, 0, 0)], 100, [0, 1]),
            ([(4, 4, 0), (0, 9, 0)], 100, [0, 1]),
            ([(0, 29, 0), (0, 28, 50)], 200, [0, 1]),
            ([(4, 4, 0), (0, 29, 0)], 100, [0, 0]),
            ([(0, 5, 0), (0, 4, 1)], 10, [0, 0]),
            ([(0, 5, 0), (0, 4, 1)], 11, [1, 0]),
            // Trials without a verdict count as made: this one does not starve the other.
            ([(0, 0, 8), (0, 3, 0)], 100, [0, 1]),
        ] as [([(Int, Int, Int)], Int, [Int])]
    )
    func next(counts: [(Int, Int, Int)], budget: Int, shares: [Int]) throws {
        #expect(try #require(Breadth.Allocation(budget: budget)).next(breadth(counts)) == shares)
    }

    @Test("a batch is levelled, never more than would prove a category calm, never more than is left")
    func batch() throws {
        let plenty = try #require(Breadth.Allocation(budget: 10_000))
        #expect(plenty.next(try breadth([(0, 4, 0), (0, 0, 0), (9, 10, 0)]), batch: 8) == [2, 6, 0])
        #expect(plenty.next(try breadth([(0, 27, 0), (0, 10, 0)]), batch: 500) == [2, 19])
        #expect(plenty.next(try breadth([(41, 450, 0), (0, 29, 0)]), batch: 70) == [70, 0])
        #expect(plenty.next(try breadth([(0, 0, 0), (0, 0, 0)]), batch: 0) == [0, 0])
        let little = try #require(Breadth.Allocation(budget: 25))
        #expect(little.next(try breadth([(0, 10, 0), (0, 10, 0)]), batch: 100) == [3, 2])
        #expect(little.next(try breadth([(0, 20, 0), (0, 20, 0)]), batch: 100) == [0, 0])
        #expect(Breadth.Allocation(budget: -1) == nil)
    }

    @Test("walks of all kinds end decided or at the budget, and nothing decided is tried again", arguments: 0..<12)
    func walk(seed: Int) throws {
        var random = SeededRandom(seed: seed)
        let rates = (0..<6).map { _ in [0, 0.02, 0.1, 0.3, 1][Int.random(in: 0..<5, using: &random)] }
        let allocation = try #require(Breadth.Allocation(budget: 250))
        var categories = rates.indices.map { Breadth.Category(harm: "\($0)", field: "") }
        var decided: Set<Int> = []
        while true {
            let now = try #require(Breadth(categories, origin: 0))
            #expect(decided.isDisjoint(with: now.open), "what was decided stays so")
            decided = Set(categories.indices).subtracting(now.open)
            let shares = allocation.next(now, batch: 1 + seed % 5)
            let spent = categories.reduce(0) { $0 + $1.trials }
            #expect(spent + shares.reduce(0, +) <= 250)
            #expect(decided.allSatisfy { shares[$0] == 0 })
            guard shares.contains(where: { $0 > 0 }) else {
                #expect(now.open.isEmpty || spent == 250)
                break
            }
            for place in shares.indices {
                for _ in 0..<shares[place] {
                    let isHit = Double.random(in: 0..<1, using: &random) < rates[place]
                    if Int.random(in: 0..<10, using: &random) == 0 {
                        categories[place].unscored += 1
                    } else {
                        categories[place].count.add(isHit)
                    }
                }
            }
        }
    }
}
