import HoldfastTesting

extension Scenario {
    static let s18 = Scenario(
        number: "S18",
        title: "refusal inside a 200, plain and streamed",
        expected: "the refusal untouched, nobody else asked"
    ) { stage in
        stage.sick.play(RefusalAnswer.script)
        let seen = try await stage.ask()
        let model = stage.model(of: .sick)
        let body =
            stage.form.isStream
            ? RefusalAnswer.frames(stage.form.dialect, model: model).joined()
            : RefusalAnswer.plain(stage.form.dialect, model: model)
        stage.judge.expectPassedOn(seen, status: 200, body: body, outcome: "completed", on: stage)
    }
}
