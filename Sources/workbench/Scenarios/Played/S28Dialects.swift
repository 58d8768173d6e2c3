extension Scenario {
    /// S08 to S11 after content once more, each in every dialect and in translation.
    static let s28 = Scenario(
        number: "S28",
        title: "S08–S11 in three dialects and translated",
        expected: "told in the caller's own dialect",
        parts: BrokenStream.allCases.map { fault in
            Part(
                name: fault.rawValue,
                settings: .with { $0.clocks.idle = "800ms" },
                forms: Form.streams + Form.translated
            ) { stage in
                if stage.form.isTranslated, stage.subject != .holdfast {
                    return stage.judge.skip("only Holdfast translates")
                }
                try await fault.playAfterContent(on: stage)
            }
        }
    )
}
