import HoldfastTesting

extension Scenario {
    static let s01 = Scenario(
        number: "S01",
        title: "429 with Retry-After, then fine",
        expected: "a whole answer, no storm"
    ) { stage in
        stage.sick.play(
            .sick(
                [
                    .answer(
                        429,
                        fields: ["retry-after": "1"],
                        body: #"{"error":{"message":"slow down","type":"rate_limit"}}"#
                    )
                ],
                thenGood: Stage.sickText
            )
        )
        let seen = try await stage.ask()
        stage.judge.expectAnswer(seen, by: [.sick, .well], sickAtMost: 2, on: stage)
    }
}
