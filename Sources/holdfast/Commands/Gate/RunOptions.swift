import ArgumentParser
import Domain
import Probing

/// How trials are made: what is sent, how much may be used, what is replayed.
struct RunOptions: ParsableArguments {
    @Option(help: "Tokens of an answer at most.")
    var maxTokens = RunOrder.usualTokens

    @Option(help: "Sampling temperature, such as 0 or 0.7. Default: the target's own.")
    var temperature: String?

    @Option(help: "Whereby probes, secrets and spellings are drawn; the same seed makes the same run. Default: drawn.")
    var seed: UInt64?

    @Option(help: "Tokens that the run may use.")
    var budget: Int?

    @Option(help: "Money that the run may use, such as 2.50, at the configured prices.")
    var money: String?

    @Option(help: "Tokens that all runs of a day (UTC) from this state folder may use.")
    var budgetPerDay: Int?

    @Option(help: "Money that all runs of a day (UTC) from this state folder may use.")
    var moneyPerDay: String?

    @Option(help: "Requests at once at most, usually 32; how many it really are follows how the target takes them.")
    var concurrency: Int?

    @Flag(help: "Hand the run to the running server; an interrupt pauses it there.")
    var server = false

    @Flag(help: "With --server: do not wait for the end. `holdfast probe --list` shows how it goes.")
    var detach = false

    func validate() throws {
        if detach, !server { throw ValidationError("--detach goes with --server.") }
        guard RunOrder.tokens.contains(maxTokens) else {
            throw ValidationError("--max-tokens lies between 1 and 100000.")
        }
        guard RunOrder.concurrency.contains(concurrency ?? 1) else {
            throw ValidationError("--concurrency lies between 1 and 1024.")
        }
        guard temperature.map(RunOrder.isTemperature) ?? true else {
            throw ValidationError("--temperature is a decimal between 0 and 2.")
        }
        for (name, value) in [("--money", money), ("--money-per-day", moneyPerDay)] {
            if let value, !RunOrder.isPrice(value) {
                throw ValidationError("\(name) is a decimal above 0, such as 2.50.")
            }
        }
        for (name, value) in [("--budget", budget), ("--budget-per-day", budgetPerDay)] {
            if let value, value < 1 { throw ValidationError("\(name) is at least 1.") }
        }
    }

    func order(_ aim: RunOrder.Aim) -> RunOrder {
        var order = RunOrder(aim)
        order.seed = seed
        order.parameters = .init(mostTokens: maxTokens, temperature: temperature)
        order.ceilings = ceilings(over: .init())
        return order
    }

    /// Those ceilings that are named, as the operator API names them.
    var namedCeilings: Set<String> {
        let named: [String: Bool] = [
            "tokens": budget != nil, "money": money != nil, "tokens_per_day": budgetPerDay != nil,
            "money_per_day": moneyPerDay != nil, "concurrency": concurrency != nil,
        ]
        return Set(named.filter(\.value).keys)
    }

    /// - Parameter known: of a run that goes on; what is named here takes their place.
    func ceilings(over known: RunPlan.Ceilings) -> RunPlan.Ceilings {
        .init(
            tokens: budget ?? known.tokens,
            money: money.flatMap { Money(decimal: $0) } ?? known.money,
            tokensPerDay: budgetPerDay ?? known.tokensPerDay,
            moneyPerDay: moneyPerDay.flatMap { Money(decimal: $0) } ?? known.moneyPerDay,
            concurrency: concurrency ?? known.concurrency
        )
    }
}
