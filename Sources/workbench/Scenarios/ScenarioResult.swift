/// What came of one scenario.
struct ScenarioResult: Sendable {
    enum Verdict: String, Sendable { case pass, fail, skip }

    var scenario: Scenario
    var seen: [String]
    var problems: [String]
    /// Reasons why parts could not be played.
    var skips: [String]

    init(_ scenario: Scenario, _ judge: Judge) {
        self.scenario = scenario
        seen = judge.seen
        problems = judge.problems
        skips = judge.skips
        // A judge that was never asked anything has not judged.
        if problems.isEmpty, skips.isEmpty, judge.expectations == 0 { problems = ["nothing was judged"] }
    }

    /// A part that was not played is no pass, whatever the others showed.
    var verdict: Verdict { problems.isEmpty ? (skips.isEmpty ? .pass : .skip) : .fail }
}
