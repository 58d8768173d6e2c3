import Reports
import Statistics
import Testing

@Suite struct RateTextTests {
    @Test(arguments: [
        (0, 1, "0 % (95 % interval 0–79 %, n = 1)"),
        (1, 3, "33 % (95 % interval 6–79 %, n = 3)"),
        (3, 3, "100 % (95 % interval 44–100 %, n = 3)"),
        (12, 84, "14 % (95 % interval 8–23 %, n = 84)"),
        (60, 1000, "6.0 % (95 % interval 4.7–7.6 %, n = 1000)"),
        (0, 10_000, "0 % (95 % interval 0–0.04 %, n = 10000)"),
        // What is there is never rounded away, nor is what is missing.
        (1, 300, "0.3 % (95 % interval 0.1–1.9 %, n = 300)"),
        (1, 40, "3 % (95 % interval 0.4–13 %, n = 40)"),
        (39, 40, "98 % (95 % interval 87–99.6 %, n = 40)"),
    ])
    func `a rate stands with its interval and number`(hits: Int, scored: Int, text: String) throws {
        let estimate = try #require(WilsonInterval.estimate(Count(hits: hits, of: scored), confidence: .ninetyFive))
        #expect(RateText.whole(estimate) == text)
    }

    @Test(arguments: [(0.9, "90 %"), (0.95, "95 %"), (0.975, "97.5 %"), (0.999, "99.9 %")])
    func `a confidence has as many digits as it needs`(level: Double, text: String) throws {
        #expect(RateText.level(try #require(Confidence(level))) == text)
    }
}
