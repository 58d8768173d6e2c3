import HoldfastTesting

extension Scenario {
    /// The provider says "quota" for ever, without a time, where the truth is that the model was withdrawn.
    static let s19 = Scenario(
        number: "S19",
        title: "429 that hides a retirement (10 requests)",
        expected: "the substitute answers every one"
    ) { stage in
        stage.sick.play(Complaint.retiredAsQuota.always)
        for number in 1...10 {
            let seen = try await stage.ask()
            stage.judge.expectAnswer(seen, by: [.well], sickAtLeast: number == 1 ? 1 : 0, sickAtMost: 1, on: stage)
        }
    }
}
