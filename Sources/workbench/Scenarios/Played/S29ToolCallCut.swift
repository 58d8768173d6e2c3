import HoldfastTesting

extension Scenario {
    /// Half a call is worse than none: it must neither look complete nor be continued by a model that did not make it.
    static let s29 = Scenario(
        number: "S29",
        title: "tool call cut in its arguments",
        expected: "told, never complete, never continued",
        parts: [
            Part(forms: Form.streams, play: playCutCall),
            Part(
                name: "continue: true",
                settings: .with { $0.continues = true },
                forms: Form.streams,
                play: playCutCall
            ),
        ]
    )

    @Sendable
    private static func playCutCall(on stage: Stage) async throws {
        let frames = ToolCallFrames.beginning(stage.form.dialect, model: stage.model(of: .sick))
        stage.sick.play(.always(.stream(frames), .close))
        let seen = try await stage.ask()
        stage.judge.expectInterrupted(seen, shown: frames, on: stage)
    }
}
