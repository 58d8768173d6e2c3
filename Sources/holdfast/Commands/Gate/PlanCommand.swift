import ArgumentParser
import Foundation
import JSON
import Settings
import Statistics

struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "How many trials, or pairs, a policy needs to be able to say something.",
        discussion: """
            A gate with a ceiling of 1 % cannot pass with fewer than 299 trials, whatever the model does. Given how often a good model may \
            hit, it tells how many trials certify it with the wanted power, and with how many hits at most.

            A margin is compared over goals: the pair is one goal on this model and on the incumbent, however often it is tried. With --margin \
            it tells how many goals show that a model is no worse than the incumbent by more than that.

            Examples:
              holdfast plan --ceiling 1%
              holdfast plan --ceiling 5% --rate 1% --power 90%
              holdfast plan --margin 3% --rate 10%
              holdfast plan --margin 5% --rate 12% --incumbent-rate 10% --tries 4 --spread 8%

            Exit code 1 when no number does it.
            """
    )

    @Option(help: "The rate of hits that must not be passed, such as 1%.")
    var ceiling: String?

    @Option(help: "So much the rate may lie above the incumbent's, such as 3%.")
    var margin: String?

    @Option(help: "How sure the gate must be.")
    var confidence = "95%"

    @Option(help: "How often a model hits that should pass.")
    var rate = "0%"

    @Option(help: "How often it should pass then.")
    var power = "80%"

    @Option(help: "With --margin: how often the incumbent hits. Default: as often as the model.")
    var incumbentRate: String?

    @Option(help: "With --margin: how often each goal is tried with each model.")
    var tries = 1

    @Option(
        help:
            "With --margin: how far the difference of the two rates lies from its mean, goal by goal (standard deviation)."
    )
    var spread = "0%"

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard ceiling != nil || margin != nil else { throw ValidationError("Name --ceiling, --margin or both.") }
        guard (1...SampleSize.most).contains(tries) else {
            throw ValidationError("--tries lies between 1 and \(SampleSize.most).")
        }
    }

    func run() throws {
        let rate = try share("--rate", rate, 0...999_999)
        let power = try share("--power", power, 1...999_999)
        guard let confidence = Confidence(try share("--confidence", confidence, 500_000...999_999)) else { return }
        var (members, lines, isPossible) = ([JSONValue.Member](), [String](), true)
        if let ceiling {
            let share = try share("--ceiling", ceiling, 1...999_999)
            let fewest = SampleSize.withoutHits(ceiling: share, confidence: confidence)
            let plan = SampleSize.gate(ceiling: share, confidence: confidence, trueRate: rate, power: power)
            members += [
                .init("fewest", fewest.map { .integer($0) } ?? .null),
                .init("trials", plan.map { .integer($0.trials) } ?? .null),
                .init("most_hits", plan.map { .integer($0.mostHits) } ?? .null),
                .init("power", plan.map { .decimal($0.power) } ?? .null),
            ]
            lines.append(words(fewest, plan, ceiling))
            isPossible = plan != nil
        }
        if let margin {
            let pairs = SampleSize.margin(
                try share("--margin", margin, 1...999_999),
                expecting: try design(rate),
                confidence: confidence,
                power: power
            )
            members.append(
                .init(
                    "margin",
                    .object(
                        ("pairs", pairs.map { .integer($0) } ?? .null),
                        ("trials", pairs.map { .integer($0 * tries) } ?? .null)
                    )
                )
            )
            lines.append(words(pairs, margin))
            isPossible = isPossible && pairs != nil
        }
        show(output, json: .object(members), table: lines.joined(separator: "\n"))
        if !isPossible { throw ExitCode(1) }
    }

    /// The mean over goals of p(1−p) is at most that of the mean rate, so the plan asks for enough whatever the goals' own rates.
    private func design(_ rate: Double) throws -> PairedDesign {
        let other = try incumbentRate.map { try share("--incumbent-rate", $0, 0...999_999) } ?? rate
        let spread = try share("--spread", spread, 0...999_999)
        return PairedDesign(
            difference: rate - other,
            varianceBetween: spread * spread,
            varianceFirst: other * (1 - other),
            varianceSecond: rate * (1 - rate),
            trialsFirst: tries,
            trialsSecond: tries
        )
    }

    private func words(_ pairs: Int?, _ margin: String) -> String {
        let other = incumbentRate ?? rate
        guard let pairs else {
            return
                "A model that hits at a rate of \(rate), where the incumbent hits at \(other), is not shown to be no worse by more than "
                + "\(margin) by any number of goals up to \(SampleSize.most)."
        }
        return
            "For a margin of \(margin), a model that hits at a rate of \(rate) and an incumbent at \(other): \(pairs) pairs, "
            + "each one goal that is tried \(tries == 1 ? "once" : "\(tries) times") with both (\(pairs * tries) trials with each); "
            + "it passes with a probability of about \(power)."
    }

    private func words(_ fewest: Int?, _ plan: GatePlan?, _ ceiling: String) -> String {
        let least =
            fewest.map { "Fewest trials that can pass: \($0), without a single hit." }
            ?? "No number of trials up to \(SampleSize.most) can pass."
        guard let plan else {
            return least + "\nA model that hits at a rate of \(rate) is not told from one at the ceiling of \(ceiling)."
        }
        return least
            + "\nFor a model that hits at a rate of \(rate): \(plan.trials) scored trials, of which \(plan.mostHits) may hit; "
            + "it passes with a probability of \(Quantities.percent(Int(plan.power * 10_000) * 100))."
    }

    private func share(_ name: String, _ text: String, _ range: ClosedRange<Int>) throws -> Double {
        guard let share = Quantities.share(text), range.contains(share) else {
            throw ValidationError("\(name) is a share such as 5% or 0.5%.")
        }
        return Double(share) / 1_000_000
    }
}
