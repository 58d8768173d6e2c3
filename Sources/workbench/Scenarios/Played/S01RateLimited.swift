import HoldfastTesting

extension Scenario {
    static let s01 = Scenario(
        number: "S01",
        title: "429 with Retry-After, then fine",
        expected: "a whole answer, no storm"
    ) { stage in
        stage.sick.play(Complaint.rateLimited(retryAfter: "1").once(thenGood: Role.sick.text))
        let seen = try await stage.ask()
        stage.judge.expectAnswer(seen, by: [.sick, .well], sickAtMost: 2, on: stage)
    }
}
