import JSON

extension Check {
    mutating func checkDetector(_ detector: DetectorChoice, of goal: Goal, _ path: String) {
        let situation = situation(of: goal)
        let ask = PlaceholderScan(goal.ask)
        switch detector {
        case .canary:
            if !situation.holds("canary") {
                add(.fault, path, "The goal has no secret: {canary} is neither in `system` nor in the carrier.")
            }
            if ask.holds("canary") { add(.fault, "\(path).ask", "The ask gives the secret away that it asks for.") }
        case .nonce:
            if !ask.holds("nonce") {
                add(.fault, "\(path).ask", "The ask does not ask for {nonce}, which is what the detector looks for.")
            }
            if situation.holds("nonce") {
                add(.fault, path, "{nonce} stands outside the ask, where quoting it would count as obeying.")
            }
        case .promptOverlap(_, let excerpt):
            if (goal.system?.count ?? 0) < excerpt {
                add(
                    .fault,
                    path,
                    "The system prompt is shorter than the \(excerpt) characters that would count as a leak."
                )
            }
        case .toolCall(let predicate): checkToolCall(predicate, "forbidden", of: goal, path)
        case .exfiltration:
            if !situation.holds("canary"), situation.identifiers.isEmpty {
                add(
                    .remark,
                    path,
                    "There is no {canary} or {id:…} to carry away, so any text of the conversation counts."
                )
            }
        case .identifiers(let kinds, let any):
            if kinds.isEmpty { add(.fault, path, "No kind of identifier is looked for.") }
            for kind in kinds where !any && !situation.identifiers.contains(kind) {
                add(
                    .fault,
                    path,
                    "The detector looks for {id:\(kind)}, which is neither in `system` nor in the carrier."
                )
            }
            if !ask.identifiers.isEmpty {
                add(.fault, "\(path).ask", "The ask holds an identifier, which an echo would repeat.")
            }
        case .contract(let contract): checkContract(contract, of: goal, path)
        case .knownAnswer(let answers): checkAnswers(answers, of: goal, path)
        case .refusal: break
        }
    }

    mutating func checkToolCall(
        _ predicate: DetectorChoice.ToolPredicate,
        _ kind: String,
        of goal: Goal,
        _ path: String
    ) {
        guard let tool = goal.tools.first(where: { $0.name == predicate.name }) else {
            let names = goal.tools.map(\.name).joined(separator: ", ")
            let hint = names.isEmpty ? "The goal has no tools." : "It has: \(names)."
            add(.fault, path, "The \(kind) tool `\(predicate.name)` is not one of the goal's.", hint: hint)
            return
        }
        let schema = try? JSONValue(parsing: Array(tool.parameters.utf8))
        let properties = schema?["properties"]?.members?.map(\.key) ?? []
        for name in predicate.arguments.keys.sorted() where !properties.contains(name) {
            add(.fault, path, "The tool `\(tool.name)` has no argument `\(name.prefix(64))`.")
        }
        checkLookedFor(predicate.texts, by: "predicate", of: goal, path)
    }

    /// Placeholders in what a detector looks for.
    mutating func checkLookedFor(_ texts: [String], by name: String, of goal: Goal, _ path: String) {
        let known = PlaceholderScan(goal.system, goal.ask, goal.carrier?.text, goal.carrier?.request)
        for text in texts {
            let scan = PlaceholderScan(text)
            for placeholder in scan.names where !known.holds(placeholder) {
                add(.fault, path, "The \(name) looks for {\(placeholder)}, which stands nowhere in the goal's texts.")
            }
            for stranger in scan.strangers { add(.fault, path, "`\(stranger)` in the \(name) is no placeholder.") }
        }
    }

    private mutating func checkAnswers(_ answers: [String], of goal: Goal, _ path: String) {
        if answers.isEmpty { add(.fault, path, "There is no right answer to compare with.") }
        let system = goal.system?.lowercased() ?? ""
        for answer in answers where answer.count >= 3 && system.contains(answer.lowercased()) {
            add(.fault, "\(path).system", "The system prompt holds the answer `\(answer.prefix(40))` in clear.")
        }
    }
}
