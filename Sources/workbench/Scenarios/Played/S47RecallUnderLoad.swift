import HoldfastTesting

extension Scenario {
    /// Requests before the order and after it.
    private static let each = 400

    static let s47 = Scenario(
        number: "S47",
        title: "class I recall under load (64 clients)",
        expected: "whole answers or told; none to the recalled",
        isAlone: true,
        parts: [
            Part(forms: [Form.two[0]]) { stage in
                stage.sick.play(CrowdRequest.script(.sick))
                stage.well.play(CrowdRequest.script(.well))
                var recall: Ordered?
                var effect = ContinuousClock.now
                let requests = try await Crowd.with(port: stage.port) { crowd in
                    try await crowd.requests(each)
                    recall = try await stage.order(["recall", "test/sick", "--class", "I"])
                    effect = recall?.endedAt ?? .now
                    try await crowd.requests(each)
                }
                stage.judge.expectCrowd(requests, CrowdTimes(effect: effect), recall: recall?.id, on: stage)
                guard let recall else { return }
                // Its probes went through the same gateway.
                try await stage.awaitState("contained", of: recall.id)
                try await stage.judge.expectRecords(requests, recall: recall.id, on: stage)
                try await stage.expectSoundLedger()
            }
        ]
    )
}
