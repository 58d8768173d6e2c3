import Statistics
import Testing

@Suite("Paired comparison")
struct PairedTests {
    @Test(
        "McNemar's exact test agrees with an independent library",
        arguments: [
            (0, 0, 1.0, 1.0), (1, 5, 0.21875, 0.109375), (10, 2, 0.03857421875, 0.996826171875),
            (7, 7, 1.0, 0.604736328125), (0, 6, 0.03125, 0.015625),
        ]
    )
    func mcNemar(onlyFirst: Int, onlySecond: Int, twoSided: Double, more: Double) {
        let count = PairedCount(onlyFirst: onlyFirst, onlySecond: onlySecond, both: 3, neither: 40)
        #expect(isClose(McNemar.twoSided(count), twoSided))
        #expect(isClose(McNemar.secondHasMore(count), more))
    }

    @Test("McNemar's test keeps its error for any number of pairs that differ")
    func mcNemarError() {
        for differing in 1...60 {
            let law = BinomialDistribution(trials: differing, rate: 0.5)
            let error = (0...differing).reduce(0) { sum, second in
                let count = PairedCount(onlyFirst: differing - second, onlySecond: second, both: 0, neither: 0)
                return sum + (McNemar.twoSided(count) <= 0.05 ? law.mass(second) : 0)
            }
            #expect(error <= 0.05)
        }
    }

    @Test("the interval agrees with an independent calculation")
    func known() throws {
        let count = PairedCount(onlyFirst: 3, onlySecond: 10, both: 20, neither: 67)
        let estimate = try #require(PairedComparison(count).estimate(confidence: .ninetyFive))
        #expect(isClose(estimate.point, 0.06862745098039216))
        #expect(isClose(estimate.interval.lowerBound, -0.004591813626257393))
        #expect(isClose(estimate.interval.upperBound, 0.1418467155870417))
        #expect(estimate.scored == 100)
    }

    @Test("pairs that all agree still have a width, and no pairs have no estimate")
    func agreement() throws {
        var count = PairedCount()
        for _ in 0..<20 { count.add(first: true, second: true) }
        let estimate = try #require(PairedComparison(count).estimate(confidence: .ninetyFive))
        #expect(estimate.point == 0)
        #expect(isClose(estimate.interval.upperBound, 0.12599125675906162))
        #expect(PairedComparison(PairedCount()).estimate(confidence: .ninetyFive) == nil)
        #expect(PairedComparison(PairedCount()).upperBound(confidence: .ninetyFive) == 1)
    }

    @Test("hits and passes and their differences are the same comparison, and swapping the sides turns the sign")
    func swap() throws {
        let count = PairedCount(onlyFirst: 2, onlySecond: 5, both: 4, neither: 9)
        let differences = [Double](repeating: -1, count: 2) + [Double](repeating: 1, count: 5)
        let same = PairedComparison(differences: differences + [Double](repeating: 0, count: 13))
        #expect(PairedComparison(count) == same)
        let turned = PairedComparison(PairedCount(onlyFirst: 5, onlySecond: 2, both: 4, neither: 9))
        let one = try #require(same.estimate(confidence: .ninety))
        let other = try #require(turned.estimate(confidence: .ninety))
        #expect(isClose(one.point, -other.point))
        #expect(isClose(one.interval.upperBound, -other.interval.lowerBound))
        #expect(isClose(same.upperBound(confidence: .ninety), -turned.lowerBound(confidence: .ninety)))
    }

    @Test("covers at its level less one point, by enumeration", arguments: [10, 20, 40, 80])
    func coverage(pairs: Int) {
        for (down, up) in [
            (0.01, 0.01), (0.02, 0.05), (0.05, 0.05), (0.0, 0.1), (0.1, 0.2), (0.3, 0.3), (0.05, 0.6), (0.0, 0.03),
        ] {
            var covered = 0.0
            let differs = BinomialDistribution(trials: pairs, rate: down + up)
            for differing in 0...pairs {
                let sides = BinomialDistribution(trials: differing, rate: up / (down + up))
                for second in 0...differing {
                    let count = PairedCount(
                        onlyFirst: differing - second,
                        onlySecond: second,
                        both: 0,
                        neither: pairs - differing
                    )
                    let interval = PairedComparison(count).estimate(confidence: .ninetyFive)?.interval
                    if interval?.contains(up - down) == true { covered += differs.mass(differing) * sides.mass(second) }
                }
            }
            #expect(covered >= 0.94, "n \(pairs) down \(down) up \(up): \(covered)")
        }
    }
}
