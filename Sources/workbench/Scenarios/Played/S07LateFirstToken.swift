import HoldfastTesting

extension Scenario {
    /// Signs of life come all the while, so that no other clock than that of the first content can help.
    static let s07 = Scenario(
        number: "S07",
        title: "first token after 20 s (clock 800ms)",
        expected: "the substitute's whole answer",
        settings: .with { $0.clocks.firstContent = "800ms" },
        forms: Form.streams
    ) { stage in
        stage.sick.play(
            Script { request in
                guard let dialect = request.dialect else { return [.hang] }
                let frames = GoodAnswer(Role.sick.text).frames(dialect, model: stage.model(of: .sick))
                let opening = GoodAnswer.opening(dialect)
                return [
                    .stream(Array(frames.prefix(opening))),
                    .stream(Array(repeating: ": still thinking\n\n", count: 100), every: .milliseconds(200)),
                    .stream(Array(frames.dropFirst(opening))), .endStream,
                ]
            }
        )
        let seen = try await stage.ask()
        stage.judge.expectAnswer(seen, by: [.well], sickAtMost: 1, on: stage)
    }
}
