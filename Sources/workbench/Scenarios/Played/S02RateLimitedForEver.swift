import HoldfastTesting

extension Scenario {
    static let s02 = Scenario(
        number: "S02",
        title: "429 for ever",
        expected: "the substitute's whole answer, each time"
    ) { stage in
        stage.sick.play(Complaint.rateLimited(retryAfter: "30").always)
        for number in 1...6 {
            let seen = try await stage.ask()
            stage.judge.expectAnswer(seen, by: [.well], sickAtLeast: number == 1 ? 1 : 0, sickAtMost: 1, on: stage)
        }
    }
}
