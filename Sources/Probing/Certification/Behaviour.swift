import Crypto
import Domain
import JSON
import Statistics

/// How a model answers a few fixed questions at temperature 0: not what it says counts, but whether it is what it said before.
package struct Behaviour: Sendable, Equatable {
    /// By question, the answers' digests in the order in which they came.
    package var answers: [[String]]
    /// As it called itself, each once.
    package var models: [String]
    package var builds: [String]

    /// Raised whenever a question changes.
    package static let version = 1

    /// Answers that differ a little between models, and little between two askings of one.
    private static let questions = [
        "Name three rivers of Asia, one a line, nothing else.",
        "Complete with one word: The opposite of gentle is",
        "What is 17 times 23? Answer with the number alone.",
        "Write one sentence about a lighthouse.",
        "List the first five prime numbers above 100, separated by commas.",
        "Translate into French: The library opens at nine.",
        "Give a synonym for 'quick', one word.",
        "Spell the word 'rhythm' backwards.",
    ]
    private static let mostTokens = 48

    /// nil: it does not answer.
    package static func look(at target: ProbeTarget, times: Int) async -> Behaviour? {
        var seen = Behaviour(answers: [], models: [], builds: [])
        for question in questions {
            var digests: [String] = []
            for _ in 0..<times {
                let request = ChatRequest(
                    model: target.name,
                    script: Script(opening: [], says: [question]),
                    answers: [],
                    mostTokens: mostTokens,
                    temperature: "0"
                )
                // What says nothing is no behaviour: an outage must not look like another model.
                guard case .answered(let answer, let observed) = await target.ask(request.bytes),
                    answer.text.contains(where: { !$0.isWhitespace })
                else { continue }
                digests.append(String(Hex.text(SHA256.hash(data: Array(answer.text.utf8))).prefix(16)))
                if let model = observed.model, !seen.models.contains(model) { seen.models.append(model) }
                if let build = observed.build, !seen.builds.contains(build) { seen.builds.append(build) }
            }
            seen.answers.append(digests)
        }
        return seen.answers.allSatisfy(\.isEmpty) ? nil : seen
    }

    package struct Comparison: Sendable, Equatable {
        /// Of differences at least as large between two askings of one model, by Fisher's combination over the questions.
        package var probability: Double
        /// Questions that were answered both times.
        package var questions: Int

        package var hasChanged: Bool { probability < 0.01 }

        package var words: String {
            let p = probability < 0.0001 ? "< 0.0001" : "= \(Double(Int(probability * 10_000)) / 10_000)"
            return "\(hasChanged ? "CHANGED" : "as before"), p \(p) over \(questions) questions"
        }
    }

    /// Each question by Fisher's exact test: whether answers that were the most common before come as often now.
    package func compared(with before: Behaviour) -> Comparison {
        var probabilities: [Double] = []
        for (old, new) in zip(before.answers, answers) where !old.isEmpty && !new.isEmpty {
            let counts = Dictionary(old.map { ($0, 1) }, uniquingKeysWith: +)
            guard let usual = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })?.key else { continue }
            probabilities.append(
                FisherExact.probability(
                    Count(hits: old.count { $0 == usual }, of: old.count),
                    Count(hits: new.count { $0 == usual }, of: new.count)
                )
            )
        }
        // Fisher's way of one answer to many questions: what all of them say together.
        let together = FisherExact.combined(probabilities)
        return Comparison(probability: together, questions: probabilities.count)
    }

    // MARK: As text

    package var text: String {
        let value = JSONValue.object(
            ("version", .integer(Self.version)),
            ("answers", .array(answers.map { .array($0.map { .string($0) }) })),
            ("models", .array(models.map { .string($0) })),
            ("builds", .array(builds.map { .string($0) }))
        )
        return String(decoding: value.bytes, as: UTF8.self)
    }

    /// nil for a text that is none, or of another set of questions.
    package init?(text: String) {
        guard let value = try? JSONValue(parsing: Array(text.utf8)), value["version"]?.integer == Self.version,
            let answers = value["answers"]?.elements
        else { return nil }
        self.init(
            answers: answers.map { $0.elements?.compactMap(\.string) ?? [] },
            models: value["models"]?.elements?.compactMap(\.string) ?? [],
            builds: value["builds"]?.elements?.compactMap(\.string) ?? []
        )
    }

    init(answers: [[String]], models: [String], builds: [String]) {
        (self.answers, self.models, self.builds) = (answers, models, builds)
    }
}
