import HoldfastTesting

extension Scenario {
    static let s12 = Scenario(
        number: "S12",
        title: "context-length 400",
        expected: "the substitute's whole answer, no retry"
    ) { stage in
        stage.sick.play(Complaint.contextTooLong.always)
        let seen = try await stage.ask()
        stage.judge.expectAnswer(seen, by: [.well], sickAtMost: 1, on: stage)
    }
}
