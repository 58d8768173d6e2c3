import HoldfastTesting

extension Scenario {
    private static let words = (1...60).map { "word \($0)" }.joined(separator: " ")

    /// Bytes come often enough for every other clock, and too slowly to be of use: some 400 a second.
    static let s22 = Scenario(
        number: "S22",
        title: "slow drip (floor 4000 bytes/s over 2 s)",
        expected: "plain: moved on; streamed: told",
        settings: .with {
            $0.clocks.floor = 4000
            $0.clocks.floorWindow = "2s"
        }
    ) { stage in
        let answer = GoodAnswer(words)
        let model = stage.model(of: .sick)
        guard stage.form.isStream else {
            let body = answer.plain(stage.form.dialect, model: model)
            let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: \(body.utf8.count)\r\n\r\n"
            let drops = body.map { Step.raw(String($0)) }.flatMap { [$0, .wait(.milliseconds(100))] }
            stage.sick.play(.always([.raw(head)] + drops))
            let seen = try await stage.ask()
            return stage.judge.expectAnswer(seen, by: [.well], sickAtMost: 1, on: stage)
        }
        let frames = answer.frames(stage.form.dialect, model: model)
        stage.sick.play(.always(.stream(frames, every: .milliseconds(400)), .endStream))
        let seen = try await stage.ask()
        stage.judge.expectInterrupted(seen, shown: frames, isAll: false, on: stage)
    }
}
