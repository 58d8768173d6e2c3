import HoldfastTesting

extension Scenario {
    static let s03 = Scenario(number: "S03", title: "one 500, then fine", expected: "a whole answer") { stage in
        stage.sick.play(
            .sick(
                [.answer(500, body: #"{"error":{"message":"oops","type":"server_error"}}"#)],
                thenGood: Stage.sickText
            )
        )
        let seen = try await stage.ask()
        stage.judge.expectAnswer(seen, by: [.sick, .well], sickAtMost: 2, on: stage)
    }
}
