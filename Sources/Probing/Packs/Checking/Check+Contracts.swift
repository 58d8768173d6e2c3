extension Check {
    mutating func checkContract(_ contract: DetectorChoice.Contract, of goal: Goal, _ path: String) {
        switch contract {
        case .without(let words):
            if words.isEmpty { add(.fault, path, "The contract forbids no word.") }
        case .choice(let member, let allowed, let forbidden):
            checkChoice(of: member, allowed, forbidden, of: goal, path)
        case .says(let facts): checkFacts(facts, of: goal, path)
        case .calls(let predicate): checkToolCall(predicate, "demanded", of: goal, path)
        case .json, .cleanBytes, .noRepetition, .atMost: break
        }
    }

    private mutating func checkChoice(
        of member: String,
        _ allowed: [String],
        _ forbidden: [String],
        of goal: Goal,
        _ path: String
    ) {
        if allowed.isEmpty || forbidden.isEmpty {
            add(.fault, path, "The contract needs both a choice that is allowed and one that is forbidden.")
        }
        let forbidden = Set(forbidden.map(ChoiceReading.fold))
        for choice in allowed where forbidden.contains(ChoiceReading.fold(choice)) {
            add(.fault, path, "The choice `\(choice)` is both allowed and forbidden.")
        }
        let texts = [goal.system, goal.ask, goal.carrier?.request].compactMap { $0 }
        if !texts.contains(where: { $0.contains(member) }) {
            add(.fault, path, "Nothing tells the model of the member `\(member)` that the contract reads.")
        }
    }

    /// What the request says already would be said by an echo.
    private mutating func checkFacts(_ facts: [String], of goal: Goal, _ path: String) {
        if facts.isEmpty { add(.fault, path, "The contract demands no fact.") }
        checkLookedFor(facts, by: "contract", of: goal, path)
        let asked = PhraseText("\(goal.ask) \(goal.carrier?.request ?? "")")
        for fact in facts {
            let words = PhraseText(fact).words.map(\.text)
            if words.isEmpty {
                add(.fault, path, "`\(fact)` has neither a letter nor a digit.")
            } else if asked.contains(words) {
                add(.fault, "\(path).ask", "The ask holds `\(fact)`, so that an echo would pass for an answer.")
            }
        }
    }
}
