package import Domain

/// What trials have used up, against what they may.
package struct Spent: Sendable, Equatable {
    package var tokens: Int
    package var money: Money

    package init(tokens: Int = 0, money: Money = .zero) {
        self.tokens = tokens
        self.money = money
    }

    package mutating func add(_ outcome: Trial.Outcome) {
        tokens += outcome.tokens
        if let cost = outcome.cost { money = money + cost }
    }

    /// One request.
    ///
    /// - Parameters:
    ///   - sent: bytes; a target that tells no usage is charged by them, as callers are.
    ///   - answered: bytes.
    mutating func add(_ observed: ProbeTarget.Observed, sent: Int, answered: Int) {
        tokens += (observed.usage.input ?? Self.tokens(in: sent)) + (observed.usage.output ?? Self.tokens(in: answered))
        if let cost = observed.cost { money = money + cost }
    }

    static func tokens(in bytes: Int) -> Int { (bytes + 3) / 4 }

    package static func + (one: Spent, other: Spent) -> Spent {
        Spent(tokens: one.tokens + other.tokens, money: one.money + other.money)
    }

    /// Which ceiling is reached, in words; nil: none.
    ///
    /// - Parameter today: of all runs of the day, this one's among it.
    package func reached(_ ceilings: RunPlan.Ceilings, today: Spent) -> String? {
        if let most = ceilings.tokens, tokens >= most { return "the run's ceiling of \(most) tokens" }
        if let most = ceilings.money, money >= most { return "the run's ceiling of \(most.decimal)" }
        if let most = ceilings.tokensPerDay, today.tokens >= most { return "the day's ceiling of \(most) tokens" }
        if let most = ceilings.moneyPerDay, today.money >= most { return "the day's ceiling of \(most.decimal)" }
        return nil
    }
}
