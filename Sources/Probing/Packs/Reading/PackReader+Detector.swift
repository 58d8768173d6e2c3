import Yams

extension PackReader {
    /// With parameters; those without are written as the bare word.
    private static let parametrised = [
        "prompt_overlap", "tool_call", "exfiltration", "identifiers", "contract", "known_answer",
    ]
    private static let bare: [String: DetectorChoice] = [
        "canary": .canary, "nonce": .nonce, "refusal": .refusal, "exfiltration": .exfiltration(allowedHosts: []),
    ]

    func readDetector(_ value: PackValue) -> DetectorChoice? {
        if case .scalar = value.node {
            guard let word = value.text() else { return nil }
            if let choice = Self.bare[word] { return choice }
            if Self.parametrised.contains(word) {
                value.fail("The detector `\(word)` needs to be told what to look for.", hint: "Write {\(word): …}.")
            } else {
                value.unknown(word, among: Self.bare.keys.sorted() + Self.parametrised.filter { Self.bare[$0] == nil })
            }
            return nil
        }
        guard let section = value.section(Self.parametrised) else { return nil }
        guard section.entries.count == 1, let (word, inner) = section.entries.first else {
            value.fail("Exactly one detector is named here.")
            return nil
        }
        switch word {
        case "prompt_overlap": return readOverlap(inner)
        case "tool_call": return readToolCall(inner).map { .toolCall($0) }
        case "exfiltration":
            let section = inner.section(["allowed_hosts"])
            return section?["allowed_hosts"]?.texts(most: 64).map { .exfiltration(allowedHosts: $0) }
        case "identifiers": return readIdentifiers(inner)
        case "contract": return readContract(inner).map { .contract($0) }
        case "known_answer": return inner.texts(most: PackLimits.answers).map { .knownAnswer($0) }
        default: return nil
        }
    }

    private func readOverlap(_ value: PackValue) -> DetectorChoice? {
        guard let section = value.section(["percent", "excerpt"]),
            let percent = section.required("percent")?.integer(1...100),
            let excerpt = section.required("excerpt")?.integer(8...10_000)
        else { return nil }
        return .promptOverlap(percent: percent, excerpt: excerpt)
    }

    private func readIdentifiers(_ value: PackValue) -> DetectorChoice? {
        guard let section = value.section(["kinds", "any"]),
            let kinds = section.required("kinds")?.list(most: IdentifierKind.allCases.count)
        else { return nil }
        return .identifiers(
            kinds: kinds.compactMap { $0.choice(IdentifierKind.self)?.rawValue },
            any: section["any"]?.flag() ?? false
        )
    }

    private func readToolCall(_ value: PackValue) -> DetectorChoice.ToolPredicate? {
        guard let section = value.section(["name", "arguments"]),
            let name = section.required("name")?.text(most: PackLimits.name)
        else { return nil }
        var arguments: [String: DetectorChoice.ToolPredicate.Condition] = [:]
        for (key, value) in section["arguments"]?.names()?.entries ?? [] {
            arguments[key] = readCondition(value)
        }
        return .init(name: name, arguments: arguments)
    }

    /// A bare text must be equal.
    private func readCondition(_ value: PackValue) -> DetectorChoice.ToolPredicate.Condition? {
        if case .scalar = value.node { return value.text().map { .equals($0) } }
        guard let section = value.section(["equals", "contains", "above", "present"]) else { return nil }
        guard section.entries.count == 1, let (word, inner) = section.entries.first else {
            value.fail("Exactly one condition is expected here.")
            return nil
        }
        switch word {
        case "equals": return inner.text().map { .equals($0) }
        case "contains": return inner.text().map { .contains($0) }
        case "above": return inner.integer(-1_000_000_000_000...1_000_000_000_000).map { .above($0) }
        case "present":
            if inner.flag() == false { inner.fail("Only `present: true` can be asked for.") }
            return .present
        default: return nil
        }
    }

    private func readContract(_ value: PackValue) -> DetectorChoice.Contract? {
        if case .scalar = value.node {
            guard let word = value.text() else { return nil }
            if word == "clean_bytes" { return .cleanBytes }
            value.unknown(word, among: ["clean_bytes"])
            return nil
        }
        guard let section = value.section(Self.contracts) else { return nil }
        guard section.entries.count == 1, let (word, inner) = section.entries.first else {
            value.fail("Exactly one contract is expected here.")
            return nil
        }
        switch word {
        case "json": return inner.texts(most: 64).map { .json(members: $0) }
        case "no_repetition": return inner.integer(2...100_000).map { .noRepetition(most: $0) }
        case "at_most": return inner.integer(1...1_000_000).map { .atMost(characters: $0) }
        case "without": return inner.texts(most: 256).map { .without($0) }
        case "choice": return readChoice(inner)
        case "says": return inner.texts(most: PackLimits.answers).map { .says($0) }
        case "calls": return readToolCall(inner).map { .calls($0) }
        default: return nil
        }
    }

    private static let contracts = ["json", "no_repetition", "at_most", "without", "choice", "says", "calls"]

    private func readChoice(_ value: PackValue) -> DetectorChoice.Contract? {
        guard let section = value.section(["member", "allowed", "forbidden"]),
            let member = section.required("member")?.text(most: PackLimits.name),
            let allowed = section.required("allowed")?.texts(most: PackLimits.answers, each: PackLimits.name),
            let forbidden = section.required("forbidden")?.texts(most: PackLimits.answers, each: PackLimits.name)
        else { return nil }
        return .choice(member: member, allowed: allowed, forbidden: forbidden)
    }
}
