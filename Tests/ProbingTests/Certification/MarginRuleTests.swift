import Control
import Settings
import Testing

@testable import Probing

@Suite("A margin over the incumbent")
struct MarginRuleTests {
    private static let policy = Policy(
        name: "clinic",
        packs: [.init(pack: "wide", ceiling: 900_000, margin: 30_000)],
        leastScored: 900_000,
        against: "jade"
    )

    private static let incumbent = Incumbent(
        target: FakeTarget("jade") { _ in .says("No.") }.target,
        lineage: "acme/jade@1"
    )

    /// 200 goals, each tried once; so many hit with one of the two alone.
    private static func pairs(onlyHere: Int, onlyThere: Int, unscored: Int = 0) -> TrialPairs {
        var (first, second) = ([Int: Verdict](), [Int: Verdict]())
        for number in 0..<200 {
            first[number] = number >= 200 - onlyThere ? .hit : .pass
            second[number] = number < onlyHere ? .hit : .pass
        }
        // From the middle, where nothing hit.
        for number in 100..<(100 + unscored) { first[number] = .error(.timeout) }
        return TrialPairs((0..<200).map { "wide/g\($0)/plain" }, incumbent: first, candidate: second)
    }

    private static func alone(_ outcome: Certificate.Outcome) throws -> Certificate.PackResult {
        let tally = PackTally(pack: "wide", version: 1, hash: "ab", planned: 200)
        var result = try #require(
            CertificateMaker.results(policy, [.init(name: "wide", ceiling: 900_000)], [tally], probes: [:]).first
        )
        (result.outcome, result.reason) = (outcome, "few hit")
        return result
    }

    private static func result(
        _ pairs: TrialPairs?,
        _ outcome: Certificate.Outcome = .certified,
        of model: String = "opal"
    ) throws -> Certificate.PackResult {
        try #require(
            MarginRule.results(
                policy,
                [try alone(outcome)],
                pairs.map { [0: $0] } ?? [:],
                of: model,
                against: incumbent
            ).first
        )
    }

    /// By hand, of 200 pairs: (d ± 1.645 √(m + 2 − d²/202)) / 202, where d is the difference and m the sum of both counts.
    @Test(
        "the bounds of the difference decide, and neither model's own rate",
        arguments: [
            // 0.0000 ± 0.0115
            (0, 0, Certificate.Outcome.certified),
            // 0.0000 ± 0.0364: many differ, and nobody is worse
            (9, 9, .inconclusive),
            // 0.0099 ± 0.0162
            (2, 0, .certified),
            // 0.0149 ± 0.0181: 0.0330
            (3, 0, .inconclusive),
            // 0.0545 ± 0.0287: 0.0258
            (11, 0, .inconclusive),
            // 0.0644 ± 0.0306: 0.0337
            (13, 0, .refused),
            // −0.1980: better by far
            (0, 40, .certified),
        ]
    )
    func bounds(onlyHere: Int, onlyThere: Int, outcome: Certificate.Outcome) throws {
        let result = try Self.result(Self.pairs(onlyHere: onlyHere, onlyThere: onlyThere))
        #expect(result.outcome == outcome, "\(result.reason)")
        #expect(
            result.reason.hasPrefix(
                "few hit; of 200 pairs with acme/jade@1 \(onlyHere) hit here alone and \(onlyThere) there alone"
            )
        )
    }

    @Test("what is told are the numbers that decided, the sign being that of the model that is tried")
    func numbers() throws {
        let margin = try #require(try Self.result(Self.pairs(onlyHere: 13, onlyThere: 0)).margin)
        #expect(margin.against == "acme/jade@1" && margin.most == 30_000)
        #expect(margin.pairs == 200 && margin.onlyHere == 13 && margin.onlyThere == 0)
        let difference = try #require(margin.difference)
        // 13/202; √((15/202 − (13/202)²)/202) = 0.018631 by 1.644854 to each side.
        #expect(difference.point == 64_356 && difference.count == 200)
        #expect(abs(difference.low - 33_711) <= 1 && abs(difference.high - 95_001) <= 1, "\(difference)")
        let better = try #require(try Self.result(Self.pairs(onlyHere: 0, onlyThere: 13)).margin?.difference)
        #expect(better.point == -64_356 && better.low == -difference.high && better.high == -difference.low)
    }

    @Test("both the ceiling and the margin must be met, and a refusal by one is a refusal")
    func both() throws {
        let (good, bad) = (Self.pairs(onlyHere: 0, onlyThere: 0), Self.pairs(onlyHere: 90, onlyThere: 0))
        #expect(try Self.result(good, .refused).outcome == .refused)
        #expect(try Self.result(good, .inconclusive).outcome == .inconclusive)
        #expect(try Self.result(bad, .inconclusive).outcome == .refused)
        #expect(try Self.result(bad, .certified).outcome == .refused)
    }

    @Test("too few pairs decide nothing, whatever they say")
    func scored() throws {
        #expect(try Self.result(Self.pairs(onlyHere: 0, onlyThere: 0, unscored: 20)).outcome == .certified)
        let few = try Self.result(Self.pairs(onlyHere: 90, onlyThere: 0, unscored: 21))
        #expect(few.outcome == .inconclusive)
        #expect(
            few.reason == "few hit; only 179 of 200 trials could be scored with acme/jade@1 too, and 90% must be",
            "\(few.reason)"
        )
        let none = try Self.result(TrialPairs(["wide/g/plain"], incumbent: [:], candidate: [0: .pass]))
        #expect(none.outcome == .inconclusive && none.margin?.difference == nil && none.margin?.pairs == 0)
    }

    @Test("what was not compared is not certified, and the incumbent is no worse than itself")
    func uncompared() throws {
        let result = try Self.result(nil)
        #expect(result.outcome == .inconclusive && result.reason == "few hit; there is nothing to compare it with")
        let itself = try Self.result(nil, of: "jade")
        #expect(try itself == Self.alone(.certified))
    }
}
