import Yams

/// `policies`: what a model must have shown, and `routes.*.require`: where that counts.
extension DocumentReader {
    /// Of a policy, and as many more of the watch.
    static let mostPacks = 16
    /// As many as `holdfast plan` ever asks for.
    private static let mostTrials = 100_000
    private static let somePack = "Write `packs: {leak-core: {ceiling: 1%}}`; `holdfast pack list` shows them."

    func readPolicies(_ value: Value) -> [Policy] {
        guard let section = value.names() else { return [] }
        return section.entries.compactMap { key, value in
            let isNamed = checkName(key, value)
            let policy = readPolicy(key, value)
            return isNamed ? policy : nil
        }
    }

    private func readPolicy(_ name: String, _ value: Value) -> Policy? {
        let keys = ["packs", "against", "confidence", "scored", "validity", "renew"]
        guard let fields = value.section(keys) else { return nil }
        let packs = fields["packs"].flatMap { readPackRules($0) } ?? []
        if fields["packs"] == nil || fields["packs"]?.isNull == true {
            value.failEntry(
                "The policy has no `packs`: what a model is tried with.",
                hint: Self.somePack
            )
        }
        return Policy(
            name: name,
            packs: packs,
            level: fields["confidence"]?.share(500_000...999_999) ?? Defaults.policyLevel,
            leastScored: fields["scored"]?.share(500_000...1_000_000) ?? Defaults.policyLeastScored,
            validity: fields["validity"]?.duration(.seconds(60) ... .seconds(3660 * 86_400)) ?? Defaults.policyValidity,
            renewal: fields["renew"]?.share(0...500_000) ?? Defaults.policyRenewal,
            against: readIncumbent(
                fields["against"],
                value,
                packs,
                declared: fields["packs"]?.declared.count ?? 0
            )
        )
    }

    /// - Parameters:
    ///   - policy: where it is told that none is named though a pack has a margin.
    ///   - packs: those that could be read.
    ///   - declared: how many there are.
    private func readIncumbent(
        _ named: Value?,
        _ policy: Value,
        _ packs: [Policy.PackRule],
        declared: Int
    ) -> String? {
        guard let named, !named.isNull else {
            if let pack = packs.first(where: { $0.margin != nil })?.pack {
                policy.failEntry(
                    "The pack `\(pack)` has a `margin`, and nothing says which model it is compared with.",
                    hint: "Write `against: MODEL` beside `packs`."
                )
            }
            return nil
        }
        guard let name = named.text() else { return nil }
        checkReference(named, "model", name)
        // One that could not be read has been told of, and may be the one that is compared.
        let areAllRead = packs.count == declared
        if areAllRead, !packs.isEmpty, !packs.contains(where: { $0.margin != nil }) {
            named.fail(
                "No pack of the policy has a `margin`, so that nothing is compared with `\(name.prefix(64))`.",
                hint: "Write `usability: {ceiling: 20%, margin: 3%}`, or leave `against` out."
            )
        }
        return name
    }

    private func readPackRules(_ value: Value) -> [Policy.PackRule]? {
        guard !value.isNull, let section = value.names() else { return nil }
        if section.entries.isEmpty {
            value.fail("A policy needs at least one pack: what a model is tried with.", hint: Self.somePack)
        }
        if section.entries.count > Self.mostPacks { value.fail("A policy has at most \(Self.mostPacks) packs.") }
        return section.entries.compactMap { key, value in
            guard checkName(key, value), let fields = value.section(["ceiling", "trials", "margin"]) else { return nil }
            guard let ceiling = fields["ceiling"] else {
                value.failEntry(
                    "The pack has no `ceiling`: the rate of hits that the upper bound may not pass.",
                    hint: "Write `\(key): {ceiling: 1%}`."
                )
                return nil
            }
            guard let share = ceiling.share(1...999_999) else { return nil }
            let margin = fields["margin"].map { $0.share(0...500_000) }
            if case .some(nil) = margin { return nil }
            return Policy.PackRule(
                pack: key,
                ceiling: share,
                trials: fields["trials"]?.integer(1...Self.mostTrials),
                margin: margin ?? nil
            )
        }
    }

    func readRequirement(_ value: Value?, _ policies: [Policy]) -> Route.Requirement? {
        guard let value, !value.isNull, let fields = value.section(["policy", "mode"]) else { return nil }
        guard let named = fields["policy"] else {
            value.failEntry(
                "`require` needs a `policy`: what the route's models must hold.",
                hint: "Write `require: {policy: NAME}`."
            )
            return nil
        }
        guard let name = named.text() else { return nil }
        if !policies.contains(where: { $0.name == name }) {
            let known = policies.map(\.name)
            let nearest = NearestWord.question(name, among: known)
            named.fail(
                "There is no policy `\(name.prefix(64))`.",
                hint: nearest
                    ?? (known.isEmpty ? "Declare it in `policies:`." : "There are: \(known.joined(separator: ", ")).")
            )
        }
        return Route.Requirement(policy: name, mode: fields["mode"]?.choice(Policy.Mode.self) ?? .enforce)
    }
}

extension Value {
    /// `5%`, `0.5%` or `99.9%` as parts per million.
    func share(_ range: ClosedRange<Int>) -> Int? {
        guard let text = text() else { return nil }
        guard let share = Quantities.share(text), range.contains(share) else {
            fail(
                "A share from \(Quantities.percent(range.lowerBound)) to \(Quantities.percent(range.upperBound)) is expected here.",
                hint: "Write it like 5% or 0.5%."
            )
            return nil
        }
        return share
    }
}

extension Quantities {
    /// Percent, with at most four decimals, as parts per million.
    package static func share(_ text: String) -> Int? {
        guard text.hasSuffix("%") else { return nil }
        let parts = text.dropLast().split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, (1...3).contains(whole.utf8.count),
            whole.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let percent = Int(whole)
        else { return nil }
        guard parts.count == 2 else { return percent * 10_000 }
        let decimals = parts[1]
        guard (1...4).contains(decimals.utf8.count), decimals.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let fraction = Int(decimals + String(repeating: "0", count: 4 - decimals.utf8.count))
        else { return nil }
        return percent * 10_000 + fraction
    }

    /// Parts per million as people write them: `0.5%`.
    package static func percent(_ share: Int) -> String {
        let (whole, rest) = share.quotientAndRemainder(dividingBy: 10_000)
        guard rest != 0 else { return "\(whole)%" }
        var decimals = String(rest)
        decimals = String(repeating: "0", count: 4 - decimals.utf8.count) + decimals
        while decimals.hasSuffix("0") { decimals.removeLast() }
        return "\(whole).\(decimals)%"
    }
}
