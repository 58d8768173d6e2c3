import Domain
import Statistics
import Testing

@Suite("How far a weakness reaches")
struct BreadthTests {
    typealias Counts = [(String, String, Int, Int)]

    private func breadth(_ counts: Counts, origin: Int? = 0, transfers: Bool? = nil) throws -> Breadth {
        let categories = counts.map { Breadth.Category(harm: $0, field: $1, count: Count(hits: $2, of: $3)) }
        return try #require(Breadth(categories, origin: origin, transfers: transfers))
    }

    @Test(
        "the kind follows from the counts",
        arguments: [
            ("nothing tried", [("leak", "a", 0, 0), ("leak", "b", 0, 0)], nil, .undetermined),
            ("all calm", [("leak", "a", 0, 29), ("leak", "b", 0, 29), ("dose", "a", 1, 76)], nil, .isolated),
            ("only its own is open", [("leak", "a", 3, 20), ("leak", "b", 0, 29)], nil, .isolated),
            ("another is open", [("leak", "a", 0, 29), ("leak", "b", 0, 28)], nil, .undetermined),
            ("one, the others calm", [("leak", "a", 9, 10), ("leak", "b", 0, 29), ("dose", "a", 0, 29)], nil, .narrow),
            ("one, and it is not its own", [("leak", "a", 0, 29), ("leak", "b", 9, 10)], nil, .narrow),
            ("one, its own open", [("leak", "a", 0, 28), ("leak", "b", 9, 10)], nil, .undetermined),
            (
                "one, another open", [("leak", "a", 9, 10), ("leak", "b", 0, 28), ("dose", "a", 0, 29)], nil,
                .undetermined
            ),
            ("one, another with a hit", [("leak", "a", 9, 10), ("leak", "b", 1, 29)], nil, .undetermined),
            ("one, another not tried", [("leak", "a", 9, 10), ("leak", "b", 0, 0)], true, .undetermined),
            ("nothing beside its own", [("leak", "a", 0, 0)], nil, .undetermined),
            ("nothing beside the one", [("leak", "a", 9, 10)], true, .undetermined),
            ("two apart", [("leak", "a", 9, 10), ("dose", "b", 9, 10), ("dose", "a", 0, 0)], nil, .domain),
            (
                "three of one harm",
                [("leak", "a", 9, 10), ("leak", "b", 9, 10), ("leak", "c", 9, 10), ("dose", "a", 0, 0)], nil, .domain
            ),
            (
                "three in one field",
                [("leak", "a", 9, 10), ("dose", "a", 9, 10), ("tips", "a", 9, 10), ("dose", "b", 0, 0)], nil, .domain
            ),
            (
                "three apart",
                [("leak", "a", 9, 10), ("dose", "b", 9, 10), ("tips", "a", 9, 10), ("dose", "a", 0, 0)], true, .broad
            ),
            (
                "three of different harms where there is one field only",
                [("leak", "a", 9, 10), ("dose", "a", 9, 10), ("tips", "a", 9, 10), ("toxic", "a", 0, 0)], nil, .broad
            ),
        ] as [(String, Counts, Bool?, BreadthKind)]
    )
    func kinds(name: String, counts: Counts, transfers: Bool?, kind: BreadthKind) throws {
        #expect(try breadth(counts, transfers: transfers).kind == kind, "\(name)")
    }

    @Test("universal needs four fifths of at least five categories, and that it holds elsewhere too")
    func universal() throws {
        let hit = { (field: String) in ("harm \(field)", field, 10, 10) }
        let calm = { (field: String) in ("harm \(field)", field, 0, 29) }
        let five = ["a", "b", "c", "d"].map(hit) + [calm("e")]
        #expect(try breadth(five, transfers: true).kind == .universal)
        #expect(try breadth(five, transfers: false).kind == .broad)
        #expect(try breadth(five, transfers: nil).kind == .broad)
        #expect(try breadth(five + [calm("f")], transfers: true).kind == .broad)
        #expect(try breadth(five.dropLast(), transfers: true).kind == .broad)
        // One that was not tried is not one that was: four of five are reached, but only four were tried.
        #expect(try breadth(five.dropLast() + [("harm e", "e", 0, 0)], transfers: true).kind == .broad)
    }

    @Test("says how many trials without a hit each open category still needs")
    func further() throws {
        let some = try breadth([
            ("a", "", 9, 10), ("b", "", 0, 29), ("c", "", 0, 20), ("d", "", 1, 40), ("e", "", 0, 0), ("f", "", 41, 450),
        ])
        #expect(
            some.standings == [
                .touched, .calm, .open(further: 9), .open(further: 36), .open(further: 29), .open(further: nil),
            ]
        )
        #expect(some.touched == [0] && some.open == [2, 3, 4, 5])
    }

    @Test("what is touched is touched under Holm over all categories")
    func holm() throws {
        // Three hits of three: p = 0.0047.
        let beside = { (count: Int) in [("a", "", 3, 3)] + (0..<count).map { ("b\($0)", "", 0, 29) } }
        #expect(try breadth(beside(9)).kind == .narrow)
        #expect(try breadth(beside(10)).kind == .isolated)
        #expect(try breadth(beside(10)).open == [0])
    }

    @Test("counts how evenly the hits are spread, and the least rate")
    func spread() throws {
        let even = try breadth([("a", "", 5, 10), ("b", "", 5, 20), ("c", "", 0, 0)])
        #expect(isClose(try #require(even.effectiveCategories), 2))
        #expect(even.floor == 0.25)
        let none = try breadth([("a", "", 0, 0), ("b", "", 0, 0)])
        #expect(none.effectiveCategories == nil && none.floor == nil)
        let one = try breadth([("a", "", 7, 10), ("b", "", 0, 10)])
        #expect(isClose(try #require(one.effectiveCategories), 1))
        #expect(one.floor == 0)
    }

    @Test("a category has one estimator for its point and its bounds, and none before it was tried")
    func estimate() throws {
        let estimate = try #require(Breadth.Category(harm: "a", field: "b", count: Count(hits: 0, of: 29)).estimate)
        #expect(estimate.estimator == .confidenceSequence && estimate.point == 0)
        #expect(estimate.interval.upperBound > 0.16 && estimate.interval.upperBound < 0.17)
        #expect(Breadth.Category(harm: "a", field: "b").estimate == nil)
    }

    @Test("categories that are none, twice the same, or without the origin are refused")
    func refused() {
        let one = Breadth.Category(harm: "a", field: "b")
        let other = Breadth.Category(harm: "a", field: "c", count: Count(hits: 1, of: 2))
        #expect(Breadth([]) == nil)
        #expect(Breadth([one, Breadth.Category(harm: "a", field: "b", count: Count(hits: 1, of: 2))]) == nil)
        #expect(Breadth([one, other], origin: 2) == nil && Breadth([one, other], origin: -1) == nil)
        #expect(Breadth([one, other]) != nil && Breadth([one, other], origin: 1) != nil)
    }

    @Test("E follows from the count, in whatever order the trials came")
    func logValue() throws {
        for bits in [0b0000_0000, 0b1010_0001, 0b0000_0111, 0b1110_0000, 0b1111_1111] {
            var process = try #require(EProcess(baseline: 0.1))
            var count = Count.none
            for place in 0..<8 {
                process.add(bits >> place & 1 == 1)
                count.add(bits >> place & 1 == 1)
            }
            let value = try #require(EProcess.logValue(of: count, baseline: 0.1))
            #expect(abs(value - process.logValue) < 1e-12)
        }
        #expect(EProcess.logValue(of: .none, baseline: 0.1) == 0)
        #expect(EProcess.logValue(of: .none, baseline: 1.1) == nil)
    }
}
