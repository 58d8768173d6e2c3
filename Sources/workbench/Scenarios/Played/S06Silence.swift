import HoldfastTesting

extension Scenario {
    /// The provider is silent for good; what is shortened is how long Holdfast waits for a head.
    static let s06 = Scenario(
        number: "S06",
        title: "silence (head clock 800ms)",
        expected: "the substitute's whole answer",
        settings: .with { $0.clocks.head = "800ms" }
    ) { stage in
        stage.sick.play(.always(.hang))
        let seen = try await stage.ask()
        stage.judge.expectAnswer(seen, by: [.well], sickAtMost: 1, on: stage)
    }
}
