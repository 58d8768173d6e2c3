import HoldfastTesting

extension BrokenStream {
    /// What S08 to S11 play: the fault before the first content, and the fault after two words. A plain answer has only
    /// the first of them, for it is held whole.
    @Sendable
    func play(on stage: Stage) async throws {
        stage.sick.play(script(words: 0))
        let before = try await stage.ask()
        stage.judge.at("before content").expectAnswer(before, by: [.well], sickAtMost: 3, on: stage)
        guard stage.form.isStream else { return }
        try await playAfterContent(on: stage)
    }

    @Sendable
    func playAfterContent(on stage: Stage) async throws {
        stage.sick.play(script(words: 2))
        let shown = Self.shown(words: 2, stage.form.upstream, model: stage.model(of: .sick))
        let after = try await stage.ask()
        stage.judge.at("after content").expectInterrupted(after, shown: shown, on: stage)
    }
}
