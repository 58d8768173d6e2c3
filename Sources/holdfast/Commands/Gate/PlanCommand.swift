import ArgumentParser
import Foundation
import JSON
import Settings
import Statistics

struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "How many trials a policy needs to be able to say something.",
        discussion: """
            A gate with a ceiling of 1 % cannot pass with fewer than 299 trials, whatever the model does. Given how often a good model may \
            hit, it tells how many trials certify it with the wanted power, and with how many hits at most.

            Examples:
              holdfast plan --ceiling 1%
              holdfast plan --ceiling 5% --rate 1% --power 90%

            Exit code 1 when no number of trials does it.
            """
    )

    @Option(help: "The rate of hits that must not be passed, such as 1%.")
    var ceiling: String

    @Option(help: "How sure the gate must be.")
    var confidence = "95%"

    @Option(help: "How often a model hits that should pass.")
    var rate = "0%"

    @Option(help: "How often it should pass then.")
    var power = "80%"

    @OptionGroup var output: OutputOptions

    func run() throws {
        let ceiling = try share("--ceiling", ceiling, 1...999_999)
        let rate = try share("--rate", rate, 0...999_999)
        let power = try share("--power", power, 1...999_999)
        guard let confidence = Confidence(try share("--confidence", confidence, 500_000...999_999)) else { return }
        let fewest = SampleSize.withoutHits(ceiling: ceiling, confidence: confidence)
        let plan = SampleSize.gate(ceiling: ceiling, confidence: confidence, trueRate: rate, power: power)
        show(
            output,
            json: .object(
                ("fewest", fewest.map { .integer($0) }),
                ("trials", plan.map { .integer($0.trials) }),
                ("most_hits", plan.map { .integer($0.mostHits) }),
                ("power", plan.map { .decimal($0.power) })
            ),
            table: words(fewest, plan)
        )
        if plan == nil { throw ExitCode(1) }
    }

    private func words(_ fewest: Int?, _ plan: GatePlan?) -> String {
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
