import HoldfastTesting

extension Scenario {
    static let s23 = Scenario(
        number: "S23",
        title: "headers, then nothing (clocks 800ms)",
        expected: "the substitute's whole answer",
        settings: .with {
            $0.clocks.firstContent = "800ms"
            $0.clocks.idle = "800ms"
        }
    ) { stage in
        let plain = Step.raw("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 300\r\n\r\n")
        stage.sick.play(.always(stage.form.isStream ? .streamHead() : plain, .hang))
        let seen = try await stage.ask()
        stage.judge.expectAnswer(seen, by: [.well], sickAtMost: 1, on: stage)
    }
}
