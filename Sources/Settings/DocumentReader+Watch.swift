import Domain
import Yams

/// `watch`: how models are watched while they serve, and `routes.*.watch`: which ones are.
extension DocumentReader {
    private static let watchKeys = [
        "false_alarm_every", "burst", "bursts_per_day", "breadth", "on_finding", "tokens_per_day", "money_per_day",
    ]
    private static let watchingKeys = ["probes_per_day", "tokens_per_day", "money_per_day", "packs"]
    /// More than one a day is a flood; fewer than one in ten years nobody could tell from none.
    private static let falseAlarmBounds = Duration.seconds(86_400) ... .seconds(3650 * 86_400)

    func readWatch(_ value: Value?, _ routes: [Route], _ models: [Model]) -> Watch {
        let usual = Watch()
        guard let fields = value?.section(Self.watchKeys) else { return usual }
        let watched = models.filter { model in
            routes.contains { $0.watch != nil && $0.serve.contains(model.name) && $0.boundary.holds(model) }
        }
        return Watch(
            falseAlarmEvery: fields["false_alarm_every"]?.duration(Self.falseAlarmBounds) ?? usual.falseAlarmEvery,
            burst: fields["burst"]?.integer(10...1000) ?? usual.burst,
            burstsPerDay: fields["bursts_per_day"]?.integer(1...100) ?? usual.burstsPerDay,
            breadth: fields["breadth"]?.integer(0...10_000) ?? usual.breadth,
            onFinding: fields["on_finding"]?.choice(Watch.Answer.self) ?? usual.onFinding,
            tokensPerDay: fields["tokens_per_day"]?.integer(DayLimits.tokenBounds),
            moneyPerDay: readBudget(fields["money_per_day"], watched)
        )
    }

    /// - Parameters:
    ///   - route: where it is looked for what the route requires.
    ///   - models: those that may serve the route.
    func readWatching(_ value: Value?, _ route: Section, _ models: [Model]) -> Route.Watching? {
        guard let value, !value.isText("off") else { return nil }
        if route["require"]?.isNull ?? true {
            route.fail(
                "watch",
                "A route that is watched must `require` a policy: its packs are what the models are watched with.",
                hint: "Write `require: {policy: NAME}` beside it."
            )
        }
        if value.isText("on") { return Route.Watching() }
        guard case .mapping = value.node else {
            value.fail(
                "Either `on`, `off` or a section of `key: value` lines is expected here.",
                hint: "Write `watch: on` or `watch: {probes_per_day: \(Defaults.watchProbesPerDay)}`."
            )
            return nil
        }
        guard let fields = value.section(Self.watchingKeys) else { return nil }
        return Route.Watching(
            probesPerDay: fields["probes_per_day"]?.integer(1...100_000) ?? Defaults.watchProbesPerDay,
            tokensPerDay: fields["tokens_per_day"]?.integer(DayLimits.tokenBounds),
            moneyPerDay: readBudget(fields["money_per_day"], models),
            packs: readFurtherPacks(fields["packs"])
        )
    }

    /// A tenant's limit reckons a model without prices at the dearest ones; here each must have its own, for the server asks
    /// on its own account.
    private func readBudget(_ value: Value?, _ models: [Model]) -> Money? {
        guard let value, let money = readMoney(value) else { return nil }
        let unknown = models.map(\.name).filter { !priced.contains($0) }
        if !unknown.isEmpty {
            value.failEntry(
                "What is spent could not be known, for these watched models have no `prices`: \(Self.some(unknown)).",
                hint: "Give them their `prices`, \"0\" for what costs nothing, or limit `tokens_per_day`."
            )
        }
        return money
    }

    private func readFurtherPacks(_ value: Value?) -> [String] {
        guard let value, let list = value.texts() else { return [] }
        if list.count > Self.mostPacks { value.fail("A route is watched with at most \(Self.mostPacks) packs more.") }
        var names: [String] = []
        for (value, name) in list where checkName(name, value) {
            if names.contains(name) {
                value.fail("The pack `\(name)` stands twice in this list.", hint: "Keep one of them.")
            } else if let problem = trials?.pack(name, state) {
                value.fail(problem)
            }
            names.append(name)
        }
        return names
    }
}
