/// One way in which a provider fails, and what the application must see then.
struct Scenario: Sendable {
    var number: String
    var title: String
    /// In a few words, for the table.
    var expected: String
    /// Sets the providers up and asks; called once a dialect and kind of answer.
    var play: @Sendable (Stage) async throws -> Void

    static let all: [Scenario] = [.s01, .s03, .s04, .s05]
}

struct ScenarioResult: Sendable {
    var scenario: Scenario
    var seen: String
    var problems: [String]

    var passed: Bool { problems.isEmpty }
}
