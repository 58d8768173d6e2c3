import HoldfastTesting

extension Scenario {
    static let s45 = Scenario(
        number: "S45",
        title: "content-filter 400, refusals: move",
        expected: "the substitute's whole answer",
        settings: .with { $0.refusals = "move" }
    ) { stage in
        stage.sick.play(Complaint.contentFilter.always)
        let seen = try await stage.ask()
        stage.judge.expectAnswer(seen, by: [.well], sickAtMost: 1, on: stage)
    }
}
