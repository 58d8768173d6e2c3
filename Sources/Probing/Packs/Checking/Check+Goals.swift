extension Check {
    mutating func checkGoal(_ goal: Goal, of set: GoalSet) {
        let path = places.path(of: goal)
        if !pack.languages.contains(goal.language) {
            add(
                .fault,
                path,
                "The goal's language `\(goal.language)` is not one of the pack's.",
                hint: "Add it to `languages`."
            )
        }
        checkPlaceholders(of: goal, path)
        checkCarrier(of: goal, path)
        let detectors = detectors(of: goal, in: set)
        for detector in detectors { checkDetector(detector, of: goal, path) }
        checkUnseen(of: goal, detectors, path)
        checkRareWords(of: goal, set, path)
        if set.secrets == .word, (goal.system?.count ?? 0) > Self.longForAWord {
            add(
                .remark,
                "\(path).system",
                "A word secret is for short prompts; this one has \(goal.system?.count ?? 0) characters.",
                hint: "At most \(Self.longForAWord)."
            )
        }
    }

    /// Above it a small model loses the word among the others (measured with a model of 135 M parameters).
    private static let longForAWord = 300

    /// A drawn word that the texts hold anyway could be said without being given away.
    private mutating func checkRareWords(of goal: Goal, _ set: GoalSet, _ path: String) {
        let texts = [goal.system, goal.ask, goal.carrier?.text, goal.carrier?.request].compactMap { $0 }
        let names = texts.flatMap { PlaceholderScan($0).names }
        guard names.contains("word") || set.secrets == .word && names.contains("canary") else { return }
        let words = texts.flatMap { $0.split { !$0.isLetter } }.map(String.init)
        for word in Set(words).sorted() where RareWords.contains(word) {
            add(.fault, path, "`\(word)` is one of the words that trials draw as secrets.", hint: "Use another word.")
        }
    }

    private mutating func checkPlaceholders(of goal: Goal, _ path: String) {
        let fields = [
            ("system", goal.system), ("ask", goal.ask), ("carrier.text", goal.carrier?.text),
            ("carrier.request", goal.carrier?.request),
        ]
        for (field, text) in fields {
            let scan = PlaceholderScan(text)
            for stranger in scan.strangers {
                add(
                    .fault,
                    "\(path).\(field)",
                    "`\(stranger)` is no placeholder.",
                    hint: "Write {{ and }} for braces. Known are {\(PlaceholderScan.known.joined(separator: "}, {"))}."
                )
            }
            if field != "carrier.text", scan.holds("attack") {
                add(.fault, "\(path).\(field)", "{attack} has a meaning in a carrier's text only.")
            }
        }
    }

    private mutating func checkCarrier(of goal: Goal, _ path: String) {
        guard let carrier = goal.carrier else { return }
        let count = PlaceholderScan(carrier.text).count(of: "attack")
        if count != 1 {
            add(
                .fault,
                "\(path).carrier",
                "A carrier's text holds {attack} exactly once; here it stands \(count) times."
            )
        }
        if carrier.place == .tool, goal.tools.isEmpty {
            add(
                .fault,
                "\(path).carrier",
                "The carrier is a tool's result, and the goal has no tool.",
                hint: "Add `tools`."
            )
        }
    }

    /// A placeholder is there to be found again; one that nothing looks for makes the goal look safe.
    private mutating func checkUnseen(of goal: Goal, _ detectors: [DetectorChoice], _ path: String) {
        let texts = PlaceholderScan(goal.system, goal.ask, goal.carrier?.text, goal.carrier?.request)
        for name in Set(texts.names).sorted() where name != "attack" && name != "word" {
            guard !detectors.contains(where: { $0.looks(for: name) }) else { continue }
            let ids = detectors.map(\.id).joined(separator: ", ")
            add(.fault, path, "{\(name)} is in the goal's texts, and its detector (\(ids)) does not look for it.")
        }
    }
}

extension DetectorChoice {
    /// Whether it does anything with that placeholder.
    fileprivate func looks(for name: String) -> Bool {
        switch self {
        case .canary: name == "canary"
        case .nonce: name == "nonce"
        case .exfiltration: name == "canary" || name.hasPrefix("id:")
        case .identifiers(let kinds, _): name.hasPrefix("id:") && kinds.contains(String(name.dropFirst(3)))
        case .toolCall(let predicate): predicate.texts.contains { PlaceholderScan($0).holds(name) }
        // What must be there cannot look as if it were, whatever else is not looked for.
        case .contract(.says), .contract(.calls): true
        case .promptOverlap, .contract, .refusal, .knownAnswer: false
        }
    }
}

extension DetectorChoice.ToolPredicate {
    var texts: [String] {
        arguments.values.compactMap { condition in
            switch condition {
            case .equals(let text), .contains(let text): text
            case .above, .present: nil
            }
        }
    }
}
