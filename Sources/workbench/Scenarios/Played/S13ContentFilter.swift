import HoldfastTesting

extension Scenario {
    static let s13 = Scenario(
        number: "S13",
        title: "content-filter 400",
        expected: "the provider's own 400, nobody else asked"
    ) { stage in
        stage.sick.play(Complaint.contentFilter.always)
        let seen = try await stage.ask()
        stage.judge.expectPassedOn(
            seen,
            status: 400,
            body: Complaint.contentFilter.body(stage.form.dialect),
            outcome: "failed",
            on: stage
        )
    }
}
