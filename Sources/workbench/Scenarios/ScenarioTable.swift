import Foundation
import JSON

/// Scenarios and their results, for people and for programs.
enum ScenarioTable {
    // MARK: People

    static let head = line("", "scenario", "expected", "", "seen")

    static func line(_ scenario: Scenario) -> String {
        line(scenario.number, scenario.title, scenario.expected, "", "")
    }

    /// The line of the table and, below it, what is wrong and what was not played.
    static func lines(_ result: ScenarioResult) -> [String] {
        let scenario = result.scenario
        let first = line(
            scenario.number,
            scenario.title,
            scenario.expected,
            result.verdict.rawValue,
            result.seen.joined(separator: "; ")
        )
        return [first] + result.problems.map { "       - \($0)" } + result.skips.map { "       - skip: \($0)" }
    }

    static func summary(_ results: [ScenarioResult]) -> String {
        func count(_ verdict: ScenarioResult.Verdict) -> Int { results.count { $0.verdict == verdict } }
        let skipped = count(.skip) == 0 ? "" : ", \(count(.skip)) skipped"
        return "scenarios: \(count(.pass)) passed, \(count(.fail)) failed\(skipped)"
    }

    private static let widths = [
        4, Scenario.all.map(\.title.count).max() ?? 0, Scenario.all.map(\.expected.count).max() ?? 0, 4, 0,
    ]

    private static func line(_ parts: String...) -> String {
        let padded = zip(parts, widths).map { part, width in
            part + String(repeating: " ", count: max(0, width - part.count))
        }
        var text = padded.joined(separator: " ")
        while text.last == " " { text.removeLast() }
        return text
    }

    // MARK: Programs

    static func json(_ results: [ScenarioResult]) -> String {
        document(
            results.map { result in
                .object(
                    ("number", .string(result.scenario.number)),
                    ("title", .string(result.scenario.title)),
                    ("expected", .string(result.scenario.expected)),
                    ("verdict", .string(result.verdict.rawValue)),
                    ("seen", texts(result.seen)),
                    ("problems", texts(result.problems)),
                    ("skipped", texts(result.skips))
                )
            }
        )
    }

    static func json(_ scenarios: [Scenario]) -> String {
        document(
            scenarios.map { scenario in
                .object(
                    ("number", .string(scenario.number)),
                    ("title", .string(scenario.title)),
                    ("expected", .string(scenario.expected))
                )
            }
        )
    }

    private static func document(_ rows: [JSONValue]) -> String {
        JSONValue.object(("scenarios", .array(rows))).indented
    }

    private static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}
