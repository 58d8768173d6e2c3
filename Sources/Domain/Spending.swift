/// Tokens and money that were used, by one exchange or by many.
package struct Spending: Sendable, Hashable {
    package var tokens: Int
    package var money: Money

    package init(tokens: Int = 0, money: Money = .zero) {
        self.tokens = tokens
        self.money = money
    }

    package var isNothing: Bool { tokens == 0 && money == .zero }

    /// Stays at the largest number where the sum has no room: what a damaged record holds must end nobody's process.
    package static func += (left: inout Spending, right: Spending) {
        let (tokens, overflows) = left.tokens.addingReportingOverflow(right.tokens)
        left.tokens = overflows ? .max : tokens
        let (picos, moneyOverflows) = left.money.picos.addingReportingOverflow(right.money.picos)
        left.money.picos = moneyOverflows ? .max : picos
    }
}
