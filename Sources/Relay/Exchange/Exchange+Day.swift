import Access
import Dialects
import Domain
import Journal
import Settings

/// The limits of a day: who has reached one is not let in, and what an exchange took is charged when it has ended.
extension Exchange {
    /// Runs on the head alone. What asks for no answer of a model costs nothing and is let in.
    func checkDayLimits() throws(Refusal) {
        guard let key, operation != .countTokens, operation != .inputTokens,
            let reached = loop.shared.days.exhaustion(of: key, on: Day(unixMilliseconds: startedAt))
        else { return }
        throw Refusal(reached, currency: snapshot.settings.currency, now: startedAt)
    }

    func charge(_ record: ExchangeRecord) {
        guard let key else { return }
        loop.shared.days.charge(
            record.spending(at: snapshot.chargePrices),
            key: key.id,
            tenant: key.tenant,
            on: Day(unixMilliseconds: startedAt)
        )
    }
}

extension Refusal {
    /// - Parameter now: Unix milliseconds.
    init(_ reached: DayAccounts.Exhaustion, currency: String, now: UInt64) {
        let day = Day(unixMilliseconds: now)
        let amount =
            switch reached.limit {
            case .tokens(let tokens): "\(tokens) tokens"
            case .money(let money): "\(money.decimal) \(currency)"
            }
        let whose =
            switch reached.owner {
            case .key: "The key's limit of \(amount) a day"
            case .tenant(let name): "The limit of \(amount) a day that all keys of the tenant `\(name)` share"
            }
        self.init(
            .dayLimitReached,
            "\(whose) is used up. The next day begins at \(ClockText.rfc3339(unixSeconds: Int64(day.end / 1000))) (UTC); "
                + "until then only the operator can raise the limit.",
            retryAfter: day.secondsLeft(at: now)
        )
    }
}
