import HoldfastTesting

extension Scenario {
    private static let chunk = String(repeating: "a", count: 64 << 10)
    /// What a process may have grown by: the largest frame and the largest held opening are far below it.
    private static let mostMegabytes = 160

    static let s24 = Scenario(
        number: "S24",
        title: "giant frames, endless comments (clocks 800ms)",
        expected: "moved on or told; memory bounded",
        parts: [
            part("a frame without end, before content") { _ in
                [.stream(["data: {\"a\":\""]), .flood(chunk, times: 1024)]
            },
            part("a flood of comments, before content") { _ in [.flood(": \(chunk)\n\n", times: 1024), .hang] },
            part("comments without end, before content") { _ in [comments] },
            part("a frame without end, after content", words: 2) { _ in
                [.stream(["data: {\"a\":\""]), .flood(chunk, times: 1024)]
            },
            part("comments without end, after content", words: 2) { _ in [comments] },
        ]
    )

    private static let comments = Step.stream(
        Array(repeating: ": still here\n\n", count: 300),
        every: .milliseconds(50)
    )

    private static func part(
        _ name: String,
        words: Int = 0,
        _ fault: @escaping @Sendable (Stage) -> [Step]
    ) -> Part {
        let settings = ScenarioSettings.with {
            $0.clocks.firstContent = "800ms"
            $0.clocks.idle = "800ms"
        }
        return Part(name: name, settings: settings, forms: Form.streams) { stage in
            let dialect = stage.form.dialect
            let shown = BrokenStream.shown(words: words, dialect, model: stage.model(of: .sick))
            stage.sick.play(.always([.stream(shown)] + fault(stage)))
            let before = stage.gateway.flatMap { ResidentMemory.peak(of: $0.process.pid) }
            let seen = try await stage.ask()
            if words == 0 {
                stage.judge.expectAnswer(seen, by: [.well], sickAtMost: 1, on: stage)
            } else {
                stage.judge.expectInterrupted(seen, shown: shown, on: stage)
            }
            guard let before, let after = stage.gateway.flatMap({ ResidentMemory.peak(of: $0.process.pid) }) else {
                return
            }
            let grown = (after - before) >> 20
            stage.judge.expect(grown <= mostMegabytes, "the process grew by \(grown) MiB")
        }
    }
}
