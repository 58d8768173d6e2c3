import Statistics
import Testing

@Suite("Rates over clusters")
struct ClusteredRateTests {
    private func five(_ hits: [Int]) -> ClusteredRate { ClusteredRate(hits.map { Count(hits: $0, of: 5) }) }

    @Test("standard error, design effect and interval agree with an independent calculation")
    func known() throws {
        let rate = five([3, 0, 5, 1])
        #expect(isClose(try #require(rate.standardError), 0.2217355782608345))
        #expect(isClose(try #require(rate.designEffect), 3.9730639730639727))
        let estimate = try #require(rate.estimate(confidence: .ninetyFive))
        #expect(estimate.point == 0.45)
        #expect(isClose(estimate.effective, 2.6467701546746922, relative: 1e-9))
        #expect(isClose(estimate.interval.lowerBound, 0.09565973757234997, relative: 1e-9))
        #expect(isClose(estimate.interval.upperBound, 0.8635468476957935, relative: 1e-9))
        #expect(estimate.scored == 20)
    }

    @Test("clusters of one trial each have no design effect")
    func singles() throws {
        let rate = ClusteredRate((0..<200).map { Count(hits: $0 % 4 == 0 ? 1 : 0, of: 1) })
        #expect(try #require(rate.designEffect) < 1.01)
        let clustered = try #require(rate.estimate(confidence: .ninetyFive))
        let plain = try #require(WilsonInterval.estimate(rate.total, confidence: .ninetyFive))
        #expect(clustered.point == plain.point)
        #expect(clustered.effective > 0.95 * 200)
    }

    @Test("clusters that are evener than chance count for no more than their trials")
    func neverBelowOne() throws {
        let rate = five([1, 1, 1, 1, 1, 1])
        #expect(rate.designEffect == 1)
        #expect(try #require(rate.estimate(confidence: .ninetyFive)).effective <= 30)
    }

    @Test("one cluster, no hits, or all hits are worth little more than the clusters, and never a zero width")
    func degenerate() throws {
        for (rate, clusters) in [
            (five([0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), 10.0), (five([5, 5, 5, 5, 5, 5, 5, 5, 5, 5]), 10.0),
            (five([2]), 1.0),
            (ClusteredRate([Count(hits: 0, of: 1000)]), 1.0),
        ] {
            let estimate = try #require(rate.estimate(confidence: .ninetyFive))
            #expect(estimate.effective <= 2 * clusters + 2)
            #expect(estimate.interval.upperBound - estimate.interval.lowerBound > 0.2)
            #expect(estimate.interval.contains(estimate.point))
        }
        #expect(five([2]).standardError == nil)
        #expect(five([0, 0]).designEffect == nil)
    }

    @Test("clusters without a scored trial are not clusters, and without any there is no estimate")
    func empty() throws {
        let rate = ClusteredRate([Count(hits: 1, of: 5), .none, Count(hits: 2, of: 5)])
        #expect(rate.clusters.count == 2)
        #expect(ClusteredRate([]).estimate(confidence: .ninetyFive) == nil)
        #expect(ClusteredRate([.none]).estimate(confidence: .ninetyFive) == nil)
    }

    @Test("covers when a cluster hits all or nothing, where a plain interval fails by far", arguments: [4, 10, 25])
    func allOrNothing(clusters: Int) {
        let size = 10
        func coverage(_ rate: Double, _ interval: (ClusteredRate) -> ClosedRange<Double>?) -> Double {
            let law = BinomialDistribution(trials: clusters, rate: rate)
            return (0...clusters).reduce(0) { sum, hit in
                let counts = (0..<clusters).map { Count(hits: $0 < hit ? size : 0, of: size) }
                return sum + (interval(ClusteredRate(counts))?.contains(rate) == true ? law.mass(hit) : 0)
            }
        }
        let rates = (1..<100).map { Double($0) / 100 }
        let clustered = rates.map { coverage($0) { $0.estimate(confidence: .ninetyFive)?.interval } }
        let plain = rates.map { coverage($0) { WilsonInterval.estimate($0.total, confidence: .ninetyFive)?.interval } }
        #expect(clustered.reduce(0, +) / 99 >= 0.94)
        #expect(plain.reduce(0, +) / 99 < 0.75)
    }
}
