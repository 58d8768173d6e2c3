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

    /// What asking it came to.
    package struct Look: Sendable {
        /// nil: nobody answered. Without any answers: somebody did, and said nothing that counts.
        package var seen: Behaviour?
        package var spent: Spent
    }

    /// What counts is an answer: in words, ended by itself, and to the question. A text that comes to more than one question
    /// answers none of them: so an error page, a quota that is used up, or a refusal is no behaviour, and no other model.
    ///
    /// - Parameter ceilings: the rest is not asked where one is reached.
    package static func look(at target: ProbeTarget, times: Int, within ceilings: RunPlan.Ceilings = .init()) async
        -> Look
    {
        var look = Look(seen: nil, spent: Spent())
        var texts: [[String]] = []
        for question in questions {
            var answers: [String] = []
            for _ in 0..<times where look.spent.reached(ceilings, today: Spent()) == nil {
                if let answer = await ask(question, target, &look) { answers.append(answer) }
            }
            texts.append(answers)
        }
        let gists = texts.map { Set($0.map(gist)) }
        let counts = Dictionary(gists.flatMap { $0.map { ($0, 1) } }, uniquingKeysWith: +)
        look.seen?.answers = texts.map { $0.filter { counts[gist($0)] == 1 }.map(digest) }
        return look
    }

    /// - Returns: its text; nil: it says nothing, or was cut, withheld or refused.
    private static func ask(_ question: String, _ target: ProbeTarget, _ look: inout Look) async -> String? {
        let request = ChatRequest(
            model: target.name,
            script: Script(opening: [], says: [question]),
            answers: [],
            mostTokens: mostTokens,
            temperature: "0"
        ).bytes
        switch await target.ask(request) {
        case .failed(_, let observed, _):
            look.spent.add(observed, sent: 0, answered: 0)
            return nil
        case .answered(let answer, let observed):
            look.spent.add(observed, sent: request.count, answered: answer.byteCount)
            // What says nothing does not say who it is either: an outage must not look like another model.
            guard answer.text.contains(where: { !$0.isWhitespace }) else { return nil }
            var seen = look.seen ?? Behaviour(answers: [], models: [], builds: [])
            if let model = observed.model, !seen.models.contains(model) { seen.models.append(model) }
            if let build = observed.build, !seen.builds.contains(build) { seen.builds.append(build) }
            look.seen = seen
            return answer.ending == .finished && answer.toolCalls.isEmpty ? answer.text : nil
        }
    }

    /// An answer without the words that hold numbers, for errors name times and requests; all of one that has no others.
    private static func gist(_ text: String) -> String {
        let words = text.split(whereSeparator: \.isWhitespace)
        let plain = words.filter { !$0.contains(where: \.isNumber) }
        return (plain.isEmpty ? words : plain).joined(separator: " ")
    }

    private static func digest(_ text: String) -> String {
        String(Hex.text(SHA256.hash(data: Array(text.utf8))).prefix(16))
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
            guard let usual = Self.usual(old) else { continue }
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

    /// Whether one model may have shown both: what was answered most comes again to at least half of the questions that both
    /// answer. What changes from one asking to the next, such as the text of an error, shows nobody.
    package func isLike(_ other: Behaviour) -> Bool {
        let both = zip(other.answers, answers).filter { !$0.isEmpty && !$1.isEmpty }
        let again = both.count { old, new in Self.usual(old).map(new.contains) ?? false }
        return !both.isEmpty && again * 2 >= both.count
    }

    private static func usual(_ answers: [String]) -> String? {
        Dictionary(answers.map { ($0, 1) }, uniquingKeysWith: +)
            .max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }

    /// Questions with an answer that counts.
    package var answered: Int { answers.count { !$0.isEmpty } }

    /// With what was answered before to questions that are without an answer now.
    func filled(from before: Behaviour) -> Behaviour {
        guard before.answers.count == answers.count else { return self }
        var filled = self
        filled.answers = zip(answers, before.answers).map { $0.isEmpty ? $1 : $0 }
        return filled
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
