import HoldfastTesting

extension Scenario {
    static let s03 = Scenario(number: "S03", title: "one 500, then fine", expected: "a whole answer") { stage in
        stage.sick.play(Complaint.oneError.once(thenGood: Role.sick.text))
        let seen = try await stage.ask()
        stage.judge.expectAnswer(seen, by: [.sick, .well], sickAtMost: 2, on: stage)
    }
}
