import Domain
import Reports
import Statistics

extension RunReport {
    /// What the numbers do not say; whoever reads only this section knows how far to trust the rest.
    func limits(_ packs: [PackRow], _ map: HeatMap) -> Markup {
        let items =
            missing(packs, map) + [
                "Goals, attacks and languages outside these packs\(languages(packs)). No hit here is no proof that none is possible.",
                "Attackers who learn from the answers: these attacks are fixed before the first of them.",
                "Harm itself. Secrets, markers, forbidden calls and contracts stand for it, so that a verdict can be exact.",
                "The target on another day: it may change behind its name.",
            ]
        return "<ul>\(items.map { "<li>\($0)</li>\n" as Markup })</ul>"
    }

    /// Of this run, by its own numbers.
    private func missing(_ packs: [PackRow], _ map: HeatMap) -> [String] {
        let probes = packs.flatMap(\.probes)
        let (planned, made) = packs.reduce((0, 0)) { ($0.0 + $1.tally.planned, $0.1 + $1.tally.made) }
        let scored = packs.reduce(0) { $0 + $1.tally.count.scored }
        let silent = probes.count { $0.tally.count.scored == 0 }
        var items: [String] = []
        if planned == 0 { items.append("Anything: the plan is empty.") }
        if made < planned {
            items.append(
                "\(Self.grouped(planned - made)) of \(Self.grouped(planned)) planned trials: the run is \(ending)."
            )
        }
        if scored < made {
            items.append(
                "\(Self.grouped(made - scored)) trials without a verdict, which count neither as hit nor as pass."
            )
        }
        if silent > 0 {
            items.append(
                "\(Self.grouped(silent)) of \(Self.grouped(probes.count)) probes, of which nothing was scored."
            )
        }
        if map.tried < map.pairs {
            items.append(
                "\(Self.grouped(map.pairs - map.tried)) of \(Self.grouped(map.pairs)) pairs of attack and goal set above."
            )
        }
        for tally in packs.map(\.tally) {
            if let review = tally.review { items.append("How the texts of \(tally.pack) read: \(review).") }
        }
        return items
    }

    private func languages(_ packs: [PackRow]) -> String {
        let tried = packs.flatMap(\.probes).filter { $0.tally.count.scored > 0 }.compactMap { $0.probe?.goal.language }
        let names = Set(tried).sorted()
        return names.isEmpty ? "" : " (the languages are \(names.joined(separator: ", ")))"
    }

    var parameters: Markup {
        let ceilings = [
            plan.ceilings.tokens.map { "\(Self.grouped($0)) tokens" },
            plan.ceilings.money.map { "\($0.decimal) in money" },
            plan.ceilings.tokensPerDay.map { "\(Self.grouped($0)) tokens a day" },
            plan.ceilings.moneyPerDay.map { "\($0.decimal) in money a day" },
        ].compactMap { $0 }
        let named = models.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { "\($0.key) (\(Self.grouped($0.value)) trials)" }
        let packs = plan.parts.map { "\($0.pack) \($0.version), SHA-256 \($0.hash)" }
        let rows: [(String, String)] = [
            ("Target", plan.target),
            ("Model, as it called itself", named.isEmpty ? "it gave no name" : named.joined(separator: ", ")),
            ("Packs", packs.joined(separator: "\n")),
            ("Seed", String(plan.seed)),
            ("Longest answer", "\(Self.grouped(plan.parameters.mostTokens)) tokens"),
            ("Temperature", plan.parameters.temperature ?? "the target's own"),
            ("Requests at once", "at most \(plan.ceilings.concurrency)"),
            ("Ceilings", ceilings.isEmpty ? "none" : ceilings.joined(separator: ", ")),
            ("Used", "\(Self.grouped(spent.tokens)) tokens, \(spent.money.decimal) in money"),
            ("Confidence", "\(RateText.level(confidence)), two-sided"),
            ("Estimators", "packs and cells: \(RateText.name(.clusteredWilson)); probes: \(RateText.name(.wilson))"),
        ]
        return "<dl class=\"parameters\">\(rows.map { "<dt>\($0)</dt><dd><bdi>\($1)</bdi></dd>\n" as Markup })</dl>"
    }
}
