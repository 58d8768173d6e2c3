/// How much a day may cost; nil is no limit.
package struct DayLimits: Sendable, Hashable, Codable {
    package var tokens: Int?
    package var money: Money?

    package init(tokens: Int? = nil, money: Money? = nil) {
        self.tokens = tokens
        self.money = money
    }

    package var isNone: Bool { tokens == nil && money == nil }

    /// The bounds of what can be written as a limit of tokens.
    package static let tokenBounds = 1...1_000_000_000_000_000
    /// Larger amounts are a slip.
    package static let largestMoney = Money(picos: 1_000_000_000_000 * 1_000_000_000_000)

    /// A limit of money as people write it: a decimal above zero with at most twelve places. nil for anything else.
    package static func money(_ text: String) -> Money? {
        Money(decimal: text).flatMap { $0 > .zero && $0 <= largestMoney ? $0 : nil }
    }

    /// The one that is used up; of both the tokens.
    package func spent(by spending: Spending) -> Spent? {
        if let tokens, spending.tokens >= tokens { return .tokens(tokens) }
        if let money, spending.money >= money { return .money(money) }
        return nil
    }

    package enum Spent: Sendable, Hashable {
        case tokens(Int)
        case money(Money)
    }
}
