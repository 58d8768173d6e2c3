import HoldfastTesting

extension Scenario {
    static let s05 = Scenario(number: "S05", title: "reset", expected: "the substitute's whole answer") { stage in
        stage.sick.play(.always(.reset))
        let seen = try await stage.ask()
        stage.judge.expectAnswer(seen, by: [.well], sickAtMost: 3, on: stage)
    }
}
