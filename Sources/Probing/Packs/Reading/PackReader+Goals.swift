import JSON
import Yams

/// Keys that a pack and a set may give for all their goals.
enum GoalDefaultKeys {
    static let all = ["domain", "system", "ask", "tools", "detector"]
}

extension PackReader {
    private static let setKeys = ["title", "severity", "language", "tags", "secrets", "goals"] + GoalDefaultKeys.all
    private static let goalKeys =
        ["id", "severity", "language", "tags", "carrier", "answer"] + GoalDefaultKeys.all

    /// Either `goal_sets`, or one set in `goals`, which is then called `goals`.
    func readSets(_ top: PackSection, _ defaults: Defaults) -> [GoalSet] {
        if let goals = top["goals"] {
            if let sets = top["goal_sets"] {
                sets.fail("Goals stand both in `goals` and in `goal_sets`.", hint: "Keep one of the two.")
            }
            return [
                GoalSet(
                    id: "goals",
                    title: top["title"]?.text() ?? "goals",
                    secrets: top["secrets"]?.choice(GoalSet.Secrets.self) ?? .token,
                    goals: readGoals(goals, defaults)
                )
            ]
        }
        if let stray = top["secrets"] {
            stray.fail("`secrets` belongs to a goal set.", hint: "Put it into the set that it is about.")
        }
        guard let names = top.required("goal_sets", hint: "Or `goals`, a list.")?.names() else { return [] }
        return names.entries.compactMap { key, value in
            guard PackLimits.isName(key) else {
                value.fail("A goal set's name is written in lower-case letters, digits and hyphens.")
                return nil
            }
            return readSet(key, value, defaults)
        }
    }

    private func readSet(_ id: String, _ value: PackValue, _ defaults: Defaults) -> GoalSet? {
        guard let section = value.section(Self.setKeys), let goals = section.required("goals") else { return nil }
        return GoalSet(
            id: id,
            title: section["title"]?.text() ?? id,
            secrets: section["secrets"]?.choice(GoalSet.Secrets.self) ?? .token,
            goals: readGoals(goals, readDefaults(section, over: defaults))
        )
    }

    func readDefaults(_ section: PackSection, over outer: Defaults) -> Defaults {
        Defaults(
            severity: section["severity"]?.choice(Severity.self) ?? outer.severity,
            language: section["language"].flatMap(language) ?? outer.language,
            domain: section["domain"]?.name() ?? outer.domain,
            tags: union(outer.tags, section["tags"]),
            system: section["system"]?.text(most: PackLimits.prompt) ?? outer.system,
            ask: section["ask"]?.text(most: PackLimits.prompt) ?? outer.ask,
            tools: section["tools"].map(readTools) ?? outer.tools,
            detector: section["detector"].flatMap(readDetector) ?? outer.detector
        )
    }

    private func readGoals(_ value: PackValue, _ defaults: Defaults) -> [Goal] {
        (value.list(most: PackLimits.goals) ?? []).compactMap { entry in
            guard let section = entry.section(Self.goalKeys), let id = section.required("id")?.name() else {
                return nil
            }
            if let first = problems.places.goals.updateValue(entry.path, forKey: id) {
                let line = problems.places.byPath[first]?.line ?? 1
                section["id"]?.fail(
                    "The goal `\(id)` stands twice in this pack, first on line \(line).",
                    hint: "Rename one."
                )
            }
            return readGoal(id, section, readDefaults(section, over: defaults))
        }
    }

    private func readGoal(_ id: String, _ section: PackSection, _ own: Defaults) -> Goal? {
        guard let ask = own.ask else {
            section.value.fail("`ask` is missing here, and neither the set nor the pack has one for all.")
            return nil
        }
        guard let detector = readAnswer(section) ?? own.detector else {
            section.value.fail(
                "Nothing says what judges this goal.",
                hint: "Name a `detector`, here or for the whole set."
            )
            return nil
        }
        return Goal(
            id: id,
            language: own.language,
            domain: own.domain ?? "general",
            severity: own.severity,
            tags: own.tags,
            system: own.system,
            ask: ask,
            carrier: section["carrier"].flatMap(readCarrier),
            tools: own.tools,
            detector: detector
        )
    }

    /// `answer: 42` or `answer: [Tuesday, Tue]`, short for the detector that compares with it.
    private func readAnswer(_ section: PackSection) -> DetectorChoice? {
        guard let value = section["answer"] else { return nil }
        if section["detector"] != nil {
            value.fail("`answer` already says how this goal is judged.", hint: "Keep it or the `detector`.")
        }
        if case .sequence = value.node {
            return value.texts(most: PackLimits.answers).map { .knownAnswer($0) }
        }
        return value.text().map { .knownAnswer([$0]) }
    }

    private func readCarrier(_ value: PackValue) -> Goal.Carrier? {
        guard let section = value.section(["place", "text", "request"]),
            let place = section.required("place")?.choice(Goal.Carrier.Place.self),
            let text = section.required("text")?.text(most: PackLimits.carrier),
            let request = section.required("request")?.text(most: PackLimits.prompt)
        else { return nil }
        return Goal.Carrier(place: place, text: text, request: request)
    }

    private func readTools(_ value: PackValue) -> [Tool] {
        (value.list(most: PackLimits.tools) ?? []).compactMap { entry in
            guard let section = entry.section(["name", "description", "arguments", "parameters"]),
                let name = section.required("name")?.text(most: PackLimits.name),
                let description = section.required("description")?.text()
            else { return nil }
            guard let schema = readSchema(section) else { return nil }
            return Tool(name: name, description: description, parameters: String(decoding: schema.bytes, as: UTF8.self))
        }
    }

    /// `parameters` is a JSON Schema; `arguments: {to: string, amount: integer}` is short for one in which all are required.
    private func readSchema(_ section: PackSection) -> JSONValue? {
        if let whole = section["parameters"] { return whole.json }
        guard let arguments = section.required("arguments", hint: "Or `parameters`, a JSON Schema.")?.names() else {
            return nil
        }
        var properties: [JSONValue.Member] = []
        for (key, value) in arguments.entries {
            guard let type = value.choice(ArgumentType.self) else { continue }
            properties.append(.init(key, .object(("type", .string(type.rawValue)))))
        }
        return .object(
            ("type", .string("object")),
            ("properties", .object(properties)),
            ("required", .array(properties.map { .string($0.key) })),
            ("additionalProperties", .bool(false))
        )
    }

    private enum ArgumentType: String, CaseIterable { case string, integer, number, boolean }

    private func union(_ outer: [String], _ value: PackValue?) -> [String] {
        guard let value else { return outer }
        return Set(outer + readTags(value)).sorted()
    }
}
