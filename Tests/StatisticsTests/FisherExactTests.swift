import Statistics
import Testing

@Suite("Fisher's exact test")
struct FisherExactTests {
    @Test(
        "agrees with scipy.stats.fisher_exact, two-sided",
        arguments: [
            (3, 4, 1, 4, 0.485714285714286), (8, 10, 1, 6, 0.034965034965035), (0, 3, 3, 3, 0.1),
            (10, 100, 2, 100, 0.033040109324185), (1, 300, 9, 250, 0.00675645352813333),
            (50, 200, 80, 210, 0.00567622048406087), (20, 1000, 45, 1000, 0.00223127301887364),
            (7, 7, 0, 9, 8.74125874125874e-05), (0, 5, 0, 5, 1), (5, 5, 5, 5, 1), (0, 1, 1, 1, 1), (0, 0, 3, 7, 1),
            (0, 0, 0, 0, 1),
        ]
    )
    func reference(hits: Int, scored: Int, otherHits: Int, otherScored: Int, probability: Double) {
        let (one, other) = (Count(hits: hits, of: scored), Count(hits: otherHits, of: otherScored))
        #expect(abs(FisherExact.probability(one, other) / probability - 1) < 1e-9)
        #expect(abs(FisherExact.probability(other, one) / probability - 1) < 1e-9)
    }

    @Test("keeps its error: of one rate a difference is seen no more often than the level says")
    func error() {
        for rate in [0.05, 0.3, 0.5] {
            let law = BinomialDistribution(trials: 12, rate: rate)
            var error = 0.0
            for one in 0...12 {
                for other in 0...12
                where FisherExact.probability(Count(hits: one, of: 12), Count(hits: other, of: 12)) <= 0.05 {
                    error += law.mass(one) * law.mass(other)
                }
            }
            #expect(error <= 0.05)
        }
    }

    @Test(
        "what several say together agrees with scipy.stats.combine_pvalues",
        arguments: [
            ([0.05], 0.05), ([0.1, 0.1], 0.0560517018598809), (.init(repeating: 0.1, count: 8), 0.00220759265678739),
            ([0.1, 1, 1, 1, 1, 1, 1, 1], 0.997393603240587), ([0.01, 0.2, 0.3], 0.0215617513248346), ([1, 1], 1),
            ([], 1),
        ] as [([Double], Double)]
    )
    func combined(probabilities: [Double], together: Double) {
        #expect(abs(FisherExact.combined(probabilities) / together - 1) < 1e-9)
    }

    @Test("a probability of zero is no trap")
    func zero() {
        let together = FisherExact.combined([0, 0.5])
        #expect(together >= 0 && together < 1e-200)
    }
}
