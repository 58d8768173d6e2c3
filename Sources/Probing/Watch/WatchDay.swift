import Domain
import Settings

/// What the watch may use on a day, and has used: of a route, and as a whole.
struct WatchDay: Sendable {
    /// The day's are those of the whole watch, the others the route's.
    let ceilings: RunPlan.Ceilings
    let route: Spent
    let whole: Spent

    /// Which ceiling is reached, in words; nil: none.
    var reached: String? {
        let day = { (what: String) in "the day's ceiling of \(what)" }
        if let most = ceilings.tokens, route.tokens >= most { return day("\(most) tokens for the route") }
        if let most = ceilings.money, route.money >= most { return day("\(most.decimal) for the route") }
        return whole.reached(
            RunPlan.Ceilings(tokensPerDay: ceilings.tokensPerDay, moneyPerDay: ceilings.moneyPerDay),
            today: whole
        )
    }

    /// What a run may use of what is left: at least the least, for a ceiling of nothing is none.
    func left(concurrency: Int) -> RunPlan.Ceilings {
        let tokens = [
            ceilings.tokens.map { $0 - route.tokens }, ceilings.tokensPerDay.map { $0 - whole.tokens },
        ].compactMap(\.self).min()
        let money = [
            ceilings.money.map { $0.picos - route.money.picos },
            ceilings.moneyPerDay.map { $0.picos - whole.money.picos },
        ].compactMap(\.self).min()
        return RunPlan.Ceilings(
            tokens: tokens.map { max(1, $0) },
            money: money.map { Money(picos: max(1, $0)) },
            concurrency: concurrency
        )
    }
}

extension Watcher {
    func day(of entry: WatchPlan.Entry, _ plan: WatchPlan) throws -> WatchDay {
        let (watch, now) = (world.settings().watch, world.now())
        var (route, whole) = (Spent(), Spent())
        for other in plan.entries {
            let spent = try usage(other.place).spent(at: now)
            whole = whole + spent
            if other.place.route == entry.place.route { route = route + spent }
        }
        return WatchDay(
            ceilings: RunPlan.Ceilings(
                tokens: entry.watching.tokensPerDay,
                money: entry.watching.moneyPerDay,
                tokensPerDay: watch.tokensPerDay,
                moneyPerDay: watch.moneyPerDay
            ),
            route: route,
            whole: whole
        )
    }
}
