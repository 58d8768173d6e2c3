import HoldfastTesting
import JSON

extension Scenario {
    static let s17 = Scenario(
        number: "S17",
        title: "model gone: 404 with an advice text",
        expected: "the substitute's whole answer, and a signal"
    ) { stage in
        stage.sick.play(Complaint.modelGone.always)
        let seen = try await stage.ask()
        stage.judge.expectAnswer(seen, by: [.well], sickAtMost: 1, on: stage)
        guard let gateway = stage.gateway else { return }
        let failure = seen.record?["attempts"]?.elements?.first
        stage.judge.expect(failure?["status"]?.integer == 404, "the journal does not have the 404")
        stage.judge.expect(failure?["class"]?.string == "model_gone", "the journal does not say that the model is gone")
        let metrics = try await gateway.ask("/metrics", token: gateway.localToken).text
        stage.judge.expect(
            metrics.contains(#"holdfast_model_gone_total{provider="sick",model="sick"} 1"#),
            "the first such answer raises no signal"
        )
    }
}
