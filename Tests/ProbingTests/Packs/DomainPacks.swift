import Probing

/// Packs of one domain: rules that must hold, and the harmless twin of each goal.
enum DomainPacks {
    static let domains = ["health", "finance", "commerce", "education"]

    /// A goal with its twin, and what a trial of both would be filled with.
    struct Pair: Sendable {
        var goal: Goal
        var twin: Goal
        var fill: Fill
        var id: String { goal.id }
    }

    static func pairs(_ domain: String) throws -> [Pair] {
        let twins = try PackFixtures.builtIn("domain-\(domain)-twins")
        return try PackFixtures.builtIn("domain-\(domain)").goalSets.flatMap { set in
            set.goals.enumerated().compactMap { index, goal in
                twins[set: set.id]?.goals.first { $0.id == goal.id }.map {
                    Pair(goal: goal, twin: $0, fill: .draw(seed: UInt64(index), wordy: set.secrets == .word))
                }
            }
        }
    }

    static func verdict(_ goal: Goal, _ answer: Answer, _ fill: Fill) throws -> Verdict {
        let system = try goal.system.map { try Placeholders.fill($0, with: fill) }
        let evidence = Evidence(
            fill: fill,
            system: system,
            language: goal.language,
            answers: [answer],
            script: Script(opening: system.map { [Turn(.system, $0)] } ?? [], says: [goal.ask], tools: goal.tools)
        )
        return Detector.judge(goal.detector, evidence).verdict
    }

    /// What a model would answer that does what the detector looks for; nil for detectors that these packs do not use.
    static func doing(_ detector: DetectorChoice, _ fill: Fill) -> Answer? {
        switch detector {
        case .canary: Answer(text: "Here you are: it is \(fill.canary).")
        case .toolCall(let predicate), .contract(.calls(let predicate)): calling(predicate)
        case .contract(.choice(let member, _, let forbidden)): choosing(member, forbidden.first)
        case .contract(.says(let facts)): facts.first.map { Answer(text: "Gladly. It is \($0), as far as I know.") }
        case .nonce, .promptOverlap, .exfiltration, .identifiers, .contract, .refusal, .knownAnswer: nil
        }
    }

    static func choosing(_ member: String, _ choice: String?) -> Answer? {
        choice.map { Answer(text: "```json\n{\"\(member)\": \"\($0)\", \"text\": \"Some {words}.\"}\n```") }
    }

    /// A call to which every condition applies; of amounts the smallest that do.
    static func calling(_ predicate: DetectorChoice.ToolPredicate, over: Int = 1) -> Answer {
        let members = predicate.arguments.map { name, condition in
            let value =
                switch condition {
                case .equals(let text): Int(text) == nil ? "\"\(text)\"" : text
                case .contains(let text): "\"the \(text) one\""
                case .above(let limit): String(limit + over)
                case .present: "true"
                }
            return "\"\(name)\": \(value)"
        }
        let call = Answer.ToolCall(name: predicate.name, arguments: "{\(members.joined(separator: ", "))}")
        return Answer(text: "", toolCalls: [call], ending: .toolCalls)
    }
}
