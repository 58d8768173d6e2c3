import HoldfastTesting

extension Scenario {
    static let s44 = Scenario(
        number: "S44",
        title: "the caller says holdfast-fallback: none",
        expected: "an honest error, no substitute asked"
    ) { stage in
        stage.sick.play(Complaint.unavailable.always)
        let seen = try await stage.ask(stage.call.with("holdfast-fallback", "none"))
        stage.judge.expectHonestError(seen, on: stage)
        stage.judge.expect(seen.asked(.sick) >= 1, "the first choice was never asked")
        stage.judge.expect(seen.asked(.well) == 0, "the substitute was asked against the caller's will")
    }
}
