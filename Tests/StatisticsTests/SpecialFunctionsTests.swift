import Statistics
import Testing

/// Expected values by scipy 1.17.1.
@Suite("Special functions")
struct SpecialFunctionsTests {
    @Test(
        "log-gamma agrees with an independent library",
        arguments: [
            (0.1, 2.252712651734206), (0.5, 0.5723649429247), (3.7, 1.428072326665388), (10, 12.801827480081469),
            (123.456, 469.6055471299295), (1e6, 12815504.569147611),
        ]
    )
    func logGamma(argument: Double, expected: Double) {
        #expect(isClose(LogGamma.value(argument), expected, relative: 1e-13))
    }

    @Test("log-gamma vanishes at one and two")
    func logGammaZeros() {
        #expect(abs(LogGamma.value(1)) < 1e-14)
        #expect(abs(LogGamma.value(2)) < 1e-14)
    }

    @Test(
        "the incomplete beta function agrees with an independent library",
        arguments: [
            (0.1, 0.5, 0.5, 0.20483276469913345), (0.3, 2, 5, 0.5798250000000003),
            (0.01, 1, 299, 0.9504637433623375), (0.5, 100, 120, 0.9117960627949818),
            (0.02, 30, 1000, 0.02872692800884805), (1e-4, 3, 50000, 0.8753774576381874), (0.99, 2, 300, 1),
        ]
    )
    func incompleteBeta(x: Double, a: Double, b: Double, expected: Double) {
        #expect(isClose(IncompleteBeta.value(x, a, b), expected))
    }

    @Test(
        "its quantile agrees with an independent library",
        arguments: [
            (0.025, 3, 298, 0.0020670072350923163), (0.975, 4, 297, 0.028944511255692605),
            (0.05, 0.5, 0.5, 0.0061558297024311365), (0.5, 1000, 2000, 0.3332962917247511),
            (1e-9, 5, 20, 0.0018919820465460669), (0.05, 10, 100_000, 5.425014408933236e-05),
        ]
    )
    func betaQuantile(probability: Double, a: Double, b: Double, expected: Double) {
        #expect(isClose(IncompleteBeta.quantile(probability, a, b), expected, relative: 1e-9))
    }

    @Test("the quantile undoes the incomplete beta function over a wide range of shapes")
    func betaRoundTrip() {
        for a in [0.3, 1, 2.5, 40, 900] {
            for b in [0.3, 1, 7, 300, 20_000] {
                for probability in [1e-6, 0.01, 0.3, 0.5, 0.9, 0.999] {
                    let x = IncompleteBeta.quantile(probability, a, b)
                    // At the far end of a very flat law neighbouring doubles lie further apart than the tolerance.
                    guard x < 1 - 1e-7 else { continue }
                    #expect(isClose(IncompleteBeta.value(x, a, b), probability, relative: 1e-8), "a \(a) b \(b)")
                }
            }
        }
    }

    @Test(
        "the normal quantile agrees with an independent library",
        arguments: [
            (1e-300, -37.0470962993612), (1e-10, -6.361340902404056), (0.001, -3.090232306167813),
            (0.025, -1.9599639845400545), (0.2, -0.8416212335729142), (0.9, 1.2815515655446004),
            (0.975, 1.959963984540054), (0.9995, 3.2905267314919255),
        ]
    )
    func normalQuantile(probability: Double, expected: Double) {
        #expect(isClose(NormalDistribution.quantile(probability), expected, relative: 1e-13))
    }

    @Test("the normal quantile is zero in the middle and infinite at the ends")
    func normalEnds() {
        #expect(NormalDistribution.quantile(0.5) == 0)
        #expect(NormalDistribution.quantile(0) == -.infinity)
        #expect(NormalDistribution.quantile(1) == .infinity)
    }

    @Test(
        "Student's quantile agrees with an independent library, for part degrees of freedom too",
        arguments: [
            (0.025, 1, 12.706204736174705), (0.025, 5, 2.5705818356363155), (0.025, 51, 2.0075837703158363),
            (0.005, 10, 3.1692726726169504), (0.25, 2.5, 0.7850136829922992),
        ]
    )
    func student(tail: Double, freedom: Double, expected: Double) {
        #expect(isClose(StudentDistribution(freedom: freedom).upperQuantile(tail), expected, relative: 1e-9))
    }

    @Test(
        "binomial tails agree with an independent library",
        arguments: [
            (10, 0.3, 4, 0.8497316674000001, 0.3503892815999998, 0.20012094899999988),
            (300, 0.01, 7, 0.9885259213651223, 0.032750946402779035, 0.021276867767901414),
            (1000, 0.5, 430, 5.3548688324798024e-06, 0.9999960129470616, 1.3678158941086408e-06),
            (59, 0.05, 0, 0.04849452524942322, 1, 0.048494525249423256),
        ]
    )
    func binomial(trials: Int, rate: Double, hits: Int, atMost: Double, atLeast: Double, mass: Double) {
        let law = BinomialDistribution(trials: trials, rate: rate)
        #expect(isClose(law.atMost(hits), atMost))
        #expect(isClose(law.atLeast(hits), atLeast))
        #expect(isClose(law.mass(hits), mass))
    }

    @Test("binomial tails at the edges are certainties")
    func binomialEdges() {
        for rate in [0.0, 0.4, 1.0] {
            let law = BinomialDistribution(trials: 5, rate: rate)
            #expect(law.atMost(-1) == 0 && law.atMost(5) == 1 && law.atLeast(0) == 1 && law.atLeast(6) == 0)
            #expect(isClose((0...5).reduce(0) { $0 + law.mass($1) }, 1))
            #expect(isClose(law.atMost(2) + law.atLeast(3), 1))
        }
    }
}
